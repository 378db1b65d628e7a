"""Short replies and follow-up questions say nothing alone; some short words are alarms all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.language.reader import Reader
from bot.safety.second_look import SecondLook
from bot.safety.second_look_making import HARMLESS, read_examples
from bot.safety.triage import Triage
from tests.safety.alarms import cases

ALARMING = {"urgent", "emergency"}
SHORT_REPLIES = Path(__file__).with_name("short_replies.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def both(second_look: SecondLook) -> Triage:
    """Rules and second look, as patients meet them."""
    return Triage(second_look=second_look)


def test_short_replies_do_not_alarm(reader: Reader, both: Triage) -> None:
    alarms = [text for text in SHORT_REPLIES if both.assess(reader.read(text)).level in ALARMING]
    assert alarms == []


def test_the_short_replies_are_many_and_the_second_look_has_not_learnt_from_them(reader: Reader) -> None:
    learnt = {each.document.normalised for each in read_examples(reader) if each.needs == HARMLESS}
    read = {reader.read(text).normalised for text in SHORT_REPLIES}
    assert len(SHORT_REPLIES) >= 150
    assert read & learnt == set()


@cases(
    "a sign needs no sentence around it",
    "still bleeding",
    "cant breathe",
    "and now I can't breathe",
    "chest",
    "my chest",
    "and my chest",
    "throat closing",
    "want to die",
    "lips swelling",
)
def test_short_alarms_stay_emergencies(reader: Reader, both: Triage, text: str) -> None:
    assert both.assess(reader.read(text)).is_emergency


@cases(
    "a sign that is not yet an emergency needs no sentence either",
    "still dizzy",
    "and now it's red",
    "pus",
    "feverish",
    "foot still numb",
    "worse",
)
def test_short_signs_stay_at_least_urgent(reader: Reader, both: Triage, text: str) -> None:
    assert both.assess(reader.read(text)).level in ALARMING


@cases(
    "a complaint that may be anything is asked about",
    "pain",
    "hurts",
    "ouch",
    "bad",
    "not good",
    "help",
    "help me please",
)
def test_bare_complaints_get_a_question(reader: Reader, both: Triage, text: str) -> None:
    assessment = both.assess(reader.read(text))
    assert (assessment.level, assessment.message) == ("routine", "routine_question")


@cases(
    "things are denied in many forms, or are well again",
    "I haven't collapsed, nothing's seeping... only stiff",
    "nothing's swollen, nothing's red, I am grand",
    "nothing is numb and nothing is hot",
    "my hips feel fantastic since the appointment",
)
def test_what_is_denied_in_unusual_forms_does_not_alarm(reader: Reader, both: Triage, text: str) -> None:
    assert both.assess(reader.read(text)).level not in ALARMING


@cases(
    "a thing that brings no relief is not denied",
    "nothing is easing this chest pain",
    "nothing's stopping the bleeding",
    "nothing hurts but I can't breathe",
)
def test_nothing_that_helps_is_no_denial(reader: Reader, triage: Triage, text: str) -> None:
    assert triage.assess(reader.read(text)).is_emergency


@cases(
    "a question that asks whether it matters is about something present",
    "does it matter that I'm breathless",
    "does it count that my chest is tight",
)
def test_asking_whether_it_matters_does_not_make_it_imagined(reader: Reader, triage: Triage, text: str) -> None:
    assert triage.assess(reader.read(text)).is_emergency
