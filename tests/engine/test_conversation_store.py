"""Conversations at rest: nothing lost, nothing twice, and a turn reads no more the longer a conversation is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.engine.conversation_store import MOST_EVENTS, ConversationStore
from bot.engine.serving import tracker_store_endpoint
from bot.nlu.session_hours import told_hours
from tests.conftest import ENGINES, url_of

DOMAIN = Domain.from_dict({
    "slots": {"side": {"type": "text", "mappings": [{"type": "custom"}], "influence_conversation": False}},
    "forms": {"score_form": {"required_slots": []}},
})  # fmt: skip
TOLD = {"elapsed": [{"of_session": True, "shortest_hours": 20, "longest_hours": 28}]}


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ConversationStore]:
    endpoint = tracker_store_endpoint(url_of(request, tmp_path))
    opened = ConversationStore(DOMAIN, host=endpoint.url, **endpoint.kwargs)
    yield opened
    opened.close()


def turns(store: ConversationStore, count: int, *first: object) -> None:
    """So many turns of one conversation, each read, led and written as Rasa does it."""
    for number in range(count):
        tracker = asyncio.run(store.get_or_create_tracker("web:1"))
        new = [UserUttered(f"question {number}"), ActionExecuted("action_answer"), BotUttered(f"answer {number}")]
        for event in [*(first if number == 0 else ()), *new, ActionExecuted("action_listen")]:
            tracker.update(event)
        asyncio.run(store.save(tracker))


def read(store: ConversationStore) -> DialogueStateTracker:
    tracker = asyncio.run(store.retrieve("web:1"))
    assert tracker
    return tracker


def said(tracker: DialogueStateTracker) -> list[str]:
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def test_every_event_is_kept_once_and_in_order(store: ConversationStore) -> None:
    turns(store, 30)
    everything = asyncio.run(store.retrieve_full_tracker("web:1"))
    assert said(everything) == [f"question {number}" for number in range(30)]
    assert len(everything.events) == 1 + 30 * 4


def test_a_turn_reads_the_last_events_only_and_begins_where_a_turn_begins(store: ConversationStore) -> None:
    turns(store, 30)
    tracker = read(store)
    assert len(tracker.events) <= MOST_EVENTS
    assert tracker.events[0] == ActionExecuted("action_listen")
    assert said(tracker)[-3:] == ["question 27", "question 28", "question 29"]


def test_what_was_said_for_good_is_known_in_a_long_conversation(store: ConversationStore) -> None:
    turns(
        store,
        30,
        SlotSet("side", "left"),
        SlotSet("side", "right"),
        ActiveLoop("score_form"),
        UserUttered("needled", parse_data=TOLD),
    )
    tracker = read(store)
    assert (tracker.get_slot("side"), tracker.active_loop_name) == ("right", "score_form")
    assert next(told_hours(event) for event in tracker.events if isinstance(event, UserUttered)) == 24


def test_what_was_said_before_a_restart_is_over(store: ConversationStore) -> None:
    turns(store, 1, SlotSet("side", "left"), UserUttered("needled", parse_data=TOLD))
    turns(store, 30, Restarted())
    tracker = read(store)
    assert tracker.get_slot("side") is None
    assert "needled" not in said(tracker)


def test_a_new_session_begins_anew(store: ConversationStore) -> None:
    turns(store, 3, SlotSet("side", "left"))
    turns(store, 2, SessionStarted())
    tracker = read(store)
    assert said(tracker) == ["question 0", "question 1"]
    assert tracker.get_slot("side") is None


def test_a_copy_of_a_tracker_adds_only_what_is_new(store: ConversationStore) -> None:
    turns(store, 30)
    copy = read(store).copy()
    copy.update(UserUttered("one more"))
    asyncio.run(store.save(copy))
    everything = asyncio.run(store.retrieve_full_tracker("web:1"))
    assert said(everything)[-2:] == ["question 29", "one more"]
    assert len(said(everything)) == 31


def test_what_could_not_be_written_is_written_with_the_next_turn(store: ConversationStore) -> None:
    turns(store, 1)
    tracker = read(store)
    tracker.update(UserUttered("again"))
    with store.engine.begin() as connection:
        connection.execute(text("alter table events rename to away"))
    with pytest.raises(Exception, match="events"):
        asyncio.run(store.save(tracker))
    with store.engine.begin() as connection:
        connection.execute(text("alter table away rename to events"))
    asyncio.run(store.save(tracker))
    assert said(read(store)) == ["question 0", "again"]


def test_rasas_own_store_reads_what_ours_has_written(store: ConversationStore) -> None:
    turns(store, 5)
    rasas = SQLTrackerStore(DOMAIN, host=str(store.engine.url.render_as_string(hide_password=False)))
    tracker = asyncio.run(rasas.retrieve("web:1"))
    assert tracker == asyncio.run(store.retrieve_full_tracker("web:1"))
    assert asyncio.run(store.keys()) == ["web:1"]


def test_the_file_is_written_ahead_and_durably(tmp_path: Path) -> None:
    url = make_url(f"sqlite:///{tmp_path / 'conversations.db'}")
    store = ConversationStore(DOMAIN, dialect="sqlite", db=url.database)
    with store.engine.connect() as connection:
        asked = [
            connection.exec_driver_sql(f"pragma {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete")
        ]
    store.close()
    assert asked == ["wal", 2, 1]
