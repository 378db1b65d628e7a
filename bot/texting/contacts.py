"""People who have texted, or may be texted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.texting.database import Database
from bot.texting.number_vault import NumberVault, VaultError
from bot.texting.tables import CONTACTS


def meet(connection: Connection, database: Database, vault: NumberVault, number: str, at: datetime) -> str:
    """Makes sure that a number is a contact, and returns its conversation."""
    conversation = vault.conversation(number)
    row = {
        "conversation": conversation,
        "number": vault.encrypt(number),
        "first_text_at": at,
        "last_text_at": at,
        "is_linked": True,
    }
    database.put(connection, CONTACTS, row, changed=("last_text_at",))
    return conversation


def number_of(database: Database, vault: NumberVault, conversation: str) -> str | None:
    """The number of a conversation; None if it was erased, or stored with another key."""
    with database.read() as connection:
        stored = connection.execute(select(CONTACTS.c.number).where(CONTACTS.c.conversation == conversation)).scalar()
    try:
        return vault.decrypt(stored) if stored else None
    except VaultError:
        return None
