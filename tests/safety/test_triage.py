"""The floor: what must raise an emergency, in many wordings, and which text answers."""

from __future__ import annotations

import json

import pytest

from bot.language.reader import Reader
from bot.safety.signs import Sign
from bot.safety.triage import LEVELS, Assessment, Triage
from tests.safety.alarms import FLOOR

SIGNS = [(text, sign) for sign, texts in FLOOR.items() for text in texts]


def assess(reader: Reader, triage: Triage, text: str) -> Assessment:
    return triage.assess(reader.read(text))


@pytest.mark.parametrize(("text", "sign"), SIGNS)
def test_every_sign_of_the_floor_is_an_emergency(reader: Reader, triage: Triage, text: str, sign: str) -> None:
    assessment = assess(reader, triage, text)
    assert assessment.is_emergency
    assert sign in assessment.signs


@pytest.mark.parametrize(
    "text",
    [
        "brething is hard", "i cant breth", "shortnes of breath", "chst pain", "swollen tonuge", "cant swalow",
        "colapsed", "slurrd speech", "sucide", "SOB since my sesh", "my chest hrts n hurts 2day", "weezing",
        "dificult to breathe", "he had a seizur", "unconcious", "thraot closing",
    ],
)  # fmt: skip
def test_misspellings_and_text_speak_alarm_all_the_same(reader: Reader, triage: Triage, text: str) -> None:
    assert assess(reader, triage, text).is_emergency


@pytest.mark.parametrize(
    "text",
    [
        "What time do you open, I can't breathe very well",
        "Can I have a beer tonight? My tongue is swelling up too",
        "where do I park and why is my face drooping",
        "Bruise on my hip, oh and short of breath",
        "can I move Tuesday to Friday? also my chest is tight",
        "not short of breath but my chest hurts",
        "no relief from the chest pain",
        "I had chest pain last year and now it's back",
        "chest pain after my session",
        "what if I'm breathless, like right now?",
        "my chest pain is not going away",
        "asking for a friend, her chest is tight since Tuesday",
    ],
)
def test_an_alarm_behind_other_words_is_still_an_emergency(reader: Reader, triage: Triage, text: str) -> None:
    assert assess(reader, triage, text).is_emergency


@pytest.mark.parametrize(
    "text",
    [
        "my wife can't breathe",
        "My mum's face has dropped on one side",
        "the lady next to me has collapsed",
        "he cant move his arm",
        "my friend has chest pain",
    ],
)
def test_other_people_count_like_the_writer(reader: Reader, triage: Triage, text: str) -> None:
    assert assess(reader, triage, text).is_emergency


def test_the_highest_level_wins_and_its_first_sign_speaks(reader: Reader) -> None:
    signs = [
        Sign("LOW", "routine", "low", ["bruise"], "policy"),
        Sign("FIRST", "urgent", "first", ["fever"], "policy"),
        Sign("SECOND", "urgent", "second", ["redness"], "policy"),
    ]
    both = Triage(signs).assess(reader.read("a bruise, redness and a fever"))
    assert both == Assessment("urgent", ("LOW", "FIRST", "SECOND"), "first")
    assert not both.is_emergency
    assert LEVELS.index("urgent") < LEVELS.index("emergency")


def test_the_crisis_text_speaks_before_all_others(reader: Reader, triage: Triage) -> None:
    assessment = assess(reader, triage, "my chest hurts and I want to kill myself")
    assert (assessment.signs, assessment.message) == (("SIGN-SELF-HARM", "SIGN-CHEST"), "crisis")


def test_an_assessment_can_be_stored_as_json(reader: Reader, triage: Triage) -> None:
    stored = json.loads(json.dumps(assess(reader, triage, "my throat is closing up").as_json()))
    assert Assessment.from_json(stored) == Assessment("emergency", ("SIGN-SWELLING",), "emergency_allergy")
