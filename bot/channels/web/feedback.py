"""Whether answers helped: what was answered and what was wrong with it, without a word or a name of who said so."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from sqlalchemy import Boolean, Column, Integer, MetaData, String, Table, insert, select
from sqlalchemy.engine import Engine

from bot.answer import Kind
from bot.databases import UtcTime, make_tables, open_engine

Reason = Literal["other_question", "unclear", "too_little", "wrong"]
EntryId = Annotated[str, msgspec.Meta(pattern=r"^[a-z_]+/[a-z_]+$", max_length=80)]

_METADATA = MetaData()
_FEEDBACK = Table(
    "needlewise_feedback",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("entries", String(500), nullable=False),  # ids, with a space between
    Column("helpful", Boolean, nullable=False),
    Column("reason", String(20)),
)


class Feedback(msgspec.Struct, frozen=True):
    """What the widget sends when "Was this helpful?" is answered; there is no free text in it."""

    session: str
    helpful: bool
    kind: Kind
    entries: Annotated[list[EntryId], msgspec.Meta(max_length=5)] = []
    reason: Reason | None = None


class FeedbackStore:
    """Keeps feedback in the database of the conversations, without saying which conversation it belongs to."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = open_engine(url)
        make_tables(self._engine, _METADATA)

    def add(self, feedback: Feedback, at: datetime) -> None:
        """Adds one; `at` needs a zone. Raises SQLAlchemyError if the database fails."""
        row = {
            "at": at,
            "kind": feedback.kind,
            "entries": " ".join(feedback.entries),
            "helpful": feedback.helpful,
            "reason": feedback.reason,
        }
        with self._engine.begin() as connection:
            connection.execute(insert(_FEEDBACK).values(row))

    def since(self, moment: datetime) -> list[Feedback]:
        """All feedback from a moment on, oldest first; its sessions are not kept and are empty."""
        from_moment = _FEEDBACK.c.at >= moment
        with self._engine.connect() as connection:
            rows = connection.execute(select(_FEEDBACK).where(from_moment).order_by(_FEEDBACK.c.id)).all()
        return [Feedback("", row.helpful, row.kind, row.entries.split(), row.reason) for row in rows]
