"""What must not alarm: denied, past, imagined, idioms, and the ordinary questions of a clinic's patients."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.reader import Reader
from bot.safety.triage import Assessment, Triage

ALARMING = {"urgent", "emergency"}


def level(reader: Reader, triage: Triage, text: str) -> str:
    return triage.assess(reader.read(text)).level


DENIED = [
    "no chest pain",
    "I don't have chest pain or shortness of breath",
    "I'm not short of breath",
    "no trouble breathing, just a sore shoulder",
    "no chest pain, no shortness of breath, can I go running?",
    "No face drooping, slurred speech or weakness",
    "no swelling of my face, lips or throat",
    "I have no chest pain, tightness or shortness of breath",
    "he didn't pass out",
    "I have never had chest pain",
    "not coughing up blood",
    "I am not suicidal",
    "no problem swallowing",
]
PAST = [
    "my dad had a stroke in 2010",
    "I had a heart attack five years ago, can I be needled?",
    "as a child I used to get breathless",
    "I have a history of seizures, is needling possible",
    "I had a collapsed lung in 2015",
    "had a seizure years ago",
    "I used to get chest pain",
]
IMAGINED = [
    "what if I get short of breath?",
    "can dry needling cause chest pain?",
    "could it make me pass out",
    "should I worry if I get chest pain?",
    "is there a chance of a stroke?",
    "what are the signs of a stroke",
    "how likely is shortness of breath after needling?",
    "who do I call if I get chest pain",
    "what happens if I have a seizure during the session",
    "do people pass out?",
    "is dry needling safe for people with seizures",
    "can needling help slurred speech",
]
IDIOMS = [
    "this knot is killing me",
    "I'm dying for a coffee",
    "dying to get back to netball",
    "dead tired after the session",
    "my heart is set on the marathon",
    "the price took my breath away",
    "let me get it off my chest",
    "I need to cough up the money for the next session",
    "give me a stroke of luck",
    "we were shooting hoops",
    "a breathtaking view",
    "I panicked about a lost card",
]
ORDINARY = [
    "how sore will I be tomorrow",
    "is a bruise normal",
    "can I drink alcohol after my session",
    "what should I wear to have my hip done",
    "how many sessions for a bad back",
    "my leg feels heavy after the session",
    "my arm tingles a bit",
    "I felt a bit faint in the clinic, ok since",
    "can I train chest tomorrow",
    "do you needle the chest muscles",
    "I have asthma and use an inhaler",
    "should I hold my breath when the needle goes in",
    "can I breathe normally during the session",
    "do the needles go in my face",
    "I can't move my appointment online",
    "I lost my card at the clinic",
    "when can I lift heavy weights",
    "tight jaw and neck",
    "thanks so much, see you on Monday",
]


@pytest.mark.parametrize("text", [*DENIED, *PAST, *IMAGINED, *IDIOMS, *ORDINARY])
def test_what_nobody_has_now_does_not_alarm(reader: Reader, triage: Triage, text: str) -> None:
    assert level(reader, triage, text) not in ALARMING


def test_a_document_without_findings_has_no_level_no_signs_and_no_text(reader: Reader, triage: Triage) -> None:
    assert triage.assess(reader.read("hello there")) == Assessment("none", (), None)


@given(st.sampled_from(ORDINARY + IDIOMS), st.sampled_from(ORDINARY), st.sampled_from([". ", "\n", "? "]))
@settings(deadline=None)
def test_two_harmless_sentences_do_not_make_an_alarm(
    reader: Reader, triage: Triage, one: str, other: str, gap: str
) -> None:
    assert level(reader, triage, one + gap + other) not in ALARMING


@given(st.sampled_from(DENIED + PAST + IMAGINED + ORDINARY))
@settings(deadline=None)
def test_upper_case_does_not_make_an_alarm(reader: Reader, triage: Triage, text: str) -> None:
    assert level(reader, triage, text.upper()) not in ALARMING
