"""Whether a finding holds: the engine with cues of its own, and the real cues in sentences."""

from __future__ import annotations

from typing import Any

import pytest

from bot.language.assertion import Context, CueMatch, assertion_of, names_other_person
from bot.language.document import Finding, Span
from bot.language.reader import Reader
from bot.language.vocabulary import load_lexicon

BREAKERS = frozenset({"but", "because", "from", "due", "(", ":"})


def words_at(first: int, last: int) -> Span:
    """A span of which only the words count."""
    return Span(0, 0, first, last)


def context_of(text: str, cues: list[CueMatch], **more: Any) -> Context:
    """A text as one clause with these cues."""
    words = text.split()
    return Context(clause=words_at(0, len(words)), cues=cues, words=words, breakers=BREAKERS, **more)


def judged(text: str, effect: str, reach: str, words: int) -> str:
    """What a cue of that kind, standing where `CUE` stands, makes of what stands at `TARGET`."""
    tokens = text.split()
    at, place = tokens.index("CUE"), tokens.index("TARGET")
    cue = CueMatch("test", effect, reach, words, at, at + 1)
    return assertion_of(words_at(place, place + 1), context_of(text, [cue]))


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


@pytest.mark.parametrize("breaker", [",", *sorted(BREAKERS)])
def test_a_breaker_ends_a_denial(breaker: str) -> None:
    assert judged(f"CUE sleep {breaker} TARGET", "denied", "after", words=6) == "present"


@pytest.mark.parametrize("breaker", [",", *sorted(BREAKERS)])
@pytest.mark.parametrize("effect", ["past", "hypothetical"])
def test_a_breaker_ends_nothing_but_a_denial(breaker: str, effect: str) -> None:
    assert judged(f"CUE sleep {breaker} TARGET", effect, "after", words=6) == effect


def test_the_real_data_hold_the_words_that_end_a_denial() -> None:
    assert load_lexicon().clauses.denial_ends >= BREAKERS


@pytest.mark.parametrize("link", ["or", "nor"])
def test_a_comma_in_a_list_that_or_closes_ends_nothing(link: str) -> None:
    assert judged(f"CUE fever , TARGET {link} rash", "denied", "after", words=6) == "denied"


@pytest.mark.parametrize("link", ["or", "nor"])
def test_a_list_ends_at_the_comma_behind_its_or(link: str) -> None:
    assert judged(f"CUE fever {link} rash , TARGET", "denied", "after", words=6) == "present"


@pytest.mark.parametrize("link", ["or", "nor"])
def test_the_last_member_of_a_list_is_denied_too(link: str) -> None:
    assert judged(f"CUE fever , rash {link} TARGET", "denied", "after", words=6) == "denied"


@pytest.mark.parametrize("effect", ["denied", "past", "hypothetical", "other_person"])
def test_a_cue_of_another_clause_does_not_reach(effect: str) -> None:
    cue = CueMatch("test", effect, "around", 8, 0, 1)
    context = Context(words_at(1, 3), [cue], ["never", "rash", "sore"], BREAKERS)
    assert assertion_of(words_at(2, 3), context) == "present"
    assert not names_other_person(words_at(2, 3), context)


@pytest.mark.parametrize(("says_not", "assertion"), [(True, "present"), (False, "denied")])
def test_a_denial_within_a_finding_counts_unless_its_phrase_says_not(says_not: bool, assertion: str) -> None:
    cue = CueMatch("test", "denied", "after", 6, 1, 2)
    assert assertion_of(words_at(0, 3), context_of("can not breathe", [cue], says_not=says_not)) == assertion


def test_a_denial_before_a_finding_that_says_not_still_counts() -> None:
    cue = CueMatch("test", "denied", "after", 6, 0, 1)
    assert assertion_of(words_at(1, 4), context_of("never can not breathe", [cue], says_not=True)) == "denied"


@pytest.mark.parametrize(
    ("effects", "assertion"),
    [
        (["past", "current"], "present"),
        (["hypothetical", "current"], "present"),
        (["denied", "current"], "denied"),
        (["denied", "past"], "denied"),
        (["past", "hypothetical"], "past"),
        (["other_person"], "present"),
        (["pseudo"], "present"),
    ],
)
def test_of_several_cues_the_stronger_decides(effects: list[str], assertion: str) -> None:
    cues = [CueMatch("test", effect, "around", 8, 0, 1) for effect in effects]
    assert assertion_of(words_at(1, 2), context_of("CUE TARGET", cues)) == assertion


@pytest.mark.parametrize(("sequel", "assertion"), [(words_at(2, 4), "present"), (None, "past")])
def test_a_current_cue_of_the_sequel_beats_the_past(sequel: Span | None, assertion: str) -> None:
    cues = [CueMatch("past", "past", "around", 8, 0, 1), CueMatch("now", "current", "around", 8, 3, 4)]
    words = ["once", "TARGET", "is", "back"]
    assert assertion_of(words_at(1, 2), Context(words_at(0, 2), cues, words, BREAKERS, sequel)) == assertion


@pytest.mark.parametrize(("reach", "is_other"), [("around", True), ("before", True), ("after", False)])
def test_a_cue_for_somebody_else_is_told_apart_from_what_holds(reach: str, is_other: bool) -> None:
    context = context_of("TARGET she", [CueMatch("test", "other_person", reach, 8, 1, 2)])
    assert names_other_person(words_at(0, 1), context) is is_other
    assert assertion_of(words_at(0, 1), context) == "present"


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
        ("no fever or redness, just tingling", "redness", "denied"),
        ("no fever or redness, just tingling", "tingling", "present"),
        ("not sore i am breathless", "soreness", "denied"),
        ("not sore i am breathless", "breathing_trouble", "present"),
        ("I can't breathe", "breathing_trouble", "present"),
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


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("Last year I had chest pain. They found nothing. It's back since lunch.", "present"),
        ("had chest pain last year, cleared by the hospital, now its back", "present"),
        ("I had chest pain last year. It was my heart. It is back to normal.", "past"),
        ("I had chest pain last year. I'd like to come back on Tuesday.", "past"),
    ],
)
def test_what_is_said_to_be_back_in_any_later_clause_is_there_now(reader: Reader, text: str, assertion: str) -> None:
    assert {each.assertion for each in reader.read(text).findings if each.concept == "chest"} == {assertion}


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


@pytest.mark.parametrize(
    ("text", "concept", "assertion"),
    [
        ("my chest hurt after the session, it's fine now", "chest_trouble", "resolved"),
        ("had chest pain on tuesday, gone now", "chest_trouble", "resolved"),
        ("my chest pain went away overnight", "chest_trouble", "resolved"),
        ("no longer out of breath", "breathing_trouble", "resolved"),
        ("the chest pain was gone but now it is back", "chest_trouble", "present"),
        ("the chest pain has not gone", "chest_trouble", "present"),
        ("my chest pain has gone worse", "chest_trouble", "present"),
        ("her lips have gone blue", "breathing_trouble", "present"),
        ("the chest pain is not better now", "chest_trouble", "present"),
    ],
)
def test_what_is_gone_is_told_apart_from_what_has_gone_bad(
    reader: Reader, text: str, concept: str, assertion: str
) -> None:
    found = [finding.assertion for finding in reader.read(text).findings if finding.concept == concept]
    assert found == [assertion]
