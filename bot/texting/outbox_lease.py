"""Taking texts from the outbox: which one is next, and whether it may still be sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, exists, select, update
from sqlalchemy.engine import Connection, Row

from bot.databases import UtcTime
from bot.texting.consents import has_opted_out
from bot.texting.database import Database
from bot.texting.outbox import UNSENT, settle_as, wait_until
from bot.texting.tables import CONTACTS, OUTBOX

_EARLIER = OUTBOX.alias("earlier")
_NOW = bindparam("now", type_=UtcTime)
_STANDS_BEFORE = and_(
    _EARLIER.c.conversation == OUTBOX.c.conversation,
    _EARLIER.c.id < OUTBOX.c.id,
    _EARLIER.c.state.in_(UNSENT),
    _EARLIER.c.not_before <= _NOW,
    _EARLIER.c.priority >= OUTBOX.c.priority,
)
# Urgent texts first; within a conversation no text overtakes one of the same rank. Built once, and in the order of an
# index, because a sender asks for each text anew.
_DUE = (
    select(OUTBOX, CONTACTS.c.number)
    .join(CONTACTS, CONTACTS.c.conversation == OUTBOX.c.conversation)
    .where(OUTBOX.c.not_before <= _NOW, ~exists().where(_STANDS_BEFORE))
    .order_by(OUTBOX.c.priority.desc(), OUTBOX.c.next_attempt_at, OUTBOX.c.id)
    .limit(1)
)
_READY = _DUE.where(OUTBOX.c.state == "waiting", OUTBOX.c.next_attempt_at <= _NOW)
_LEFT = _DUE.where(OUTBOX.c.state == "sending", OUTBOX.c.leased_until < _NOW)


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
            row = _next_due(connection, database, now)
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


def _next_due(connection: Connection, database: Database, now: datetime) -> Row | None:
    """The more urgent one of the next text that waits and the next one whose worker has left it."""
    queries = (database.locked(query, OUTBOX, CONTACTS) for query in (_LEFT, _READY))
    rows = [row for query in queries if (row := connection.execute(query, {"now": now}).first())]
    return max(rows, key=lambda row: (row.priority, -row.id), default=None)


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
