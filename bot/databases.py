"""The database that all rooms share: a SQLite file prepared for several readers and a writer, or a server."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import DateTime, MetaData, create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import TypeDecorator

BUSY_SECONDS = 10  # how long a writer waits for another one before it fails
PAUSE_SECONDS = 0.02  # between two attempts to empty the log


class LeftoverError(SQLAlchemyError):
    """Rows are deleted, but others keep the log open in which their words stand; deleting again tries again."""


class UtcTime(TypeDecorator):
    """A moment with its zone in Python, in UTC without zone in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """To the database; a moment without zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a zone")
        return value.astimezone(timezone.utc).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """From the database."""
        return value.replace(tzinfo=timezone.utc) if value else None


def open_engine(url: str, connections: int = 5) -> Engine:
    """An engine whose connections are kept open, and whose words are gone once they are deleted.

    `connections` are those to a database server; ten more are opened when they do not suffice.
    """
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, future=True, pool_pre_ping=True, pool_size=connections, max_overflow=10)
    settings = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(url, future=True, poolclass=QueuePool, connect_args=settings)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def make_tables(engine: Engine, tables: MetaData) -> None:
    """Makes what is missing; another process that does so at the same moment is no failure."""
    try:
        tables.create_all(engine)
    except (IntegrityError, OperationalError, ProgrammingError):
        tables.create_all(engine)


def empty_log(engine: Engine) -> None:
    """Moves SQLite's write-ahead log into its file, so that nothing deleted is left in it.

    To be called after deleting, outside of any transaction; raises LeftoverError if others keep the log open. A server
    keeps its own house.
    """
    if engine.dialect.name != "sqlite":
        return
    until = time.monotonic() + BUSY_SECONDS
    while not _is_emptied(engine):
        if time.monotonic() > until:
            raise LeftoverError("It is deleted, but may still stand in the database's log. Delete it once more.")
        time.sleep(PAUSE_SECONDS)


def _is_emptied(engine: Engine) -> bool:
    """Waits for readers and writers, but not for another one that empties the log at this moment."""
    with closing(engine.raw_connection()) as connection:  # without the transaction that every other one begins
        try:
            is_busy, *_ = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            return False
    return not is_busy


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA journal_mode = WAL")  # readers do not wait for the writer
    connection.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a power cut
    connection.execute("PRAGMA secure_delete = ON")  # deleted words are overwritten, not only let go
