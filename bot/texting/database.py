"""The database of texting: SQLite with a write-ahead log by default, PostgreSQL by DATABASE_URL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.sql import Select
from sqlalchemy.sql.schema import Table

from bot.databases import empty_log, make_tables, open_engine
from bot.safety.alerts import database_url
from bot.texting.tables import METADATA

CONNECTIONS = 10  # to a database server
DIALECTS: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}


class Database:
    """Short transactions; the same statements on both engines."""

    def __init__(self, url: str | None = None) -> None:
        self.url = url or database_url()
        self._dialect = make_url(self.url).get_backend_name()
        self._engine = self._make_engine()
        make_tables(self._engine, METADATA)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write: all of it is kept, or nothing."""
        with self._engine.execution_options(needlewise_writes=True).begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self._engine.connect() as connection:
            yield connection

    def add_new(self, connection: Connection, table: Table, values: dict[str, Any]) -> int | None:
        """Inserts a row and returns its key; None if a unique constraint says that it is there already."""
        statement = DIALECTS[self._dialect].insert(table).values(values).on_conflict_do_nothing()
        result = connection.execute(statement)
        return int(result.inserted_primary_key[0]) if result.rowcount == 1 else None

    def put(self, connection: Connection, table: Table, values: dict[str, Any], changed: tuple[str, ...]) -> None:
        """Inserts a row, or updates the columns `changed` of the row that has its primary key."""
        statement = DIALECTS[self._dialect].insert(table).values(values)
        key = [column.name for column in table.primary_key]
        changes = {name: statement.excluded[name] for name in changed}
        connection.execute(statement.on_conflict_do_update(index_elements=key, set_=changes))

    def locked(self, query: Select, *tables: Table) -> Select:
        """The query with its rows of these tables locked against other workers, skipping those that are locked already.

        SQLite has one writer at a time, so there the transaction itself is the lock.
        """
        return query.with_for_update(skip_locked=True, of=tables) if self._dialect == "postgresql" else query

    def empty_log(self) -> None:
        """To be called after deleting, outside of any transaction; raises LeftoverError."""
        empty_log(self._engine)

    def close(self) -> None:
        """Closes all connections."""
        self._engine.dispose()

    def _make_engine(self) -> Engine:
        engine = open_engine(self.url, CONNECTIONS)
        if self._dialect == "sqlite":
            event.listen(engine, "connect", _leave_transactions_to_us)
            event.listen(engine, "begin", _begin_sqlite)
        return engine


def _leave_transactions_to_us(connection: Any, _: Any) -> None:
    connection.isolation_level = None


def _begin_sqlite(connection: Connection) -> None:
    """Writers take the lock at once: a transaction that begins by reading could not get it later."""
    writes = connection.get_execution_options().get("needlewise_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
