"""Triage comes first, then opt-out, then limits, then everything else."""

from __future__ import annotations

import pytest

from bot.texting.decision import MOST_TEXTS, Decision, Standing, decide
from bot.texting.inbox import InboundText
from bot.texting.screening import shared_screening
from tests.texting.conftest import NOW

KNOWN = Standing(has_opted_out=False, texts_lately=1)
OPTED_OUT = Standing(has_opted_out=True, texts_lately=1)
FLOODING = Standing(has_opted_out=False, texts_lately=MOST_TEXTS + 5)


def decision(text: str, standing: Standing = KNOWN, pictures: int = 0) -> Decision:
    inbound = InboundText("fake", "SM1", "+61491570006", text, pictures)
    return decide(inbound, shared_screening().read(text, NOW), standing)


def kinds(made: Decision) -> list[str]:
    return [each.kind for each in made.fixed]


@pytest.mark.parametrize("standing", [KNOWN, OPTED_OUT, FLOODING])
@pytest.mark.parametrize("text", ["i cant breathe", "stop texting me i cant breathe", "word " * 600 + "i cant breathe"])
def test_an_emergency_is_answered_at_once_whatever_else_is_true(text: str, standing: Standing) -> None:
    made = decision(text, standing)
    assert kinds(made)[0] == "emergency"
    assert made.converses  # which keeps the alarm in mind


@pytest.mark.parametrize("standing", [OPTED_OUT, FLOODING])
def test_an_urgent_sign_is_answered_by_a_fixed_text_where_no_conversation_follows(standing: Standing) -> None:
    assert kinds(decision("there is pus coming out of the needle spot", standing)) == ["urgent"]


def test_an_urgent_sign_is_left_to_the_conversation_otherwise() -> None:
    made = decision("there is pus coming out of the needle spot")
    assert kinds(made) == []
    assert made.converses


def test_an_opt_out_is_confirmed_only_the_first_time() -> None:
    assert kinds(decision("stop")) == ["opt_out"]
    assert kinds(decision("stop", OPTED_OUT)) == []
    assert decision("stop", OPTED_OUT).event == "stop"


def test_who_has_opted_out_gets_no_answer_to_a_question() -> None:
    assert decision("can i exercise", OPTED_OUT) == Decision()


def test_of_a_flood_the_first_text_too_many_gets_a_sentence_and_the_rest_silence() -> None:
    assert kinds(decision("can i exercise", Standing(False, MOST_TEXTS + 1))) == ["notice"]
    assert decision("can i exercise", FLOODING) == Decision()
    assert decision("can i exercise", Standing(False, MOST_TEXTS)).converses


@pytest.mark.parametrize(
    ("text", "pictures", "phrase"),
    [("", 0, "empty"), ("...", 0, "empty"), ("", 2, "sms_picture"), ("word " * 600, 0, "too_long")],
)
def test_what_cannot_be_answered_gets_a_sentence(text: str, pictures: int, phrase: str) -> None:
    (fixed,) = decision(text, pictures=pictures).fixed
    assert fixed.says == phrase


def test_a_text_with_a_picture_is_read_as_text() -> None:
    assert decision("can i exercise", pictures=1).converses


def test_no_text_gets_more_than_two_replies() -> None:
    for text in ("stop i cant breathe", "wrong number, i cant breathe", "start. i cant breathe", "help"):
        for standing in (KNOWN, OPTED_OUT, FLOODING):
            assert len(decision(text, standing).fixed) <= 2
