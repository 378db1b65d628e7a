"""What has become of a session's follow-ups."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.followups.plan import ORIGIN, Origin
from bot.followups.sessions import Session
from bot.texting.database import Database
from bot.texting.tables import OUTBOX


def states_of(database: Database, session: Session) -> list[tuple[str, datetime, str]]:
    """For each follow-up its name, when it is or was due, and its state with the reason, in their order."""
    query = select(OUTBOX).where(OUTBOX.c.origin.like(f"{ORIGIN}:{session.id}:%")).order_by(OUTBOX.c.id)
    with database.read() as connection:
        rows = connection.execute(query).all()
    return [
        (
            _name(row.origin),
            row.not_before.astimezone(session.at.tzinfo),
            f"{row.state} ({row.error})" if row.error else row.state,
        )
        for row in rows
    ]


def _name(origin: str) -> str:
    read = Origin.read(origin)
    return read.checkin if read else origin
