"""The record of escalations: which conversation was sent where, and when; no word of any message."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, create_engine, delete, insert, select, update
from sqlalchemy.engine import Engine

from bot.answer import Level
from bot.data_files import PROJECT_ROOT
from bot.safety.triage import LEVELS, Assessment

DATABASE_VARIABLE = "DATABASE_URL"
LOCAL_DATABASE = f"sqlite:///{PROJECT_ROOT / 'var' / 'conversations.db'}"
MEMORY = timedelta(hours=24)  # safety policy, section 10

_METADATA = MetaData()
_ALERTS = Table(
    "needlewise_alerts",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(255), nullable=False, index=True),
    Column("level", String(20), nullable=False),
    Column("message", String(60)),
    Column("signs", String(1000), nullable=False),
    Column("at", DateTime, nullable=False, index=True),  # UTC, without zone
)


@dataclass(frozen=True)
class Alert:
    """One escalation that was sent; `at` is in UTC."""

    conversation: str
    assessment: Assessment
    at: datetime


class Alerts:
    """Keeps alerts in the database of the conversations, in a table of its own."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(url, future=True)
        _METADATA.create_all(self._engine)

    def record(self, conversation: str, assessment: Assessment, at: datetime) -> None:
        """Adds an alert; `at` needs a zone. Raises SQLAlchemyError if the database fails."""
        row = {
            "conversation": conversation,
            "level": assessment.level,
            "message": assessment.message,
            "signs": " ".join(assessment.signs),
            "at": at.astimezone(timezone.utc).replace(tzinfo=None),
        }
        with self._engine.begin() as connection:
            connection.execute(insert(_ALERTS).values(row))

    def remembered(self, conversation: str, now: datetime) -> Assessment | None:
        """The highest of the urgent and emergency alerts of the last 24 hours in a conversation, if any."""
        alerts = [alert for alert in self.since(now - MEMORY, conversation) if is_remembered(alert.assessment.level)]
        best = max(alerts, key=lambda alert: (LEVELS.index(alert.assessment.level), alert.at), default=None)
        return best.assessment if best else None

    def since(self, moment: datetime, conversation: str | None = None) -> list[Alert]:
        """All alerts from a moment on, oldest first, of one conversation or of all."""
        query = select(_ALERTS).where(_ALERTS.c.at >= moment.astimezone(timezone.utc).replace(tzinfo=None))
        if conversation is not None:
            query = query.where(_ALERTS.c.conversation == conversation)
        with self._engine.connect() as connection:
            return [_alert(row) for row in connection.execute(query.order_by(_ALERTS.c.at))]

    def move(self, conversation: str, successor: str) -> None:
        """Gives all alerts of a conversation to the one that follows it, so that nothing points to the old one."""
        with self._engine.begin() as connection:
            moved = update(_ALERTS).where(_ALERTS.c.conversation == conversation).values(conversation=successor)
            connection.execute(moved)

    def forget_before(self, moment: datetime, prefix: str) -> int:
        """Deletes the alerts before a moment of conversations whose ids begin with `prefix`; how many they were."""
        is_old = _ALERTS.c.at < moment.astimezone(timezone.utc).replace(tzinfo=None)
        is_ours = _ALERTS.c.conversation.startswith(prefix, autoescape=True)
        with self._engine.begin() as connection:
            return int(connection.execute(delete(_ALERTS).where(is_old & is_ours)).rowcount)


def is_remembered(level: Level) -> bool:
    """Whether a level stays with a conversation for a day."""
    return LEVELS.index(level) >= LEVELS.index("urgent")


@lru_cache(maxsize=1)
def shared_alerts() -> Alerts:
    """The alerts of this process, in the database that the environment names or in the local file."""
    return Alerts(os.environ.get(DATABASE_VARIABLE) or LOCAL_DATABASE)


def _alert(row: object) -> Alert:
    level, message, signs = row.level, row.message, row.signs  # type: ignore[attr-defined]
    assessment = Assessment(level, tuple(signs.split()), message)
    return Alert(row.conversation, assessment, row.at.replace(tzinfo=timezone.utc))  # type: ignore[attr-defined]
