"""Web conversations at rest: deleting one when its visitor asks, and all when their time is over."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

from sqlalchemy import column, create_engine, delete, event, table, text
from sqlalchemy.engine import Engine

from bot.safety.alerts import DATABASE_VARIABLE, LOCAL_DATABASE

_EVENTS = table("events", column("sender_id"), column("timestamp"))  # Rasa's table; its times are seconds since 1970


class Archive:
    """The rows of web conversations in the table where Rasa keeps all conversations."""

    def __init__(self, url: str, prefix: str) -> None:
        self._engine: Engine = create_engine(url, future=True)
        self._prefix = prefix
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _overwrite_what_is_deleted)

    def forget(self, conversation: str) -> int:
        """Deletes one conversation; how many events it had. Raises SQLAlchemyError if the database fails."""
        return self._delete(_EVENTS.c.sender_id == conversation)

    def forget_before(self, moment: datetime) -> int:
        """Deletes everything that was said on the web before a moment; `moment` needs a zone."""
        is_ours = _EVENTS.c.sender_id.startswith(self._prefix, autoescape=True)
        return self._delete(is_ours & (_EVENTS.c.timestamp < moment.timestamp()))

    def _delete(self, condition: Any) -> int:
        with self._engine.begin() as connection:
            count = int(connection.execute(delete(_EVENTS).where(condition)).rowcount)
        if self._engine.dialect.name == "sqlite":
            self._empty_the_log()
        return count

    def _empty_the_log(self) -> None:
        """What SQLite has not yet moved from its write-ahead log to its file is still readable there."""
        with self._engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


def database_url() -> str:
    """The database that the environment names, or the local file."""
    return os.environ.get(DATABASE_VARIABLE) or LOCAL_DATABASE


def _overwrite_what_is_deleted(connection: Any, _: Any) -> None:
    """Without this, SQLite leaves deleted words readable in its file until something else needs the room."""
    connection.execute("PRAGMA secure_delete = ON")
