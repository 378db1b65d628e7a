"""Safety over several turns of one conversation, through the real agent."""

from __future__ import annotations

import pytest

from tests.conftest import Conversation


def level(message: dict) -> str:
    return message["custom"]["level"]


def test_an_urgent_sign_sends_to_someone_today(conversation: Conversation) -> None:
    message = conversation.say("the spot where the needle went in is red, hot and leaking")
    assert (message["custom"]["kind"], level(message)) == ("escalate", "urgent")
    assert "(02) 5550 0134" in message["text"]


@pytest.mark.parametrize("text", ["ok thanks", "is it normal to be sore?", "hello", "what is the capital of spain"])
def test_after_an_alarm_the_action_is_repeated(conversation: Conversation, text: str) -> None:
    conversation.say("i cant breathe")
    message = conversation.say(text)
    assert (message["custom"]["kind"], level(message)) == ("escalate", "emergency")


def test_after_an_alarm_another_question_is_answered_after_a_reminder(conversation: Conversation) -> None:
    conversation.say("my chest hurts")
    message = conversation.say("what should i wear to my session")
    assert message["custom"]["entries"] == ["preparation/clothing"]
    assert message["text"].startswith("First, about what you wrote before")


def test_after_an_alarm_a_picked_question_does_not_reassure(conversation: Conversation) -> None:
    conversation.say("my chest hurts")
    assert level(conversation.say('/choose{"entry": "aftercare/soreness"}')) == "emergency"


def test_memory_survives_a_restart_of_the_conversation(conversation: Conversation) -> None:
    conversation.say("i cant breathe")
    conversation.send("/restart")
    assert level(conversation.say("thanks")) == "emergency"


def test_a_general_question_about_danger_is_answered_with_the_emergency_line(conversation: Conversation) -> None:
    message = conversation.say("can needling cause chest pain?")
    assert level(message) == "none"
    assert "call your local emergency number" in message["text"]


def test_another_conversation_remembers_nothing(conversation: Conversation, sms_conversation: Conversation) -> None:
    conversation.say("i cant breathe")
    assert level(sms_conversation.say("thanks")) == "none"
