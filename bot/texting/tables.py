"""The tables of texting. Every table that tells of a person has a column `conversation`: erasing goes by it."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.databases import UtcTime

METADATA = MetaData()
CONVERSATION = String(80)

# Who has texted or may be texted. The lease says which worker has the conversation now.
CONTACTS = Table(
    "needlewise_contacts",
    METADATA,
    Column("conversation", CONVERSATION, primary_key=True),
    Column("number", String(255), nullable=False),  # encrypted
    Column("first_text_at", UtcTime, nullable=False),
    Column("last_text_at", UtcTime, nullable=False),
    Column("is_linked", Boolean, nullable=False, default=True),  # false after "wrong number": no patient's sessions
    Column("leased_by", String(40)),
    Column("leased_until", UtcTime),
)

# Every text that came in, once. Retention empties rows but keeps the message id, so that a replay stays known.
INBOX = Table(
    "needlewise_inbox",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("carrier", String(20), nullable=False),
    Column("message_id", String(120), nullable=False),
    Column("conversation", CONVERSATION),
    Column("text", Text),
    Column("received_at", UtcTime, nullable=False),
    Column("state", String(12), nullable=False),  # waiting, settled
    Column("is_answered", Boolean, nullable=False),  # by a fixed text: the conversation only has to know of it
    Column("attempts", Integer, nullable=False, default=0),
    UniqueConstraint("carrier", "message_id"),
    Index("needlewise_inbox_order", "conversation", "id"),
    Index("needlewise_inbox_state", "state", "id"),
)

# Every text that goes out, once for each origin and part.
OUTBOX = Table(
    "needlewise_outbox",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("conversation", CONVERSATION, nullable=False),
    Column("origin", String(120), nullable=False),  # "inbound:17", "followup:4"
    Column("part", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("despite_opt_out", Boolean, nullable=False),
    Column("resend_when_unsure", Boolean, nullable=False),
    Column("state", String(12), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("not_before", UtcTime, nullable=False),
    Column("expires_at", UtcTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_attempt_at", UtcTime, nullable=False),
    Column("attempted_at", UtcTime),  # the last time that the carrier was asked to send it
    Column("leased_by", String(40)),
    Column("leased_until", UtcTime),
    Column("provider_id", String(120)),
    Column("error", String(60)),
    UniqueConstraint("origin", "part"),
    Index("needlewise_outbox_order", "conversation", "id"),
    Index("needlewise_outbox_due", "state", text("priority DESC"), "next_attempt_at", "id"),
    Index("needlewise_outbox_provider", "provider_id"),
)

# Who may be texted: events that are only added. The latest one counts.
CONSENTS = Table(
    "needlewise_consents",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("conversation", CONVERSATION, nullable=False, index=True),
    Column("event", String(20), nullable=False),
    Column("evidence", Text),  # the very words
    Column("reference", String(160), nullable=False),  # where they stand: carrier and message id
    Column("at", UtcTime, nullable=False),
)

# The last question that we asked in a conversation, to which a bare digit or letter belongs.
QUESTIONS = Table(
    "needlewise_questions",
    METADATA,
    Column("conversation", CONVERSATION, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("options", Text, nullable=False),  # JSON: what each choice stands for
    Column("asked_at", UtcTime, nullable=False),
)

# What a person at the clinic should look at.
CLINIC_LIST = Table(
    "needlewise_clinic_list",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("conversation", CONVERSATION, nullable=False, index=True),
    Column("reason", String(30), nullable=False),
    Column("reference", String(160), nullable=False),
    Column("at", UtcTime, nullable=False),
)

# The clinic's sessions, with the consent that lets us text about them. A moved session keeps its row.
SESSIONS = Table(
    "needlewise_sessions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("conversation", CONVERSATION, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("zone", String(60), nullable=False),  # of the patient, such as Australia/Sydney
    Column("recipient", String(10), nullable=False),  # patient, guardian
    Column("condition", String(80)),
    Column("body_area", String(80)),
    Column("consent_who", String(120), nullable=False),
    Column("consent_when", UtcTime, nullable=False),
    Column("consent_how", String(120), nullable=False),
    Column("reference", String(80), unique=True),  # the clinic's own name of the session
    Column("is_cancelled", Boolean, nullable=False, default=False),
    Column("added_at", UtcTime, nullable=False),
    UniqueConstraint("conversation", "at"),
)

# What patients have said of their pain: once for each text that asked, and for each text that told it unasked.
JOURNAL = Table(
    "needlewise_journal",
    METADATA,
    Column("conversation", CONVERSATION, primary_key=True),
    Column("origin", String(120), primary_key=True),  # "followup:4:day_1", "inbound:17"
    Column("session", Integer, nullable=False, index=True),
    Column("day", Integer, nullable=False),  # the session's own day is 0
    Column("hours", Float, nullable=False),  # since the session
    Column("score", Integer),  # 0 to 10; empty where only a change was told
    Column("trend", String(10)),  # worse, same, better
    Column("at", UtcTime, nullable=False),
)
