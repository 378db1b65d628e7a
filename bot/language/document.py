"""What the assistant has understood of a text before anybody classifies it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

Assertion = Literal["present", "denied", "resolved", "past", "hypothetical"]
SENTENCE_ENDS = frozenset({".", "!", "?", ";"})


@dataclass(frozen=True)
class Span:
    """A piece of the cleaned text: characters `start` to `end`, tokens `first` to `last` (ends exclusive)."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True)
class Finding:
    """A symptom, condition, body area or quality that the text names, and whether it holds.

    `concept` is an id of `data/language/`, `category` the file's subject (`symptom`, `condition`, `body_area`,
    or `quality` for how bad, how large, how long). `other_person` is true where the text tells it of somebody else.
    """

    concept: str
    category: str
    span: Span
    clause: int
    assertion: Assertion
    other_person: bool

    @property
    def is_current(self) -> bool:
        """True for what somebody has now; nothing denied, gone, past or only imagined."""
        return self.assertion == "present"

    def as_json(self) -> dict[str, Any]:
        """A plain form that a tracker can store; offsets count characters of the cleaned text."""
        return {
            "concept": self.concept,
            "category": self.category,
            "start": self.span.start,
            "end": self.span.end,
            "clause": self.clause,
            "assertion": self.assertion,
            "other_person": self.other_person,
        }


@dataclass(frozen=True)
class ElapsedTime:
    """How long ago something was, in hours, as a range that the words leave open.

    `of_session` is true where the words say it of the session itself ("needled yesterday", "day 4"), not only
    of a complaint ("worse since last night").
    """

    shortest_hours: float
    longest_hours: float
    span: Span
    of_session: bool = False

    @property
    def middle_hours(self) -> float:
        """The middle of the range."""
        return (self.shortest_hours + self.longest_hours) / 2

    def as_json(self) -> dict[str, Any]:
        """A plain form that a tracker can store."""
        return {
            "shortest_hours": self.shortest_hours,
            "longest_hours": self.longest_hours,
            "start": self.span.start,
            "end": self.span.end,
            "of_session": self.of_session,
        }


@dataclass(frozen=True)
class Document:
    """A text that has been read.

    `text` is the cleaned text, to which all offsets refer; `normalised` is the same in standard
    words (short forms written out, misspellings of our own vocabulary mended, lower case); `words` are the standard
    words of the `tokens`, one for each.
    """

    text: str
    normalised: str
    tokens: tuple[Span, ...]
    clauses: tuple[Span, ...]
    findings: tuple[Finding, ...]
    elapsed: tuple[ElapsedTime, ...]
    words: tuple[str, ...] = ()

    def standard(self, span: Span) -> str:
        """The piece that a span covers, in standard words."""
        pairs = zip(self.tokens, self.words, strict=True)
        return " ".join(word for token, word in pairs if span.first <= token.first < span.last)

    @property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences with their marks; a new line begins a new one."""
        ends = [place for place in range(1, len(self.tokens)) if self._is_sentence_end(place)]
        pieces = (self.tokens[first:last] for first, last in pairwise([0, *ends, len(self.tokens)]) if first < last)
        return tuple(Span(piece[0].start, piece[-1].end, piece[0].first, piece[-1].last) for piece in pieces)

    def _is_sentence_end(self, place: int) -> bool:
        before, token, mark = self.tokens[place - 1], self.tokens[place], self.words[place - 1]
        is_over = ends_sentence(mark) and not ends_sentence(self.words[place])
        return is_over or "\n" in self.text[before.end : token.start]

    def words_of(self, span: Span) -> str:
        """The piece of the cleaned text that a span covers."""
        return self.text[span.start : span.end]

    @property
    def has_words(self) -> bool:
        """False for a text of nothing but spaces, punctuation or pictures."""
        return any(character.isalnum() for character in self.text)


def ends_sentence(mark: str) -> bool:
    """Whether a token is a mark that ends a sentence, such as "." or "?!"."""
    return bool(mark) and set(mark) <= SENTENCE_ENDS


def without_marks(words: Iterable[str]) -> list[str]:
    """Words alone, where a mark counts as a word as well."""
    return [word for word in words if word[0].isalnum()]
