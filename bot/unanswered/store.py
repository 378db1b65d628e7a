"""The record of questions that got no answer; their words only where the clinic keeps them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Column, Integer, MetaData, String, Table, Text, delete, insert, select
from sqlalchemy.engine import Engine

from bot.answer import Answer
from bot.databases import UtcTime, make_tables, open_engine
from bot.safety.alerts import database_url

GAPS = "gaps/"
NO_ANSWER = frozenset({"clarify", "unknown", "decline"})  # kinds of a reply
MOST_GUESSES = 3

_METADATA = MetaData()
_UNANSWERED = Table(
    "needlewise_unanswered",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(255), nullable=False, index=True),
    Column("at", UtcTime, nullable=False, index=True),
    Column("outcome", String(20), nullable=False),
    Column("guesses", String(500), nullable=False),  # JSON list of entry ids, the likeliest first
    Column("text", Text),
)


@dataclass(frozen=True)
class Unanswered:
    """A message that got no answer.

    `outcome` is the kind of reply it got (`clarify`, `unknown`, `decline`), or `gap` where an entry says that our guide
    leaves this open. `text` is None where the clinic does not keep the words.
    """

    conversation: str
    at: datetime
    outcome: str
    guesses: tuple[str, ...]
    text: str | None = None


def outcome_of(answer: Answer) -> str | None:
    """Why a reply is no answer to what was asked; None if it is one, or if nothing was asked."""
    if answer.kind in NO_ANSWER:
        return answer.kind
    is_gap = answer.kind == "answer" and all(entry.startswith(GAPS) for entry in answer.entries)
    return "gap" if is_gap and answer.entries else None


class UnansweredStore:
    """Keeps them in the database of the conversations, in a table of its own."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = open_engine(url)
        make_tables(self._engine, _METADATA)

    def add(self, unanswered: Unanswered) -> None:
        """Adds one; its time needs a zone. Raises SQLAlchemyError if the database fails."""
        row = {
            "conversation": unanswered.conversation,
            "at": unanswered.at,
            "outcome": unanswered.outcome,
            "guesses": json.dumps(unanswered.guesses[:MOST_GUESSES]),
            "text": unanswered.text,
        }
        with self._engine.begin() as connection:
            connection.execute(insert(_UNANSWERED).values(row))

    def since(self, moment: datetime) -> list[Unanswered]:
        """All from a moment on, oldest first."""
        query = select(_UNANSWERED).where(_UNANSWERED.c.at >= moment).order_by(_UNANSWERED.c.id)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [
            Unanswered(row.conversation, row.at, row.outcome, tuple(json.loads(row.guesses)), row.text) for row in rows
        ]

    def forget(self, conversation: str) -> None:
        """Deletes those of one conversation."""
        with self._engine.begin() as connection:
            connection.execute(delete(_UNANSWERED).where(_UNANSWERED.c.conversation == conversation))

    def forget_before(self, moment: datetime, prefix: str) -> int:
        """Deletes those before a moment of conversations whose ids begin with `prefix`; how many they were."""
        is_ours = _UNANSWERED.c.conversation.startswith(prefix, autoescape=True)
        with self._engine.begin() as connection:
            is_old = _UNANSWERED.c.at < moment
            return int(connection.execute(delete(_UNANSWERED).where(is_ours & is_old)).rowcount)


@lru_cache(maxsize=1)
def shared_unanswered() -> UnansweredStore:
    """The record of this process, in the database that the environment names or in the local file."""
    return UnansweredStore(database_url())
