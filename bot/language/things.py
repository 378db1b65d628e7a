"""Whether a finding is said of a thing or an animal, not of a person: "the app keeps collapsing on me"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.document import Span
from bot.language.vocabulary import Things

SET_RIGHT = ("i", "mean")
PAUSES = frozenset({",", "-", "...", "(", ".", "!"})


def is_said_of_thing(concept: str, span: Span, clause: Span, words: Sequence[str], things: Things) -> bool:
    """Whether a thing is the subject of a finding, or what its writer means, as an aside right behind it says.

    All doubt is for the person: a subject that follows anything but the beginning of a clause does not count.
    """
    if concept in things.findings and _has_thing_as_subject(span, clause, words, things):
        return True
    return _is_set_right(span, words, things)


def _has_thing_as_subject(span: Span, clause: Span, words: Sequence[str], things: Things) -> bool:
    place = span.first - 1
    while place >= clause.first and words[place] in things.between and words[place] not in things.nouns:
        place -= 1
    if place < clause.first or words[place] not in things.nouns:
        return False
    while place >= clause.first and _belongs(place, words, things):
        place -= 1
    return place < clause.first or words[place] in things.before


def _belongs(place: int, words: Sequence[str], things: Things) -> bool:
    """Whether a word belongs to the subject: "my son's football team"."""
    is_owner = words[place + 1] == "'s"
    word = words[place]
    return is_owner or word in things.nouns or word in things.modifiers or word in things.determiners


def _is_set_right(span: Span, words: Sequence[str], things: Things) -> bool:
    """Whether a thing is named right behind a finding, and then "I mean": "it gets worse, the traffic I mean"."""
    place = span.last
    while place < len(words) and words[place] in PAUSES:
        place += 1
    first = place
    while place < len(words) and words[place] != SET_RIGHT[0]:
        word = words[place]
        if word not in things.determiners and word not in things.modifiers and not _is_named(word, things):
            return False
        place += 1
    return place > first and _is_named(words[place - 1], things) and tuple(words[place : place + 2]) == SET_RIGHT


def _is_named(word: str, things: Things) -> bool:
    return word in things.nouns or word in things.asides
