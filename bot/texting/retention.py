"""Forgetting: what is older than the clinic keeps texts, and everything of a person who asks for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Float, Integer, MetaData, String, Table, delete, exists, inspect, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import ColumnElement

from bot.databases import UtcTime
from bot.texting.database import Database
from bot.texting.number_vault import PREFIX
from bot.texting.tables import CONSENTS, CONTACTS, INBOX, JOURNAL, METADATA, OUTBOX, SESSIONS

# Tables of others that tell of conversations: Rasa's events, the safety layer's alerts, what got no answer.
_OTHERS = MetaData()
EVENTS = Table("events", _OTHERS, Column("sender_id", String), Column("timestamp", Float), Column("data", String))
ALERTS = Table(
    "needlewise_alerts",
    _OTHERS,
    Column("id", Integer),
    Column("conversation", String),
    Column("level", String),
    Column("at", UtcTime),
)
UNANSWERED = Table("needlewise_unanswered", _OTHERS, Column("conversation", String))
ALERT_DELIVERIES = Table("needlewise_alert_deliveries", _OTHERS, Column("alert", Integer))


def erase(database: Database, conversation: str) -> None:
    """Deletes everything of a conversation but its opt-out, of which the keyed hash of the number is left.

    The ids of its texts stay as well, so that a carrier that repeats one is not answered anew. Raises LeftoverError.
    """
    with database.write() as connection:
        _empty_inbox(connection, INBOX.c.conversation == conversation)
        connection.execute(update(CONSENTS).where(CONSENTS.c.conversation == conversation).values(evidence=None))
        for table in METADATA.sorted_tables:
            if "conversation" in table.c and table not in {INBOX, CONSENTS}:
                connection.execute(delete(table).where(table.c.conversation == conversation))
        _erase_from_others(connection, conversation)
    database.empty_log()


def _erase_from_others(connection: Connection, conversation: str) -> None:
    existing = inspect(connection).get_table_names()
    alerts = select(ALERTS.c.id).where(ALERTS.c.conversation == conversation)
    statements = {
        EVENTS.name: delete(EVENTS).where(EVENTS.c.sender_id == conversation),
        ALERT_DELIVERIES.name: delete(ALERT_DELIVERIES).where(ALERT_DELIVERIES.c.alert.in_(alerts)),
        ALERTS.name: delete(ALERTS).where(ALERTS.c.conversation == conversation),
        UNANSWERED.name: delete(UNANSWERED).where(UNANSWERED.c.conversation == conversation),
    }
    for table, statement in statements.items():
        if table in existing:
            connection.execute(statement)


def forget_old(database: Database, before: datetime) -> None:
    """Deletes texts, sessions and scores from before a moment, and the number of everybody without a later text or
    session; opt-outs stay. Raises LeftoverError.
    """
    with database.write() as connection:
        _empty_inbox(connection, INBOX.c.received_at < before)
        connection.execute(delete(OUTBOX).where(OUTBOX.c.created_at < before, OUTBOX.c.not_before < before))
        connection.execute(delete(JOURNAL).where(JOURNAL.c.at < before))
        connection.execute(delete(SESSIONS).where(SESSIONS.c.at < before, SESSIONS.c.added_at < before))
        has_texts = exists().where(OUTBOX.c.conversation == CONTACTS.c.conversation)
        has_sessions = exists().where(SESSIONS.c.conversation == CONTACTS.c.conversation)
        connection.execute(delete(CONTACTS).where(CONTACTS.c.last_text_at < before, ~has_texts, ~has_sessions))
        if EVENTS.name in inspect(connection).get_table_names():
            old = EVENTS.c.timestamp < before.timestamp()
            connection.execute(delete(EVENTS).where(EVENTS.c.sender_id.like(f"{PREFIX}%"), old))
    database.empty_log()


def _empty_inbox(connection: Connection, which: ColumnElement) -> None:
    connection.execute(update(INBOX).where(which).values(text=None, conversation=None, state="settled"))


def events_of(connection: Connection, conversation: str) -> list[str]:
    """What Rasa has kept of a conversation, as JSON texts in order."""
    if EVENTS.name not in inspect(connection).get_table_names():
        return []
    query = select(EVENTS.c.data).where(EVENTS.c.sender_id == conversation).order_by(EVENTS.c.timestamp)
    return [row.data for row in connection.execute(query)]
