"""Who may be texted: opt-outs with their evidence, and their undoing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from bot.texting.tables import CONSENTS

ConsentEvent = Literal["stop", "doubtful_stop", "wrong_number", "carrier_stop", "start"]
MAY_BE_TEXTED = "start"


@dataclass(frozen=True)
class Evidence:
    """The words that somebody used, and where they stand (`twilio:SM…`, `staff`)."""

    words: str
    reference: str


def note(connection: Connection, conversation: str, event: ConsentEvent, evidence: Evidence, at: datetime) -> None:
    """Adds an event; earlier ones stay."""
    row = {
        "conversation": conversation,
        "event": event,
        "evidence": evidence.words,
        "reference": evidence.reference,
        "at": at,
    }
    connection.execute(insert(CONSENTS).values(row))


def has_opted_out(connection: Connection, conversation: str) -> bool:
    """Whether the latest event says that this number may not be texted."""
    query = select(CONSENTS.c.event).where(CONSENTS.c.conversation == conversation)
    latest = connection.execute(query.order_by(CONSENTS.c.id.desc()).limit(1)).scalar()
    return latest is not None and latest != MAY_BE_TEXTED
