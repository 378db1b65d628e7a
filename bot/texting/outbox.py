"""The outbox: every text that goes out, stored once for its origin and part, and sent at most once unless allowed.

A row climbs a ladder and never steps back:
waiting → sending → accepted → sent → delivered, undelivered or failed. A row in `sending` whose lease has run out
has an unknown outcome. `cancelled`, `expired` and `unknown` end a row as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import and_, or_, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.sql.elements import ColumnElement

from bot.texting.database import Database
from bot.texting.tables import OUTBOX

TextKind = Literal["emergency", "urgent", "opt_out", "opt_in", "help", "notice", "reply", "followup"]
DeliveryState = Literal["accepted", "sent", "delivered", "undelivered", "failed"]

LADDER = ("waiting", "sending", "accepted", "sent", "delivered")
LAST_STATES = frozenset({"delivered", "undelivered", "failed"})
UNSENT = ("waiting", "sending")
PRIORITIES: dict[TextKind, int] = {"emergency": 30, "urgent": 20, "opt_out": 10, "opt_in": 10, "help": 10}
DESPITE_OPT_OUT = frozenset({"emergency", "urgent", "opt_out", "help"})
LONGEST_KEY = 10  # digits
RESENT_WHEN_UNSURE = frozenset({"emergency", "urgent"})  # safety policy, section 10: a double is harmless


@dataclass(frozen=True)
class OutboundText:
    """A text to be sent. `origin` and `part` make it unique: "inbound:17" part 0, "followup:4" part 0."""

    conversation: str
    origin: str
    part: int
    text: str
    kind: TextKind
    not_before: datetime
    expires_at: datetime | None = None


def add(connection: Connection, database: Database, text: OutboundText, now: datetime) -> int | None:
    """Adds a text; None if its origin and part are in the outbox already."""
    row = {
        "conversation": text.conversation,
        "origin": text.origin,
        "part": text.part,
        "text": text.text,
        "kind": text.kind,
        "priority": PRIORITIES.get(text.kind, 0),
        "despite_opt_out": text.kind in DESPITE_OPT_OUT,
        "resend_when_unsure": text.kind in RESENT_WHEN_UNSURE,
        "state": "waiting",
        "created_at": now,
        "not_before": text.not_before,
        "expires_at": text.expires_at,
        "next_attempt_at": text.not_before,
    }
    return database.add_new(connection, OUTBOX, row)


def cancel_waiting(connection: Connection, conversation: str) -> None:
    """Takes back what waits to be sent to somebody who has opted out; what may be sent all the same stays."""
    waits = (OUTBOX.c.conversation == conversation, OUTBOX.c.state == "waiting", ~OUTBOX.c.despite_opt_out)
    connection.execute(update(OUTBOX).where(*waits).values(state="cancelled", error="opted out"))


def parts_of(connection: Connection, origin: str) -> int:
    """How many texts an origin has in the outbox."""
    return len(connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.origin == origin)).all())


def settle_as(connection: Connection, text_id: int, state: str, error: str | None = None) -> None:
    """Ends a text that was not sent: cancelled, expired, failed, unknown."""
    query = update(OUTBOX).where(OUTBOX.c.id == text_id, OUTBOX.c.state.in_(UNSENT))
    connection.execute(query.values(state=state, error=error, leased_until=None))


def retry_at(connection: Connection, text_id: int, moment: datetime, error: str) -> None:
    """Lets a text that was certainly not sent wait for another attempt."""
    values = {"state": "waiting", "next_attempt_at": moment, "leased_until": None, "error": error}
    connection.execute(update(OUTBOX).where(OUTBOX.c.id == text_id, OUTBOX.c.state == "sending").values(values))


def wait_until(connection: Connection, text_id: int, moment: datetime) -> None:
    """Moves a text that nobody has tried to send; others of its conversation do not wait for it meanwhile."""
    query = update(OUTBOX).where(OUTBOX.c.id == text_id, OUTBOX.c.state == "waiting")
    connection.execute(query.values(not_before=moment, next_attempt_at=moment))


def look_again_at(connection: Connection, text_id: int, moment: datetime) -> None:
    """Leaves a text of unknown outcome in `sending` until a moment at which the carrier will be asked about it."""
    query = update(OUTBOX).where(OUTBOX.c.id == text_id, OUTBOX.c.state == "sending")
    connection.execute(query.values(leased_until=moment))


def advance(connection: Connection, which: ColumnElement, state: DeliveryState, **changes: Any) -> list[Row]:
    """Moves texts up the ladder, and returns those that moved; who stands as high already stays.

    `changes` (such as the carrier's id) are written to all texts of `which`, moved or not.
    """
    rows = connection.execute(select(OUTBOX).where(which).with_for_update()).all()
    lower = LADDER[: LADDER.index(state)] if state not in LAST_STATES else LADDER[:-1]
    if changes:
        connection.execute(update(OUTBOX).where(which).values(**changes))
    moved = [row for row in rows if row.state in (*lower, "unknown")]
    for row in moved:
        query = update(OUTBOX).where(OUTBOX.c.id == row.id, OUTBOX.c.state == row.state)
        connection.execute(query.values(state=state, leased_until=None))
    return moved


def is_text(text_id: int) -> ColumnElement:
    """The text with a key of ours."""
    return OUTBOX.c.id == text_id


def is_known_to_carrier_as(provider_id: str, client_ref: str) -> ColumnElement:
    """The text with the carrier's id, or with our key where its id has not been kept yet."""
    has_id = OUTBOX.c.provider_id == provider_id
    if not (client_ref.isdecimal() and len(client_ref) < LONGEST_KEY):
        return has_id
    return or_(has_id, and_(OUTBOX.c.id == int(client_ref), OUTBOX.c.provider_id.is_(None)))
