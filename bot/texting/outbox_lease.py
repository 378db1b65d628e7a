"""Taking texts from the outbox: which one is next, and whether it may still be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.sql import Select
from sqlalchemy.sql.elements import ColumnElement

from bot.texting.consents import has_opted_out
from bot.texting.database import Database
from bot.texting.outbox import UNSENT, settle_as
from bot.texting.tables import CONTACTS, OUTBOX

_EARLIER = OUTBOX.alias("earlier")


@dataclass(frozen=True)
class LeasedText:
    """A text that this worker may send now.

    `is_unsure`: an earlier attempt began at `attempted_at` and nobody knows how it ended; the carrier has to be asked.
    """

    id: int
    conversation: str
    stored_number: str
    text: str
    attempts: int
    resend_when_unsure: bool
    is_unsure: bool
    attempted_at: datetime


def lease_text(database: Database, worker: str, now: datetime, lease: timedelta) -> LeasedText | None:
    """The next text to send, now this worker's; None when nothing is due.

    Consent and expiry are judged here, at the last moment: a text that may not be sent any more is settled.
    """
    while True:
        with database.write() as connection:
            row = connection.execute(database.locked(_next_due(now), OUTBOX)).first()
            if row is None:
                return None
            refusal = _refusal(connection, row, now)
            if refusal is None:
                return _take(connection, row, worker, now, lease)
            settle_as(connection, row.id, *refusal)


def attempted_again(database: Database, text_id: int, worker: str, now: datetime, lease: timedelta) -> bool:
    """Begins a new attempt on a text of unknown outcome; false if another worker has it by now."""
    mine = and_(OUTBOX.c.id == text_id, OUTBOX.c.state == "sending", OUTBOX.c.leased_by == worker)
    with database.write() as connection:
        values = {"attempted_at": now, "leased_until": now + lease, "attempts": OUTBOX.c.attempts + 1}
        return bool(connection.execute(update(OUTBOX).where(mine).values(values)).rowcount)


def _next_due(now: datetime) -> Select:
    """Urgent texts first; within a conversation no text overtakes one of the same rank."""
    is_ready = and_(OUTBOX.c.state == "waiting", OUTBOX.c.next_attempt_at <= now)
    is_left = and_(OUTBOX.c.state == "sending", OUTBOX.c.leased_until < now)
    return (
        select(OUTBOX, CONTACTS.c.number)
        .join(CONTACTS, CONTACTS.c.conversation == OUTBOX.c.conversation)
        .where(or_(is_ready, is_left), OUTBOX.c.not_before <= now, ~exists().where(_stands_before(now)))
        .order_by(OUTBOX.c.priority.desc(), OUTBOX.c.id)
        .limit(1)
    )


def _stands_before(now: datetime) -> ColumnElement:
    return and_(
        _EARLIER.c.conversation == OUTBOX.c.conversation,
        _EARLIER.c.id < OUTBOX.c.id,
        _EARLIER.c.state.in_(UNSENT),
        _EARLIER.c.not_before <= now,
        _EARLIER.c.priority >= OUTBOX.c.priority,
    )


def _refusal(connection: Connection, row: Row, now: datetime) -> tuple[str, str] | None:
    """The last state and the reason of a text that may not be sent any more; one that may be out is kept."""
    if row.state == "sending":
        return None
    if not row.despite_opt_out and has_opted_out(connection, row.conversation):
        return "cancelled", "opted out"
    if row.expires_at is not None and row.expires_at < now:
        return "expired", "too late"
    return None


def _take(connection: Connection, row: Row, worker: str, now: datetime, lease: timedelta) -> LeasedText:
    is_unsure = row.state == "sending"
    values = {"state": "sending", "leased_by": worker, "leased_until": now + lease}
    if not is_unsure:
        values |= {"attempted_at": now, "attempts": row.attempts + 1}
    connection.execute(update(OUTBOX).where(OUTBOX.c.id == row.id).values(values))
    return LeasedText(
        id=row.id,
        conversation=row.conversation,
        stored_number=row.number,
        text=row.text,
        attempts=row.attempts + (not is_unsure),
        resend_when_unsure=row.resend_when_unsure,
        is_unsure=is_unsure,
        attempted_at=row.attempted_at if is_unsure else now,
    )
