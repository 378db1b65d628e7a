"""Where conversations are kept: Rasa's table of events, read and written beside the event loop.

endpoints.yml names it; any of Rasa's own tracker stores can stand there instead.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from typing import Any, TypeVar

from msgspec.json import decode
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    AllSlotsReset,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import Index, bindparam, func, insert, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm import sessionmaker
from sqlalchemy.sql import Select

from bot.databases import open_engine
from bot.nlu.session_hours import told_hours

MOST_EVENTS = 24  # that a turn reads: the last five turns or so; our own memory looks back three
NO_END = 2**31 - 1  # behind every event id
SESSION_TIME = "session_time"  # stands in the column of names for a message that tells when the session was
CONNECTIONS = 8  # to a database server; SQLite has one writer at a time anyway

_EVENTS = SQLTrackerStore.SQLEvent.__table__
_INDEXES = (
    Index(
        "ix_needlewise_events_by_name", *(_EVENTS.c[each] for each in ("sender_id", "type_name", "action_name", "id"))
    ),
    Index("ix_needlewise_events_in_order", _EVENTS.c.sender_id, _EVENTS.c.id),
)
Result = TypeVar("Result")


class ConversationStore(SQLTrackerStore):
    """Rasa's SQL tracker store, except that a turn costs the same however long the conversation is.

    A turn gets the last events of the session, and before them what earlier ones have said for good: slots, an active
    form, and when the needling was, on which the triage leans.
    Events that are stored already are marked, so that exactly the new ones are added.
    """

    engine: Any

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        is_sqlite = self.engine.dialect.name == "sqlite"
        if is_sqlite:
            self.engine.dispose()
            self.engine = open_engine(str(self.engine.url))
            self.sessionmaker = sessionmaker(bind=self.engine)
        self._make_indexes()
        self._threads = ThreadPoolExecutor(1 if is_sqlite else CONNECTIONS, thread_name_prefix="conversations")

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of the latest session, as far back as a turn looks; None if there is none."""
        return await self._aside(self._load, sender_id)

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The tracker with all events of all sessions."""
        return await self._aside(self._load_all, conversation_id)

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        return await self._aside(self._load_keys)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Adds the events that are not stored yet, in one durable transaction. Raises SQLAlchemyError."""
        await self.stream_events(tracker)
        new = [each for each in tracker.events if not _is_stored(each)]
        if new:
            await self._aside(self._add, tracker.sender_id, new)

    def close(self) -> None:
        """Waits for what is being written, and closes all connections."""
        self._threads.shutdown()
        self.engine.dispose()

    def _make_indexes(self) -> None:
        """Makes what is missing; another process that does so at the same moment is no failure."""
        for index in _INDEXES:
            with suppress(IntegrityError, OperationalError, ProgrammingError):
                index.create(self.engine, checkfirst=True)

    async def _aside(self, work: Callable[..., Result], *given: Any) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *given)

    def _load(self, sender: str) -> DialogueStateTracker | None:
        with self.engine.connect() as connection:
            rows = connection.execute(_LATEST, {"sender": sender, **_START}).all()[::-1]
            if not rows:
                return None
            events = [decode(row.data) for row in rows]
            if len(rows) == MOST_EVENTS:
                events = [*_said_before(connection, sender, rows[0].id), *_from_a_turn_on(events)]
        return self._tracker(sender, events)

    def _load_all(self, sender: str) -> DialogueStateTracker | None:
        query = select(_EVENTS.c.data).where(_EVENTS.c.sender_id == sender).order_by(_EVENTS.c.id)
        with self.engine.connect() as connection:
            events = [decode(data) for data in connection.execute(query).scalars()]
        return self._tracker(sender, events) if events else None

    def _load_keys(self) -> list[str]:
        with self.engine.connect() as connection:
            return list(connection.execute(select(_EVENTS.c.sender_id).distinct()).scalars())

    def _add(self, sender: str, events: list[Event]) -> None:
        rows = [_row(sender, each) for each in events]
        with self.engine.begin() as connection:
            connection.execute(insert(_EVENTS), rows)
        _mark_as_stored(events)

    def _tracker(self, sender: str, dumped: list[dict[str, Any]]) -> DialogueStateTracker:
        events = [_class_of(each["event"])._from_parameters(each) for each in dumped]
        _mark_as_stored(events)
        return DialogueStateTracker.from_events(sender, events, self.domain.slots)


