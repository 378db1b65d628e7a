"""What each action says, asked through the real agent."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.unanswered.store import shared_unanswered
from tests.conftest import Conversation


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("hello", "smalltalk", "automated assistant of Riverbend"),
        ("thank you so much", "smalltalk", "welcome"),
        ("bye", "smalltalk", "Goodbye"),
        ("ok", "smalltalk", "All right"),
        ("are you a real person", "smalltalk", "not a person"),
        ("what can you help me with", "smalltalk", "how to prepare"),
        ("i want to talk to a human", "handoff", "(02) 5550 0134"),
        ("how much does a session cost", "answer", "gives no prices"),
        ("what are your opening hours", "answer", "Monday to Friday, 8 am to 6 pm"),
        ("can i drive home after my session", "answer", "Our guide doesn't say"),
        ("can I bring my dog to the appointment", "unknown", "(02) 5550 0134"),
        ("what is the weather in paris", "decline", "dry needling"),
        ("what is a trigger point", "answer", "sensitive"),
        ("i cant breathe", "escalate", "Call your local emergency number now"),
    ],
)
def test_each_intent_gets_its_kind_of_reply(conversation: Conversation, text: str, kind: str, words: str) -> None:
    message = conversation.say(text)
    assert message["custom"]["kind"] == kind
    assert words in message["text"]


def test_an_unclear_question_is_asked_back_and_the_choice_answered(conversation: Conversation) -> None:
    asked = conversation.say("kind arm way muscle")
    assert asked["custom"]["kind"] == "clarify"
    assert 1 <= len(asked["custom"]["suggestions"]) <= 3
    payload = asked["custom"]["suggestions"][0]["payload"]
    answered = conversation.say(payload)
    assert answered["custom"]["kind"] == "answer"
    assert answered["custom"]["entries"][0] in payload


def test_a_choice_of_nothing_that_exists_is_said_to_be_unknown(conversation: Conversation) -> None:
    assert conversation.say('/choose{"entry": "aftercare/nonsense"}')["custom"]["kind"] == "unknown"


def test_an_emergency_is_answered_in_the_middle_of_a_clarification(conversation: Conversation) -> None:
    conversation.say("kind arm way muscle")
    assert conversation.say("chest pain")["custom"]["level"] == "emergency"


def test_each_red_flag_gets_the_text_of_its_own(conversation: Conversation) -> None:
    texts = {
        conversation.say(text)["text"]
        for text in (
            "i cant breathe",
            "my tongue is swelling",
            "she passed out",
            "my face is drooping",
            "i want to die",
        )
    }
    assert len(texts) == 5


def test_a_channel_that_is_not_the_webs_gets_the_short_form(sms_conversation: Conversation) -> None:
    message = sms_conversation.say("can i exercise tomorrow")
    assert "**" not in message["text"]
    assert "\n" not in message["text"]
    assert len(message["text"]) <= 306


def test_quick_replies_stand_once_as_buttons_and_once_as_suggestions(conversation: Conversation) -> None:
    message = conversation.say("can i exercise tomorrow")
    assert message["buttons"] == message["custom"]["suggestions"]


def test_a_question_without_an_answer_is_kept_without_its_words(conversation: Conversation) -> None:
    began = datetime.now(timezone.utc)
    conversation.say("can I bring my dog to the appointment")
    conversation.say("what is a trigger point")
    (kept,) = [each for each in shared_unanswered().since(began) if each.outcome == "unknown"]
    assert kept.text is None
