"""The notation of phrases: what each sign matches, and what is refused."""

from __future__ import annotations

from functools import cache

import pytest
import spacy
from spacy.language import Language
from spacy.matcher import Matcher

from bot.language.phrases import PhraseError, compile_phrase


@cache
def blank_english() -> Language:
    return spacy.blank("en")


def matches(phrase: str, text: str) -> bool:
    """True where the phrase covers the whole text."""
    nlp = blank_english()
    matcher = Matcher(nlp.vocab)
    matcher.add("phrase", compile_phrase(phrase, lambda words: [token.norm_ for token in nlp(words)]))
    doc = nlp(text)
    return any((first, last) == (0, len(doc)) for _, first, last in matcher(doc))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("stiff neck", "stiff neck"),
        ("can't breathe", "cannot breathe"),
        ("(sore|stiff) neck", "stiff neck"),
        ("(very sore|stiff) neck", "very sore neck"),
        ("really? sore", "sore"),
        ("really? sore", "really sore"),
        ("(quite a|very)? sore", "quite a sore"),
        ("(quite a|very)? sore", "sore"),
        ("bruis*", "bruising"),
        ("bruis*", "bruis"),
        ("(small bruis*|dot)", "small bruises"),
        ("neck ... sore", "neck sore"),
        ("neck ... sore", "neck is still a bit sore"),
        ("neck ... sore", "neck, sore"),
        ("neck ... sore", "neck (right side) sore"),
    ],
)
def test_a_phrase_matches_what_it_spells(phrase: str, text: str) -> None:
    assert matches(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("stiff neck", "neck stiff"),
        ("(sore|stiff) neck", "neck"),
        ("(very sore|stiff) neck", "sore neck"),
        ("really? sore", "really really sore"),
        ("bruis*", "unbruised"),
        ("neck ... sore", "sore neck"),
    ],
)
def test_a_phrase_does_not_match_what_it_does_not_spell(phrase: str, text: str) -> None:
    assert not matches(phrase, text)


@pytest.mark.parametrize(("words", "found"), [(4, True), (5, False)])
def test_a_gap_holds_four_words_and_no_more(words: int, found: bool) -> None:
    assert matches("neck ... sore", f"neck {'so ' * words}sore") is found


@pytest.mark.parametrize(("marks", "found"), [(4, True), (5, False)])
def test_a_mark_takes_the_room_of_a_word_in_a_gap(marks: int, found: bool) -> None:
    assert matches("neck ... sore", f"neck {', ' * marks}sore") is found


def test_signs_of_regular_expressions_are_only_letters() -> None:
    assert not matches("s.re", "sore")


@pytest.mark.parametrize("phrase", ["s.r*", "*", "(sore|*)", "so*e", "sore [a-z]*"])
def test_a_star_without_letters_before_it_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError, match="letters before its star"):
        compile_phrase(phrase, str.split)


def test_one_word_choices_share_a_single_pattern() -> None:
    assert len(compile_phrase("(sore|stiff|tender) (neck|back)", str.split)) == 1


@pytest.mark.parametrize("phrase", ["(sore|stiff neck", "sore) neck", "sore neck)", ")sore(", "((sore))", "("])
def test_a_bracket_without_its_partner_is_refused_with_the_phrase(phrase: str) -> None:
    with pytest.raises(PhraseError, match="bracket") as refusal:
        compile_phrase(phrase, str.split)
    assert f"`{phrase}`" in str(refusal.value)


@pytest.mark.parametrize("phrase", ["", "  ", "sore?", "(sore|stiff)?", "...", "sore? ...", "(a b)? c?"])
def test_a_phrase_that_may_match_nothing_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError, match="nothing at all"):
        compile_phrase(phrase, str.split)


@pytest.mark.parametrize("phrase", ["()", "() neck", "(sore|) neck", "(|sore) neck", "(sore||stiff) neck", "(|)? neck"])
def test_an_empty_choice_is_refused_with_the_phrase(phrase: str) -> None:
    with pytest.raises(PhraseError, match="empty choice") as refusal:
        compile_phrase(phrase, str.split)
    assert f"`{phrase}`" in str(refusal.value)
