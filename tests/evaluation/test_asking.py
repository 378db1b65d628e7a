"""The ways to ask: over HTTP, and in this process for what the web channel does not take."""

from __future__ import annotations

import pytest

from evaluation.asking import Web
from evaluation.gathering import ask, hold, opens
from evaluation.in_process import Assistant
from evaluation.items import Conversation, Said
from tests.conftest import Server
from tests.evaluation.made_up import question

EXERCISE = "when can I do hard exercise again?"


@pytest.fixture(scope="module")
def web(server: Server) -> Web:
    return Web(server.url.removesuffix("/webhooks/web"))


@pytest.fixture(scope="module")
def assistant(trained_model: object) -> Assistant:
    return Assistant()


def test_a_question_is_asked_over_the_web(web: Web) -> None:
    answered = ask(question(EXERCISE), lambda channel, session: web.talk())
    assert answered.reply.entries == ("aftercare/exercise",)
    assert answered.judged.is_full


def test_an_alarm_has_its_level_and_a_refusal_is_a_reply(web: Web) -> None:
    assert web.talk().say("I can't breathe since the needling").level == "emergency"
    assert web.talk().say("x" * 5000).text


def test_turns_of_a_conversation_share_a_session(web: Web) -> None:
    turns = (Said("how many sessions for chronic pain?", (), ()), Said("and how often?", ("week",), ()))
    held = hold(Conversation("C", "web", "tune", turns, ""), lambda channel, session: web.talk())
    assert held.is_right


def test_sms_and_a_known_session_are_asked_in_process(web: Web, assistant: Assistant) -> None:
    opener = opens(web, assistant)
    at_home = opener("web", None).say(EXERCISE).text
    known = opener("web", "20 hours ago").say(EXERCISE).text
    by_text = opener("sms", None).say(EXERCISE).text
    assert at_home != known
    assert len(by_text) < len(at_home) < len(known)


def test_by_sms_a_digit_picks_what_was_offered(assistant: Assistant) -> None:
    talk = assistant.talk("sms")
    offered = talk.say("how many sessions will I need?").offered
    assert offered
    assert talk.say("1").entries[0] in offered[0]


def test_the_assistant_tells_how_sure_it_is(assistant: Assistant) -> None:
    ours, other = assistant.understand(EXERCISE), assistant.understand("what is the capital of France")
    assert ours.label == "aftercare/exercise"
    assert 0 < ours.confidence <= 1
    assert other.scope < ours.scope