def _said_before(connection: Connection, sender: str, end: int) -> list[dict[str, Any]]:
    """The last word of the session before an event id on each slot, on forms and on the time of the needling."""
    start = _last(connection, sender, SessionStarted) or 0
    restart = max(start, _last(connection, sender, Restarted, end) or 0)
    emptied = max(restart, _last(connection, sender, AllSlotsReset, end) or 0)
    given = {"sender": sender, "restart": restart, "emptied": emptied, "end": end}
    return [decode(data) for data in connection.execute(_LAST_WORDS, given).scalars()]


def _last(connection: Connection, sender: str, kind: type[Event], end: int = NO_END) -> int | None:
    """The id of the last event of a kind that has no name."""
    return connection.execute(_LAST, {"sender": sender, "kind": kind.type_name, "end": end}).scalar()


def _last_words() -> Select:
    is_slot, is_form, is_said = (_EVENTS.c.type_name == each.type_name for each in (SlotSet, ActiveLoop, UserUttered))
    counts = or_(
        is_slot & (_EVENTS.c.id > bindparam("emptied")), is_form, is_said & (_EVENTS.c.action_name == SESSION_TIME)
    )
    between = (_EVENTS.c.id > bindparam("restart"), _EVENTS.c.id < bindparam("end"))
    ids = (
        select(func.max(_EVENTS.c.id))
        .where(_EVENTS.c.sender_id == bindparam("sender"), *between, counts)
        .group_by(_EVENTS.c.type_name, _EVENTS.c.action_name)
    )
    return select(_EVENTS.c.data).where(_EVENTS.c.id.in_(ids)).order_by(_EVENTS.c.id)


# Built once: SQLAlchemy takes longer to build a statement than SQLite to answer it.
_LAST_WORDS = _last_words()
_LAST = select(func.max(_EVENTS.c.id)).where(
    _EVENTS.c.sender_id == bindparam("sender"),
    _EVENTS.c.type_name == bindparam("kind"),
    _EVENTS.c.action_name.is_(None),
    _EVENTS.c.id < bindparam("end"),
)
_START = {"kind": SessionStarted.type_name, "end": NO_END}
_LATEST = (
    select(_EVENTS.c.id, _EVENTS.c.data)
    .where(_EVENTS.c.sender_id == bindparam("sender"), _EVENTS.c.id >= func.coalesce(_LAST.scalar_subquery(), 0))
    .order_by(_EVENTS.c.id.desc())
    .limit(MOST_EVENTS)
)


@cache
def _class_of(kind: str) -> Any:
    """Rasa looks through all classes of events for each single event."""
    return Event.resolve_by_type(kind)


def _from_a_turn_on(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the rest of a turn whose beginning is cut off."""
    listening = (ActionExecuted.type_name, ACTION_LISTEN_NAME)
    starts = (place for place, each in enumerate(events) if (each["event"], each.get("name")) == listening)
    return events[next(starts, 0) :]


def _row(sender: str, stored: Event) -> dict[str, Any]:
    data = stored.as_dict()
    return {
        "sender_id": sender,
        "type_name": stored.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": ((data.get("parse_data") or {}).get("intent") or {}).get("name"),
        "action_name": SESSION_TIME if _tells_time(stored) else data.get("name"),
        "data": json.dumps(data),
    }


def _tells_time(stored: Event) -> bool:
    return isinstance(stored, UserUttered) and told_hours(stored) is not None


def _is_stored(stored: Event) -> bool:
    return getattr(stored, "is_stored_by_needlewise", False)


def _mark_as_stored(events: list[Event]) -> None:
    for each in events:
        each.is_stored_by_needlewise = True
