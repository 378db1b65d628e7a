"""What is remembered of a conversation, from Rasa's own tracker and events."""

from __future__ import annotations

import time
from typing import Any

import pytest
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, Restarted, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.knowledge.base import Knowledge, choose_payload
from bot.knowledge.following import FollowUps, Memory
from bot.language.reader import Reader
from bot.nlu.conversation_memory import MOST_TEXTS, STALE_SECONDS, recent_events, remember

NOW = time.time()
MINUTE, HOUR = 60.0, 3600.0
OVERVIEW = "sessions/overview"


def said(text: str, ago: float = MINUTE) -> UserUttered:
    return UserUttered(text, timestamp=NOW - ago)


def answered(*entries: str, offered: tuple[str, ...] = (), kind: str = "answer", ago: float = MINUTE) -> BotUttered:
    suggestions = [{"title": entry, "payload": choose_payload(entry)} for entry in offered]
    custom = {"kind": kind, "level": "none", "entries": list(entries), "sources": [], "suggestions": suggestions}
    return BotUttered("text", data={"custom": custom}, timestamp=NOW - ago)


def tracker_of(*events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("test", list(events))


@pytest.fixture
def memory_of(reader: Reader, knowledge: Knowledge) -> Any:
    follow_ups = FollowUps(knowledge.entries)
    return lambda *events: remember(tracker_of(*events), reader, follow_ups)


def test_without_a_tracker_nothing_is_remembered(reader: Reader, knowledge: Knowledge) -> None:
    assert remember(None, reader, FollowUps(knowledge.entries)) == Memory()


def test_before_the_first_message_nothing_is_remembered(memory_of: Any) -> None:
    assert memory_of() == memory_of(ActionExecuted("action_listen", timestamp=NOW)) == Memory()


def test_texts_are_the_last_ones_in_standard_words(memory_of: Any) -> None:
    memory = memory_of(*(said(text) for text in ("hello", "how r u", "gym 2nite?", "and tmrw")))
    assert memory.texts == ("how are you", "gym tonight ?", "and tomorrow")
    assert len(memory.texts) == MOST_TEXTS


def test_payloads_are_no_texts(memory_of: Any) -> None:
    assert memory_of(said("can i run"), said(choose_payload(OVERVIEW)), said("/restart")).texts == ("can i run",)


def test_payloads_do_not_push_texts_out(memory_of: Any) -> None:
    picks = [said(choose_payload(OVERVIEW)) for _ in range(MOST_TEXTS)]
    assert memory_of(said("can i run"), *picks).texts == ("can i run",)


def test_the_last_answer_counts_and_what_was_offered_with_the_last_reply(memory_of: Any) -> None:
    memory = memory_of(
        said("can i run"),
        answered("aftercare/exercise", offered=("aftercare/rest",)),
        said("how deep"),
        answered("treatment/depth", "aftercare/water", offered=("treatment/muscles", "treatment/benefits")),
    )
    assert memory.answered == ("treatment/depth", "aftercare/water")
    assert memory.offered == ("treatment/muscles", "treatment/benefits")
    assert not memory.asked_back


def test_an_answer_is_remembered_behind_small_talk_but_its_offers_are_not(memory_of: Any) -> None:
    memory = memory_of(
        answered("aftercare/exercise", offered=("aftercare/rest",)), said("thanks"), answered(kind="smalltalk")
    )
    assert (memory.answered, memory.offered) == (("aftercare/exercise",), ())


def test_what_was_asked_back_is_remembered(memory_of: Any) -> None:
    memory = memory_of(said("after or before"), answered(kind="clarify", offered=("aftercare/water",)))
    assert (memory.asked_back, memory.offered, memory.answered) == (True, ("aftercare/water",), ())


def test_an_answer_that_ends_with_a_question_has_asked_back(memory_of: Any) -> None:
    assert memory_of(said("how many sessions"), answered(OVERVIEW)).asked_back


def test_a_question_that_was_asked_back_before_the_last_reply_is_no_longer_open(memory_of: Any) -> None:
    memory = memory_of(said("how many sessions"), answered(OVERVIEW), said("thanks"), answered(kind="smalltalk"))
    assert not memory.asked_back


def test_conditions_are_remembered_the_latest_first(memory_of: Any) -> None:
    memory = memory_of(said("i have fibromyalgia"), said("and arthritis"))
    assert memory.conditions[:2] == ("arthritis", "fibromyalgia")


def test_the_condition_of_the_last_answer_comes_first(memory_of: Any) -> None:
    assert memory_of(said("i have fibromyalgia"), answered("sessions/surgery")).conditions[0] == "surgery"


def test_what_was_denied_is_not_remembered_as_a_condition(memory_of: Any) -> None:
    assert "surgery" not in memory_of(said("i have not had surgery")).conditions


@pytest.mark.parametrize(
    "custom",
    [
        None,
        {},
        {"kind": "answer"},
        {"entries": None, "suggestions": None},
        {"suggestions": [{"title": "no payload"}, {"title": "other", "payload": "/restart"}]},
    ],
)
def test_replies_of_another_form_are_passed_over(memory_of: Any, custom: dict[str, Any] | None) -> None:
    reply = BotUttered("text", data={"custom": custom} if custom is not None else {}, timestamp=NOW)
    assert memory_of(said("can i run"), reply) == Memory(texts=("can i run",))


@pytest.mark.parametrize("ago", [STALE_SECONDS + MINUTE, 48 * HOUR])
def test_a_conversation_of_another_day_is_not_taken_up(memory_of: Any, ago: float) -> None:
    assert memory_of(said("i have fibromyalgia", ago), answered(OVERVIEW, offered=("x/y",), ago=ago)) == Memory()


def test_a_conversation_of_this_morning_is_taken_up(memory_of: Any) -> None:
    memory = memory_of(said("can i run", 5 * HOUR), answered("aftercare/exercise", ago=5 * HOUR))
    assert memory.answered == ("aftercare/exercise",)


def test_what_stands_before_a_long_pause_is_left_out(memory_of: Any) -> None:
    memory = memory_of(
        said("how many sessions", 9 * HOUR),
        answered(OVERVIEW, ago=9 * HOUR),
        said("can i run", HOUR),
        answered("aftercare/exercise", ago=HOUR),
    )
    assert (memory.texts, memory.answered) == (("can i run",), ("aftercare/exercise",))


def test_several_short_pauses_are_no_long_one(memory_of: Any) -> None:
    assert len(memory_of(*(said("can i run", hours * HOUR) for hours in (12, 8, 4))).texts) == 3


def test_the_events_of_a_new_session_of_rasa_do_not_revive_an_old_conversation(memory_of: Any) -> None:
    old = (said("how many sessions", 30 * HOUR), answered(OVERVIEW, ago=30 * HOUR))
    new = (ActionExecuted("action_session_start", timestamp=NOW), SessionStarted(timestamp=NOW))
    assert memory_of(*old, *new, ActionExecuted("action_listen", timestamp=NOW)) == Memory()


def test_a_restart_makes_a_new_conversation(memory_of: Any) -> None:
    memory = memory_of(said("how many sessions"), answered(OVERVIEW), said("/restart"), Restarted(timestamp=NOW))
    assert memory == Memory()
    assert memory_of(said("how many sessions"), Restarted(timestamp=NOW), said("can i run")).texts == ("can i run",)


def test_events_come_in_their_order() -> None:
    events = [said("one", 3 * MINUTE), said("two", 2 * MINUTE), said("three", MINUTE)]
    texts = [event.text for event in recent_events(tracker_of(*events)) if isinstance(event, UserUttered)]
    assert texts == ["one", "two", "three"]
