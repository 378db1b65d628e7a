"""What the level of a message adds to an answer, and what a day-old alarm makes of it."""

from __future__ import annotations

import pytest

from bot.answer import Answer, Wording
from bot.safety.messages import SafetyMessages
from bot.safety.triage import Assessment

MESSAGES = SafetyMessages()
PLAIN = Answer(
    "answer", (Wording("Wear something loose.", "Wear something loose."),), entries=("preparation/clothing",)
)
THANKS = Answer("smalltalk", (Wording("You're welcome.", "You're welcome."),))
NORMAL = Answer("answer", (Wording("Soreness is common.", "Soreness is common."), MESSAGES.wording("normal")))
URGENT = Assessment("urgent", ("SIGN-X",), "urgent")
EMERGENCY = Assessment("emergency", ("SIGN-X",), "emergency")


def test_nothing_is_added_to_an_ordinary_answer() -> None:
    assert MESSAGES.attend(PLAIN, Assessment("none")) == PLAIN


def test_routine_advice_stands_before_the_answer() -> None:
    answer = MESSAGES.attend(PLAIN, Assessment("routine", ("SIGN-X",), "routine_facts"))
    assert answer.wordings[0] == MESSAGES.wording("routine_facts")
    assert answer.wordings[1:] == PLAIN.wordings
    assert (answer.kind, answer.level) == ("answer", "routine")


def test_a_reply_that_is_no_answer_gives_way_to_routine_advice() -> None:
    answer = MESSAGES.attend(THANKS, Assessment("routine", ("SIGN-X",), "routine_plan"))
    assert answer.wordings == (MESSAGES.wording("routine_plan"),)
    assert (answer.kind, answer.level) == ("escalate", "routine")


def test_a_normal_reaction_gets_one_safety_line() -> None:
    for answer in (PLAIN, NORMAL):
        attended = MESSAGES.attend(answer, Assessment("normal", ("SIGN-X",), "normal"))
        assert attended.wordings.count(MESSAGES.wording("normal")) == 1
        assert attended.level == "normal"


def test_a_general_question_about_danger_ends_with_the_emergency_line() -> None:
    answer = MESSAGES.attend(PLAIN, Assessment("none", asks_about_danger=True))
    assert answer.wordings[-1] == MESSAGES.wording("emergency_line")


def test_an_escalation_stays_as_it_is() -> None:
    escalation = MESSAGES.escalation(EMERGENCY)
    assert MESSAGES.attend(escalation, Assessment("emergency", asks_about_danger=True)) == escalation


@pytest.mark.parametrize("remembered", [URGENT, EMERGENCY])
@pytest.mark.parametrize(
    "answer", [THANKS, NORMAL, Answer("decline", ()), Answer("clarify", ()), Answer("unknown", ())]
)
def test_within_a_day_thanks_doubts_and_reassurance_get_the_action_again(
    answer: Answer, remembered: Assessment
) -> None:
    assert MESSAGES.remind(answer, remembered) == MESSAGES.escalation(remembered)


def test_within_a_day_another_question_is_answered_after_one_line() -> None:
    answer = MESSAGES.remind(PLAIN, URGENT)
    assert answer.wordings == (MESSAGES.wording("reminder_urgent"), *PLAIN.wordings)


def test_a_new_alarm_is_not_replaced_by_an_old_one() -> None:
    new = MESSAGES.escalation(EMERGENCY)
    assert MESSAGES.remind(new, URGENT) == new
