"""Reading a pain score, or a change, from a reply: "about 3/10", "was 8 now 2", "worse"; not from "4 sessions done"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from bot.data_files import DATA_DIR, read_mapping
from bot.followups.score_numbers import SEPARATORS, Number, Token, find_numbers, tokens_of
from bot.knowledge.parts import Parts
from bot.language.document import Document

WORDS_FILE = DATA_DIR / "sms" / "scores.yml"

Trend = Literal["worse", "same", "better"]


class ScoreWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of the data file, which explains them; lists of single words stand there as one text."""

    numbers: dict[str, int]
    pain: str
    before: str
    after: str
    subjects: str
    not_in_clause: str
    dates: str
    not_after: list[str]
    past_before: str
    past_after: list[str]
    now_before: str
    now_after: str
    zero: list[str]
    same: list[str]
    worse: list[str]
    better: list[str]
    fillers: str
    not_unasked: list[str]


@dataclass(frozen=True)
class Reading:
    """What a reply says of the pain: a score from 0 to 10, a change, or both.

    `earlier` is a score of before that the reply names beside it. `is_all` is true where it says nothing else, and
    `asks` where it asks something as well.
    """

    score: int | None
    trend: Trend | None
    earlier: int | None
    is_all: bool
    asks: bool = False


@lru_cache(maxsize=1)
def shared_score_reader() -> ScoreReader:
    """The reader of this process."""
    return ScoreReader()


