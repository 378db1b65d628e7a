"""What a person at the clinic should look at: wrong numbers, doubtful opt-outs, texts that did not arrive."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from bot.texting.database import Database
from bot.texting.tables import CLINIC_LIST

Reason = Literal["wrong_number", "doubtful_stop", "carrier_stop", "not_delivered", "outcome_unknown", "not_answered"]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ListedItem:
    """One thing to look at; `reference` names the text by carrier and message id, or by its place in the outbox."""

    conversation: str
    reason: str
    reference: str
    at: datetime


def list_for_clinic(connection: Connection, conversation: str, reason: Reason, reference: str, at: datetime) -> None:
    """Adds an item, and a line to the log, which is what alerts watch."""
    row = {"conversation": conversation, "reason": reason, "reference": reference, "at": at}
    connection.execute(insert(CLINIC_LIST).values(row))
    log.warning("for the clinic to look at: %s %s", reason, reference)


def listed_since(database: Database, moment: datetime) -> list[ListedItem]:
    """All items from a moment on, oldest first."""
    query = select(CLINIC_LIST).where(CLINIC_LIST.c.at >= moment).order_by(CLINIC_LIST.c.id)
    with database.read() as connection:
        return [ListedItem(row.conversation, row.reason, row.reference, row.at) for row in connection.execute(query)]
