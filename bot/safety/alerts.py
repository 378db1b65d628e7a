"""The record of escalations: which conversation was sent where, and when; no word of any message."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Engine, Row
from sqlalchemy.exc import IntegrityError

from bot.data_files import PROJECT_ROOT
from bot.databases import UtcTime, make_tables, open_engine
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
    Column("at", UtcTime, nullable=False, index=True),
)
_DELIVERIES = Table(  # to the clinic's webhook; an alert without a row has not been tried yet
    "needlewise_alert_deliveries",
    _METADATA,
    Column("alert", Integer, ForeignKey("needlewise_alerts.id", ondelete="CASCADE"), primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("next_try", UtcTime, nullable=False),
    Column("delivered", UtcTime),
)


_WITH_DELIVERY = select(_ALERTS, _DELIVERIES.c.tries, _DELIVERIES.c.next_try, _DELIVERIES.c.delivered).select_from(
    _ALERTS.outerjoin(_DELIVERIES)
)
_REMEMBERED = LEVELS[LEVELS.index("urgent") :]  # levels that stay with a conversation for a day
_OF_CONVERSATION = select(_ALERTS).where(  # built once, because every turn asks it
    _ALERTS.c.conversation == bindparam("conversation"),
    _ALERTS.c.at >= bindparam("moment", type_=UtcTime),
    _ALERTS.c.level.in_(_REMEMBERED),
)


@dataclass(frozen=True)
class Alert:
    """One escalation that was sent; `at` and `delivered` are in UTC, the latter and `tries` of the webhook."""

    id: int
    conversation: str
    assessment: Assessment
    at: datetime
    tries: int = 0
    delivered: datetime | None = None


class Alerts:
    """Keeps alerts in the database of the conversations, in a table of its own."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = open_engine(url)
        make_tables(self._engine, _METADATA)

    def record(self, conversation: str, assessment: Assessment, at: datetime) -> None:
        """Adds an alert; `at` needs a zone. Raises SQLAlchemyError if the database fails."""
        row = {
            "conversation": conversation,
            "level": assessment.level,
            "message": assessment.message,
            "signs": " ".join(assessment.signs),
            "at": at,
        }
        with self._engine.begin() as connection:
            connection.execute(insert(_ALERTS).values(row))

    def remembered(self, conversation: str, now: datetime) -> Assessment | None:
        """The highest of the urgent and emergency alerts of the last 24 hours in a conversation, if any."""
        with self._engine.connect() as connection:
            rows = connection.execute(_OF_CONVERSATION, {"conversation": conversation, "moment": now - MEMORY}).all()
        best = max(rows, key=lambda row: (LEVELS.index(row.level), row.at), default=None)
        return _assessment(best) if best else None

    def since(self, moment: datetime, conversation: str | None = None) -> list[Alert]:
        """All alerts from a moment on, oldest first, of one conversation or of all."""
        query = _WITH_DELIVERY.where(_ALERTS.c.at >= moment)
        if conversation is not None:
            query = query.where(_ALERTS.c.conversation == conversation)
        with self._engine.connect() as connection:
            return [_alert(row) for row in connection.execute(query.order_by(_ALERTS.c.at))]

    def undelivered(self, now: datetime, longest: timedelta) -> list[Alert]:
        """Urgent and emergency alerts, no older than `longest`, that the webhook is to be sent now."""
        query = (
            _WITH_DELIVERY.where(_ALERTS.c.level.in_(_REMEMBERED))
            .where(_ALERTS.c.at >= now - longest)
            .where(_DELIVERIES.c.delivered.is_(None))
            .where(_DELIVERIES.c.next_try.is_(None) | (_DELIVERIES.c.next_try <= now))
        )
        with self._engine.connect() as connection:
            return [_alert(row) for row in connection.execute(query.order_by(_ALERTS.c.at))]

    def claim(self, alert: Alert, next_try: datetime) -> bool:
        """Counts one more try and sets the next; False if another process was faster."""
        row = {"tries": alert.tries + 1, "next_try": next_try}
        with self._engine.begin() as connection:
            if alert.tries == 0:
                try:
                    connection.execute(insert(_DELIVERIES).values(alert=alert.id, **row))
                except IntegrityError:
                    return False
                return True
            mine = (_DELIVERIES.c.alert == alert.id) & (_DELIVERIES.c.tries == alert.tries)
            return bool(connection.execute(update(_DELIVERIES).where(mine).values(row)).rowcount)

    def mark_delivered(self, alert: Alert, at: datetime) -> None:
        """The webhook has taken an alert."""
        with self._engine.begin() as connection:
            connection.execute(update(_DELIVERIES).where(_DELIVERIES.c.alert == alert.id).values(delivered=at))

    def move(self, conversation: str, successor: str) -> None:
        """Gives all alerts of a conversation to the one that follows it, so that nothing points to the old one."""
        with self._engine.begin() as connection:
            moved = update(_ALERTS).where(_ALERTS.c.conversation == conversation).values(conversation=successor)
            connection.execute(moved)

    def forget_before(self, moment: datetime, prefix: str) -> int:
        """Deletes the alerts before a moment of conversations whose ids begin with `prefix`; how many they were."""
        is_old = (_ALERTS.c.at < moment) & _ALERTS.c.conversation.startswith(prefix, autoescape=True)
        with self._engine.begin() as connection:
            old = select(_ALERTS.c.id).where(is_old)
            connection.execute(delete(_DELIVERIES).where(_DELIVERIES.c.alert.in_(old)))
            return int(connection.execute(delete(_ALERTS).where(is_old)).rowcount)


def database_url() -> str:
    """The database of all rooms: the one that the environment names, or the local file."""
    return os.environ.get(DATABASE_VARIABLE) or LOCAL_DATABASE


@lru_cache(maxsize=1)
def shared_alerts() -> Alerts:
    """The alerts of this process, in the database that the environment names or in the local file."""
    return Alerts(database_url())


def _assessment(row: Row[Any]) -> Assessment:
    return Assessment(row.level, tuple(row.signs.split()), row.message)


def _alert(row: Row[Any]) -> Alert:
    return Alert(
        id=row.id,
        conversation=row.conversation,
        assessment=_assessment(row),
        at=row.at,
        tries=row.tries or 0,
        delivered=row.delivered,
    )