class ScoreReader:
    """Needs no model: a number is a score where the words beside it leave no other reading."""

    def __init__(self, path: Path = WORDS_FILE) -> None:
        words = read_mapping(path, "scores", ScoreWords)
        self._words = words
        self._parts = Parts()
        singles = (field for field in ScoreWords.__struct_fields__ if isinstance(getattr(words, field), str))
        self._sets = {field: frozenset(getattr(words, field).split()) for field in singles}
        self._trends: tuple[tuple[Trend, re.Pattern[str]], ...] = (
            ("same", _any_of(words.same)),
            ("worse", _any_of(words.worse)),
            ("better", _any_of(words.better)),
        )
        self._zero = _any_of(words.zero)
        self._not_after = _any_of(words.not_after)
        self._past_after = re.compile(rf"(?:{'|'.join(map(re.escape, words.past_after))})\b")
        self._not_unasked = _any_of(words.not_unasked)

    def read(self, document: Document, *, is_asked: bool) -> Reading | None:
        """What the text says of the pain; None for most. Unasked, only a score that names itself as one counts."""
        tokens, asks = tokens_of(document.normalised), self._parts.opens_question(document)
        numbers = [each for each in find_numbers(tokens, self._words.numbers) if self._is_score(tokens, each)]
        if not is_asked:
            numbers = [each for each in numbers if self._names_itself(tokens, each)]
        present, earlier = self._by_time(tokens, numbers)
        trend = self._trend(tokens) if is_asked else None
        if present is not None:
            left = [each for number in numbers for each in range(number.first, number.last)]
            is_all = self._says_nothing_else(token for place, token in enumerate(tokens) if place not in left)
            before = present.earlier if present.earlier is not None else earlier
            return Reading(present.value, trend, before, is_all, asks=asks)
        if is_asked and self._is_zero(tokens):
            is_all = self._are_fillers(self._zero.sub(" ", " ".join(each.text for each in tokens)).split())
            return Reading(0, None, None, is_all, asks=asks)
        if trend is None:
            return None
        return Reading(None, trend, None, self._says_nothing_else(tokens), asks=asks)

    def _is_score(self, tokens: Sequence[Token], number: Number) -> bool:
        clause = _clause_of(tokens, number)
        if clause & self._sets["dates" if number.is_of_ten else "not_in_clause"] or self._not_after.search(
            _sentence_before(tokens, number)
        ):
            return False
        before, after = _neighbour(tokens, number.first - 1), _neighbour(tokens, number.last)
        if number.is_of_ten:
            return before not in {"on", "by", "until"}
        if before in {"is", "at"} and not self._has_subject(tokens, number):
            return False
        return before in {"", *self._sets["before"]} and after in {"", *self._sets["after"]}

    def _has_subject(self, tokens: Sequence[Token], number: Number) -> bool:
        """Whether "is" or "at" is said of the pain: "sitting at 3", not "call me at 3"."""
        subject = _neighbour(tokens, number.first - 2)
        return subject in self._sets["subjects"] | self._sets["pain"] or (
            not subject and tokens[number.first - 1].text == "is"
        )

    def _names_itself(self, tokens: Sequence[Token], number: Number) -> bool:
        sentence = " ".join(each.text for each in tokens if each.sentence == tokens[number.first].sentence)
        names_pain = bool(self._sets["pain"].intersection(sentence.split()))
        return names_pain and "?" not in sentence and not self._not_unasked.search(sentence)

    def _by_time(self, tokens: Sequence[Token], numbers: list[Number]) -> tuple[Number | None, int | None]:
        """The present score and an earlier one. Of several present ones the highest counts, unless one says "now"."""
        past = [each for each in numbers if self._is_past(tokens, each)]
        present = [each for each in numbers if each not in past]
        if not present:
            return None, None
        marked = [each for each in present if self._is_now(tokens, each)]
        chosen = marked[-1] if marked else max(present, key=lambda each: each.value)
        return chosen, past[-1].value if past else None

    def _is_past(self, tokens: Sequence[Token], number: Number) -> bool:
        lead = [each.text for each in tokens[max(0, number.first - 2) : number.first]]
        if lead and lead[-1] in {"a", "an", "about", "at"}:
            lead.pop()
        if number.earlier is not None:
            return False
        if lead and (lead[-1] in {*self._sets["past_before"], "started"} or lead == ["to", "be"]):
            return True
        after = " ".join(each.text for each in tokens[number.last : number.last + 3])
        return not self._is_now(tokens, number) and bool(self._past_after.match(after))

    def _is_now(self, tokens: Sequence[Token], number: Number) -> bool:
        lead = [each.text for each in tokens[max(0, number.first - 4) : number.first]]
        while lead and lead[-1] in {"a", "an", "about", "is", "its", "it", "i", "am", "at"}:
            lead.pop()
        return (bool(lead) and lead[-1] in self._sets["now_before"]) or (
            _neighbour(tokens, number.last) in self._sets["now_after"]
        )

    def _trend(self, tokens: Sequence[Token]) -> Trend | None:
        """A change that the text tells of. Worse counts among other words as well, the rest only by themselves."""
        sentences = _grouped(tokens, "sentence")
        for words in sentences:
            text = " ".join(words)
            for trend, phrases in self._trends:
                if not phrases.search(text) or "?" in words:
                    continue
                others = phrases.sub(" ", text).split()
                if trend == "worse" or self._are_fillers(others):
                    return trend
        return None

    def _is_zero(self, tokens: Sequence[Token]) -> bool:
        return any(
            self._zero.search(text := " ".join(words)) and self._are_fillers(self._zero.sub(" ", text).split())
            for words in _grouped(tokens, "clause")
        )

    def _says_nothing_else(self, rest: Iterable[Token]) -> bool:
        text = " ".join(each.text for each in rest)
        for _, phrases in self._trends:
            text = phrases.sub(" ", text)
        return self._are_fillers(text.split()) and "?" not in text

    def _are_fillers(self, words: Iterable[str]) -> bool:
        return all(not word[0].isalnum() or word in self._sets["fillers"] | self._sets["pain"] for word in words)


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<![\w'])(?:{'|'.join(map(re.escape, longest_first))})(?![\w'])")


def _neighbour(tokens: Sequence[Token], place: int) -> str:
    """The word at a place; nothing at the ends of the text and of a clause."""
    if not 0 <= place < len(tokens) or tokens[place].text in SEPARATORS or not tokens[place].text[0].isalnum():
        return tokens[place].text if 0 <= place < len(tokens) and tokens[place].text.startswith("'") else ""
    return tokens[place].text


def _clause_of(tokens: Sequence[Token], number: Number) -> set[str]:
    return {each.text for each in tokens if each.clause == tokens[number.first].clause}


def _sentence_before(tokens: Sequence[Token], number: Number) -> str:
    sentence = tokens[number.first].sentence
    return " ".join(each.text for each in tokens[: number.first] if each.sentence == sentence)


def _grouped(tokens: Sequence[Token], by: str) -> list[list[str]]:
    groups: dict[int, list[str]] = {}
    for token in tokens:
        groups.setdefault(getattr(token, by), []).append(token.text)
    return list(groups.values())
