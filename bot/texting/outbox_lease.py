"""Taking texts from the outbox: which one is next, and whether it may still be sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.sql import Select
from sqlalchemy.sql.elements import ColumnElement

from bot.texting.consents import has_opted_out
from bot.texting.database import Database
from bot.texting.outbox import UNSENT, settle_as, wait_until
from bot.texting.tables import CONTACTS, OUTBOX

_EARLIER = OUTBOX.alias("earlier")


@dataclass(frozen=True)
class LeasedText:
    """A text that this worker may send now.

    `is_unsure`: an earlier attempt began at `attempted_at` and nobody knows how it ended; the carrier has to be asked.
    `is_started_by_us`: no answer to anybody, so a second attempt that might be a double is never made.
    """

    id: int
    conversation: str
    stored_number: str
    text: str
    attempts: int
    resend_when_unsure: bool
    is_started_by_us: bool
    is_unsure: bool
    attempted_at: datetime


@dataclass(frozen=True)
class Verdict:
    """What becomes of a text that is due: sent, unless a field is set.

    `refusal` is the last state and its reason, `later` the moment until which the text waits, and `text` what is sent
    in place of what was planned.
    """

    refusal: tuple[str, str] | None = None
    later: datetime | None = None
    text: str | None = None


Judge = Callable[[Connection, Row, datetime], Verdict]
SENT_AS_IT_IS = Verdict()


def send_as_it_is(connection: Connection, row: Row, now: datetime) -> Verdict:
    """The judge where nobody starts texts of his own."""
    return SENT_AS_IT_IS


def lease_text(
    database: Database, worker: str, now: datetime, lease: timedelta, judge: Judge = send_as_it_is
) -> LeasedText | None:
    """The next text to send, now this worker's; None when nothing is due.

    Consent and expiry are judged here, at the last moment: a text that may not be sent any more is settled. `judge`
    has the last word on the texts that we start; it sees the row in the very transaction that takes it.
    """
    while True:
        with database.write() as connection:
            row = connection.execute(database.locked(_next_due(now), OUTBOX, CONTACTS)).first()
            if row is None:
                return None
            verdict = _judged(connection, row, now, judge)
            if verdict.refusal:
                settle_as(connection, row.id, *verdict.refusal)
            elif verdict.later:
                wait_until(connection, row.id, verdict.later)
            else:
                return _take(connection, row, worker, now, lease, verdict.text or row.text)


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


def _judged(connection: Connection, row: Row, now: datetime, judge: Judge) -> Verdict:
    """Whether a text may still be sent; one that may be out already is kept."""
    if row.state == "sending":
        return SENT_AS_IT_IS
    if not row.despite_opt_out and has_opted_out(connection, row.conversation):
        return Verdict(("cancelled", "opted out"))
    if row.expires_at is not None and row.expires_at < now:
        return Verdict(("expired", "too late"))
    return judge(connection, row, now) if row.kind == "followup" else SENT_AS_IT_IS


def _take(connection: Connection, row: Row, worker: str, now: datetime, lease: timedelta, text: str) -> LeasedText:
    is_unsure = row.state == "sending"
    values = {"state": "sending", "leased_by": worker, "leased_until": now + lease, "text": text}
    if not is_unsure:
        values |= {"attempted_at": now, "attempts": row.attempts + 1}
    connection.execute(update(OUTBOX).where(OUTBOX.c.id == row.id).values(values))
    return LeasedText(
        id=row.id,
        conversation=row.conversation,
        stored_number=row.number,
        text=text,
        attempts=row.attempts + (not is_unsure),
        resend_when_unsure=row.resend_when_unsure,
        is_started_by_us=row.kind == "followup",
        is_unsure=is_unsure,
        attempted_at=row.attempted_at if is_unsure else now,
    )
