"""The inbox: every text that came in, stored once, and handled in order within its conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.engine import Connection

from bot.texting.database import Database
from bot.texting.opt_out_rules import Request
from bot.texting.tables import CONTACTS, INBOX


@dataclass(frozen=True)
class InboundText:
    """A text as a carrier has delivered it; numbers in international form."""

    carrier: str
    message_id: str
    number: str
    text: str
    pictures: int = 0
    carrier_request: Request | None = None  # the carrier has seen this opt-out word and confirmed it itself

    @property
    def reference(self) -> str:
        """What names the text in evidence and logs."""
        return f"{self.carrier}:{self.message_id}"


@dataclass(frozen=True)
class WaitingText:
    """A stored text that its conversation has not handled yet; `attempts` counts this one."""

    id: int
    text: str
    is_answered: bool
    attempts: int


def store(
    connection: Connection, database: Database, inbound: InboundText, conversation: str, at: datetime
) -> int | None:
    """Adds a text that waits to be handled; None for one that was stored before, whoever brings it again."""
    row = {
        "carrier": inbound.carrier,
        "message_id": inbound.message_id,
        "conversation": conversation,
        "text": inbound.text,
        "received_at": at,
        "state": "waiting",
        "is_answered": False,
    }
    return database.add_new(connection, INBOX, row)


def settle(connection: Connection, inbound_id: int) -> bool:
    """Marks a text as handled; false if it was handled, or erased, already."""
    query = update(INBOX).where(INBOX.c.id == inbound_id, INBOX.c.state == "waiting").values(state="settled")
    return bool(connection.execute(query).rowcount)


def mark_answered(connection: Connection, inbound_id: int) -> None:
    """Keeps that a fixed text has answered already; the conversation only has to know of the text."""
    connection.execute(update(INBOX).where(INBOX.c.id == inbound_id).values(is_answered=True))


def texts_since(connection: Connection, conversation: str, moment: datetime) -> int:
    """How many texts came in from a number since a moment."""
    query = select(func.count()).where(INBOX.c.conversation == conversation, INBOX.c.received_at >= moment)
    return int(connection.execute(query).scalar() or 0)


def lease_conversation(database: Database, worker: str, now: datetime, lease: timedelta) -> str | None:
    """A conversation that has waiting texts and no other worker, now this worker's; the longest waiting first."""
    is_free = or_(CONTACTS.c.leased_until.is_(None), CONTACTS.c.leased_until < now)
    waits = and_(INBOX.c.conversation == CONTACTS.c.conversation, INBOX.c.state == "waiting")
    first = select(func.min(INBOX.c.id)).where(waits).correlate(CONTACTS).scalar_subquery()
    query = select(CONTACTS.c.conversation).where(is_free, exists().where(waits)).order_by(first).limit(1)
    with database.write() as connection:
        conversation = connection.execute(database.locked(query, CONTACTS)).scalar()
        if conversation:
            values = {"leased_by": worker, "leased_until": now + lease}
            connection.execute(update(CONTACTS).where(CONTACTS.c.conversation == conversation).values(values))
    return str(conversation) if conversation else None


def next_waiting(
    database: Database, conversation: str, worker: str, now: datetime, lease: timedelta
) -> WaitingText | None:
    """The oldest waiting text of a leased conversation, and the lease renewed; None gives the lease back."""
    query = select(INBOX).where(INBOX.c.conversation == conversation, INBOX.c.state == "waiting")
    mine = and_(CONTACTS.c.conversation == conversation, CONTACTS.c.leased_by == worker)
    with database.write() as connection:
        row = connection.execute(query.order_by(INBOX.c.id).limit(1)).first()
        until = now + lease if row else None
        if not connection.execute(update(CONTACTS).where(mine).values(leased_until=until)).rowcount or not row:
            return None
        connection.execute(update(INBOX).where(INBOX.c.id == row.id).values(attempts=row.attempts + 1))
    return WaitingText(row.id, row.text or "", row.is_answered, row.attempts + 1)
