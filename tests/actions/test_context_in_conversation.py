"""Several questions at once, and what was said before, through the real agent."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.conftest import Conversation

TIME = "It has been about"
HOUR = 3600.0


def entries(message: dict[str, Any]) -> list[str]:
    found: list[str] = message["custom"]["entries"]
    return found


def payloads(message: dict[str, Any]) -> list[str]:
    return [suggestion["payload"] for suggestion in message["custom"]["suggestions"]]


def paused(conversation: Conversation, hours: float) -> Conversation:
    """The same conversation as if all of it had been said so many hours earlier."""
    from rasa.shared.core.trackers import DialogueStateTracker

    agent = conversation.agent
    before = asyncio.run(agent.tracker_store.retrieve(conversation.id))
    events = list(before.events)
    for event in events:
        event.timestamp -= hours * HOUR
    later = Conversation(agent, conversation.channel)
    asyncio.run(agent.tracker_store.save(DialogueStateTracker.from_events(later.id, events, agent.domain.slots)))
    return later


def test_two_questions_in_one_message_are_answered_in_their_order(conversation: Conversation) -> None:
    message = conversation.say("what should i wear and can i exercise afterwards?")
    assert entries(message) == ["preparation/clothing", "aftercare/exercise"]
    assert message["text"].index("loose") < message["text"].index("24 to 48 hours")


def test_a_question_that_stands_twice_in_a_message_is_answered_once(conversation: Conversation) -> None:
    message = conversation.say("what should i wear? can i eat before? what should i wear?")
    assert entries(message) == ["preparation/clothing", "preparation/food"]
    assert message["text"].count("loose") == 1


def test_a_greeting_before_a_question_is_no_question(conversation: Conversation) -> None:
    assert entries(conversation.say("hi there, what should i wear to my session?")) == ["preparation/clothing"]


@pytest.mark.parametrize(
    ("condition", "entry"),
    [
        ("chronic", "sessions/chronic_pain"),
        ("chronic pain", "sessions/chronic_pain"),
        ("a recent injury", "sessions/acute_injury"),
        ("surgery", "sessions/surgery"),
        ("its for my fibromyalgia", "sessions/fibromyalgia"),
    ],
)
def test_the_answer_to_which_condition_leads_to_its_own_answer(
    conversation: Conversation, condition: str, entry: str
) -> None:
    assert entries(conversation.say("how many sessions will i need")) == ["sessions/overview"]
    assert entries(conversation.say(condition)) == [entry]


def test_the_answer_to_a_picked_question_leads_to_its_own_answer_too(conversation: Conversation) -> None:
    conversation.say('/choose{"entry": "sessions/overview"}')
    assert entries(conversation.say("and for my back?")) == ["sessions/lower_back"]


def test_a_question_is_taken_on_to_another_body_area_and_to_a_missed_session(conversation: Conversation) -> None:
    conversation.say("how many sessions will i need")
    assert entries(conversation.say("and for my back?")) == ["sessions/lower_back"]
    assert entries(conversation.say("what if i miss one?")) == ["sessions/missed_session"]


def test_a_condition_named_earlier_counts_later(conversation: Conversation) -> None:
    conversation.say("hello, i have fibromyalgia")
    assert entries(conversation.say("how many sessions will i need")) == ["sessions/fibromyalgia"]


def test_a_condition_that_was_denied_does_not_count_later(conversation: Conversation) -> None:
    conversation.say("i have not had surgery, is needling sore?")
    assert entries(conversation.say("how many sessions will i need")) == ["sessions/overview"]


def test_the_way_back_to_sport_is_no_sore_back(conversation: Conversation) -> None:
    conversation.say("when can i go back to the gym?")
    assert entries(conversation.say("how many sessions will i need")) == ["sessions/overview"]


def test_a_correction_leads_to_the_other_answer(conversation: Conversation) -> None:
    assert entries(conversation.say("should i drink water after the session?")) == ["aftercare/water"]
    assert entries(conversation.say("no i meant before the session")) == ["preparation/water"]


@pytest.mark.parametrize(("pick", "place"), [("1", 0), ("2", 1), ("3.", 2), ("the second one", 1), ("b", 1)])
def test_an_offered_question_is_picked_by_its_place(sms_conversation: Conversation, pick: str, place: int) -> None:
    offered = payloads(sms_conversation.say("kind arm way muscle"))
    assert len(offered) == 3
    picked = sms_conversation.say(pick)
    assert entries(picked)[0] in offered[place]
    assert len(entries(picked)) == 1


def test_a_picked_place_is_no_pain_score(conversation: Conversation) -> None:
    offered = payloads(conversation.say("what is a trigger point"))
    by_button = Conversation(conversation.agent, "web").say(offered[1])
    assert conversation.say("2") == {**by_button, "recipient_id": conversation.id}


def test_the_place_of_nothing_picks_nothing(conversation: Conversation) -> None:
    assert entries(conversation.say("2")) == []


def test_an_alarm_counts_although_it_leans_on_what_was_said_before(conversation: Conversation) -> None:
    conversation.say("how many sessions will i need")
    assert conversation.say("and what if i cant breathe right now")["custom"]["level"] == "emergency"


def test_a_subject_that_is_not_ours_is_declined_in_the_middle_of_a_conversation(conversation: Conversation) -> None:
    conversation.say("how many sessions will i need")
    assert conversation.say("what is the weather in paris")["custom"]["kind"] == "decline"


def test_the_time_of_the_session_said_earlier_counts_later(conversation: Conversation) -> None:
    assert TIME not in conversation.say("had it done 3 hours ago")["text"]
    message = conversation.say("can i lift now?")
    assert entries(message) == ["aftercare/exercise"]
    assert f"{TIME} 3 hours" in message["text"]
    assert "too early" in message["text"]


def test_the_time_and_the_question_may_stand_in_one_message(conversation: Conversation) -> None:
    text = conversation.say("gym 2nite ok? had it done yday")["text"]
    assert "24 to 48 hours" in text
    assert f"{TIME} a day" in text


def test_the_time_is_told_by_sms_too(sms_conversation: Conversation) -> None:
    text = sms_conversation.say("gym 2nite ok? had it done yday")["text"]
    assert "24-48 hours" in text
    assert "about a day" in text


def test_a_time_that_is_over_is_said_to_be_over(conversation: Conversation) -> None:
    assert "are over" in conversation.say("had my session 4 days ago, can i go to the gym")["text"]


def test_without_a_time_none_is_told(conversation: Conversation) -> None:
    assert TIME not in conversation.say("can i exercise tomorrow")["text"]


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("how many sessions will i need", "and for my back?"),
        ("kind arm way muscle", "2"),
        ("had it done 3 hours ago", "can i lift weights now?"),
        ("i have fibromyalgia", "how many sessions will i need"),
    ],
)
def test_what_was_said_seven_hours_ago_is_not_taken_up(conversation: Conversation, before: str, text: str) -> None:
    conversation.say(before)
    later, fresh = paused(conversation, 7), Conversation(conversation.agent, "web")
    assert later.say(text) == {**fresh.say(text), "recipient_id": later.id}


def test_what_was_said_an_hour_ago_is_taken_up(conversation: Conversation) -> None:
    conversation.say("how many sessions will i need")
    assert entries(paused(conversation, 1).say("and for my back?")) == ["sessions/lower_back"]


def test_a_restart_forgets_what_was_said(conversation: Conversation) -> None:
    conversation.say("had it done 3 hours ago")
    conversation.send("/restart")
    assert TIME not in conversation.say("can i lift weights now?")["text"]


def test_a_few_words_that_go_on_are_not_turned_away(conversation: Conversation) -> None:
    assert entries(conversation.say("what should i drink before my session?")) == ["preparation/water"]
    assert entries(conversation.say("and food?")) == ["preparation/food"]


def test_a_condition_that_somebody_does_not_have_is_not_answered(conversation: Conversation) -> None:
    message = conversation.say("it isn't fibromyalgia, but my hip has ached for two years, how many sessions?")
    assert entries(message) == ["sessions/chronic_pain"]


def test_the_question_of_a_long_story_is_answered_not_its_side_matters(conversation: Conversation) -> None:
    message = conversation.say(
        "Hi, my neighbour told me about you, she drives a long way to get to you. My shoulder has been stiff since we "
        "moved house. I work at a desk and I swim on Sundays. My wife is coming along. I've never had this done. So "
        "what should I wear?"
    )
    assert entries(message) == ["preparation/clothing"]
