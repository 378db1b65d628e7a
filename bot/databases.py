"""Opening the database: a SQLite file prepared for several readers and a writer, or a server."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

BUSY_SECONDS = 10  # how long a writer waits for another one before it fails
PAUSE_SECONDS = 0.02  # between two attempts to empty the log


def open_engine(url: str) -> Engine:
    """An engine whose connections are kept open, and whose words are gone once they are deleted."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, future=True, pool_pre_ping=True)
    settings = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(url, future=True, poolclass=QueuePool, connect_args=settings)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def empty_log(engine: Engine) -> bool:
    """Moves SQLite's write-ahead log into its file, so that nothing deleted is left in it; False if others are in it.

    To be called outside of any transaction. A server keeps its own house.
    """
    if engine.dialect.name != "sqlite":
        return True
    until = time.monotonic() + BUSY_SECONDS
    while not _is_emptied(engine):
        if time.monotonic() > until:
            return False
        time.sleep(PAUSE_SECONDS)
    return True


def _is_emptied(engine: Engine) -> bool:
    """Waits for readers and writers, but not for another one that empties the log at this moment."""
    try:
        with engine.connect() as connection:
            is_busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    except OperationalError:
        return False
    return not is_busy


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA journal_mode = WAL")  # readers do not wait for the writer
    connection.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a power cut
    connection.execute("PRAGMA secure_delete = ON")  # deleted words are overwritten, not only let go
