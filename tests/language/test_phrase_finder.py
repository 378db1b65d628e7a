"""The finder of phrases: the places it names, and that it agrees with spaCy's Matcher."""

from __future__ import annotations

from functools import cache

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.matcher import Matcher
from spacy.tokens import Doc

from bot.language.phrase_finder import Found, PhraseFinder
from bot.language.phrases import compile_phrase

PHRASES = [
    "sore neck",
    "(sore|stiff) neck",
    "(very sore|stiff)? (neck|back)",
    "so* back",
    "neck ... sore",
    "(can|could) not ... (move|feel)",
    "... not",
    "very ... very ... sore",
]
WORDS = ["sore", "neck", "very", "stiff", "back", "so", "not", "can", "move", "and"]


def finder_of(phrases: list[str]) -> PhraseFinder:
    finder = PhraseFinder()
    for phrase in phrases:
        finder.add(phrase, compile_phrase(phrase, str.split))
    return finder


@cache
def matcher_of_all() -> Matcher:
    matcher = Matcher(spacy.blank("en").vocab)
    for phrase in PHRASES:
        matcher.add(phrase, compile_phrase(phrase, str.split))
    return matcher


def matched(words: list[str]) -> set[Found]:
    matcher = matcher_of_all()
    doc = Doc(matcher.vocab, words=words)
    return {(matcher.vocab.strings[key], first, last) for key, first, last in matcher(doc)}


@pytest.mark.parametrize(
    ("phrase", "text", "places"),
    [
        ("sore neck", "a sore neck", [(1, 3)]),
        ("sore", "sore and sore", [(0, 1), (2, 3)]),
        ("bruis*", "bruising", [(0, 1)]),
        ("neck ... sore", "neck is sore sore", [(0, 3), (0, 4)]),
        ("sore neck", "neck sore", []),
        ("sore", "", []),
    ],
)
def test_every_place_is_found_once(phrase: str, text: str, places: list[tuple[int, int]]) -> None:
    found = finder_of([phrase]).find(text.split())
    assert sorted(found) == [(phrase, *place) for place in places]


def test_phrases_of_one_name_are_found_under_it() -> None:
    finder = PhraseFinder()
    for phrase in ("sore (neck|back)", "(sore|stiff) neck"):
        finder.add("pain", compile_phrase(phrase, str.split))
    assert finder.find(["sore", "neck"]) == [("pain", 0, 2)]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
@settings(deadline=None)
def test_it_finds_what_the_matcher_of_spacy_finds(words: list[str]) -> None:
    assert set(finder_of(PHRASES).find(words)) == matched(words)
