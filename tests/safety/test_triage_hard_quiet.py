"""Harmless messages in words that are easily misread, one cause each."""

from __future__ import annotations

from bot.language.reader import Reader
from bot.safety.triage import Triage
from tests.safety.alarms import cases, is_emergency


@cases(
    "a `not` inside the words of a finding is not read as its denial",
    "my face isn't swollen",
    "my chest is not tight",
    "it doesn't hurt when I breathe",
    "my speech is not slurred",
)
def test_a_denial_inside_a_finding_does_not_alarm(reader: Reader, triage: Triage, text: str) -> None:
    assert not is_emergency(reader, triage, text)


@cases(
    "`feels` alone makes a chest finding, and `neither` is no cue",
    "my chest feels much better",
    "neither chest pain nor breathlessness",
)
def test_a_chest_that_is_well_does_not_alarm(reader: Reader, triage: Triage, text: str) -> None:
    assert not is_emergency(reader, triage, text)


@cases(
    "phrases for danger to self are everyday words too, and get the crisis text",
    "I can't go on Tuesday, can I move my appointment?",
    "I hurt myself at the gym, can you help",
    "I cut myself shaving, can I still be needled?",
    "I've taken all my medicines today, can I come",
    "no point going on Monday if you're closed",
)
def test_everyday_words_do_not_bring_the_crisis_text(reader: Reader, triage: Triage, text: str) -> None:
    assert not is_emergency(reader, triage, text)


@cases(
    "`can't talk`, `not responding` and the like count without a person or a body",
    "can't talk right now, in a meeting",
    "your website is not responding",
    "I can't see anything on your site about parking",
    "the chair collapsed",
)
def test_words_about_things_do_not_alarm(reader: Reader, triage: Triage, text: str) -> None:
    assert not is_emergency(reader, triage, text)


@cases(
    "an old complaint for which people come to a clinic or a needle not felt, counts as a loss of power",
    "I can't straighten my leg fully after knee surgery, does needling help?",
    "I can't feel the needles in my arm",
)
def test_a_stiff_limb_or_painless_needles_do_not_alarm(reader: Reader, triage: Triage, text: str) -> None:
    assert not is_emergency(reader, triage, text)


@cases(
    "the idiom is in the safety policy, but not in data/language/idioms.yml",
    "my suffocating schedule means I can only do evenings",
)
def test_an_idiom_of_the_policy_does_not_alarm(reader: Reader, triage: Triage, text: str) -> None:
    assert not is_emergency(reader, triage, text)


@cases(
    "a fear or an if that no cue knows counts as a present symptom",
    "I'm nervous about passing out",
    "If my chest gets tight, what do I do?",
)
def test_a_fear_is_not_a_symptom(reader: Reader, triage: Triage, text: str) -> None:
    assert not is_emergency(reader, triage, text)


@cases(
    "a risk that is asked about, a fit of temper, a phone that is not answered, laughter",
    "can dry needling cause chest pain",
    "is needling used for tight chest muscles",
    "my wife will have a fit if I'm late",
    "he's not answering his phone",
    "out of breath laughing",
    "I haven't passed out, I only want to book",
)
def test_sayings_and_questions_about_risks_do_not_alarm(reader: Reader, triage: Triage, text: str) -> None:
    assert not is_emergency(reader, triage, text)


@cases(
    "a score that answers a check-in is soreness, also with a word around it",
    "pain 5/10, sleeping ok",
    "pain is 3",
    "still 4 out of 10 today",
)
def test_a_middling_score_is_soreness(reader: Reader, triage: Triage, text: str) -> None:
    assert triage.assess(reader.read(text), 30.0).level == "normal"
