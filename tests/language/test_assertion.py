"""Whether a finding holds: the engine with cues of its own, and the real cues in sentences."""

from __future__ import annotations

import pytest

from bot.language.assertion import CueMatch, assertion_of, names_other_person
from bot.language.document import Finding, Span
from bot.language.reader import Reader


def spans_of(words: list[str], first: int, last: int) -> Span:
    return Span(0, 0, first, last, " ".join(words[first:last]))


def judged(text: str, effect: str, reach: str, words: int, cue: str = "CUE", target: str = "TARGET") -> str:
    """What a cue of that kind, standing where `CUE` stands, makes of what stands at `TARGET`."""
    tokens = text.split()
    at, place = tokens.index(cue), tokens.index(target)
    match = CueMatch("test", effect, reach, words, at, at + 1)
    whole = spans_of(tokens, 0, len(tokens))
    return assertion_of(spans_of(tokens, place, place + 1), whole, [match], tokens)


@pytest.mark.parametrize(
    ("text", "reach", "assertion"),
    [
        ("CUE TARGET", "after", "denied"),
        ("CUE a b TARGET", "after", "denied"),
        ("CUE a b c TARGET", "after", "present"),
        ("TARGET CUE", "after", "present"),
        ("TARGET a b CUE", "before", "denied"),
        ("TARGET a b c CUE", "before", "present"),
        ("CUE TARGET", "before", "present"),
        ("CUE a b c d TARGET", "around", "denied"),
        ("TARGET a b c d CUE", "around", "denied"),
    ],
)
def test_a_cue_reaches_as_far_as_it_says(text: str, reach: str, assertion: str) -> None:
    assert judged(text, "denied", reach, words=2) == assertion


@pytest.mark.parametrize("breaker", [",", "(", ":", "but", "because", "from", "due"])
def test_a_breaker_ends_a_reach(breaker: str) -> None:
    assert judged(f"CUE sleep {breaker} TARGET", "denied", "after", words=6) == "present"


@pytest.mark.parametrize("link", ["or", "nor"])
def test_a_comma_in_a_list_that_or_closes_ends_nothing(link: str) -> None:
    assert judged(f"CUE fever , TARGET {link} rash", "denied", "after", words=6) == "denied"


def test_a_cue_of_another_clause_does_not_reach() -> None:
    words = ["never", "rash", "sore"]
    cue = CueMatch("test", "denied", "around", 8, 0, 1)
    assert assertion_of(spans_of(words, 2, 3), spans_of(words, 1, 3), [cue], words) == "present"
    assert not names_other_person(spans_of(words, 2, 3), spans_of(words, 1, 3), [cue], words)


def finding(reader: Reader, text: str, concept: str) -> Finding:
    (found,) = [each for each in reader.read(text).findings if each.concept == concept]
    return found


@pytest.mark.parametrize(
    ("text", "concept", "assertion"),
    [
        ("no fever", "fever", "denied"),
        ("I don't have any bruising", "bruise", "denied"),
        ("not sore at all", "soreness", "denied"),
        ("without any swelling", "swelling", "denied"),
        ("no fever, redness or swelling", "swelling", "denied"),
        ("no fever, redness or swelling", "redness", "denied"),
        ("no redness nor swelling", "swelling", "denied"),
        ("no fever, just a bruise", "bruise", "present"),
        ("no fever but I have a bruise", "bruise", "present"),
        ("no fever and my neck is swollen", "swelling", "present"),
        ("I used to get a lot of bruising", "bruise", "past"),
        ("had a fever three years ago", "fever", "past"),
        ("when I was twelve I had chest pain", "chest_trouble", "past"),
        ("had seizures in 2014", "collapse", "past"),
        ("what if I get a bruise", "bruise", "hypothetical"),
        ("can needling cause swelling?", "swelling", "hypothetical"),
        ("is there a risk of bleeding", "bleeding", "hypothetical"),
        ("how likely is a bruise", "bruise", "hypothetical"),
        ("my neck is sore", "soreness", "present"),
    ],
)
def test_the_words_around_a_finding_decide(reader: Reader, text: str, concept: str, assertion: str) -> None:
    assert finding(reader, text, concept).assertion == assertion


@pytest.mark.parametrize(
    "text",
    [
        "I had chest pain last year and now it's back",
        "had chest pain years ago. It's back",
        "had chest pain years ago, still there",
        "I had chest pain in 2012 and again this morning",
    ],
)
def test_a_current_word_beats_the_past_also_from_the_next_clause(reader: Reader, text: str) -> None:
    assert finding(reader, text, "chest_trouble").assertion == "present"


def test_a_next_clause_with_a_finding_of_its_own_speaks_for_itself(reader: Reader) -> None:
    assert finding(reader, "had chest pain years ago. My arm tingles again", "chest_trouble").assertion == "past"


@pytest.mark.parametrize("text", ["what if I have chest pain right now", "should I worry if I am still breathless"])
def test_a_current_word_beats_the_imagined(reader: Reader, text: str) -> None:
    assert any(each.is_current for each in reader.read(text).findings if each.category == "symptom")


def test_denial_beats_a_current_word(reader: Reader) -> None:
    assert finding(reader, "no chest pain today", "chest_trouble").assertion == "denied"


@pytest.mark.parametrize(
    "text",
    [
        "no relief from the chest pain",
        "not only chest pain",
        "no idea why I have chest pain",
        "I don't think it's chest pain",
        "no doubt it is chest pain",
    ],
)
def test_a_phrase_that_only_looks_like_denial_denies_nothing(reader: Reader, text: str) -> None:
    assert finding(reader, text, "chest_trouble").assertion == "present"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("my wife is sore", True),
        ("is he sore too", True),
        ("I am sore", False),
        ("my wife booked and I am sore", False),
    ],
)
def test_a_clause_about_somebody_else_is_marked(reader: Reader, text: str, other: bool) -> None:
    assert finding(reader, text, "soreness").other_person is other
