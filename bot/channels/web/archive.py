"""Web conversations at rest: deleting one when its visitor asks, and all when their time is over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import column, delete, table
from sqlalchemy.engine import Engine

from bot.databases import empty_log, open_engine

_EVENTS = table("events", column("sender_id"), column("timestamp"))  # Rasa's table; its times are seconds since 1970


class Archive:
    """The rows of web conversations in the table where Rasa keeps all conversations."""

    def __init__(self, url: str, prefix: str) -> None:
        self._engine: Engine = open_engine(url)
        self._prefix = prefix

    def forget(self, conversation: str) -> int:
        """Deletes one conversation, also from the log; how many events it had. Raises SQLAlchemyError on failure."""
        return self._delete(_EVENTS.c.sender_id == conversation)

    def forget_before(self, moment: datetime) -> int:
        """Deletes everything that was said on the web before a moment; `moment` needs a zone."""
        is_ours = _EVENTS.c.sender_id.startswith(self._prefix, autoescape=True)
        return self._delete(is_ours & (_EVENTS.c.timestamp < moment.timestamp()))

    def _delete(self, condition: Any) -> int:
        with self._engine.begin() as connection:
            deleted = int(connection.execute(delete(_EVENTS).where(condition)).rowcount)
        empty_log(self._engine)
        return deleted
