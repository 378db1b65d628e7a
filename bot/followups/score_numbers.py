"""Numbers from 0 to 10 in a text, with ranges ("3-4"), changes ("6 to 2") and "out of 10" read as one."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HIGHEST = 10
WIDEST_RANGE = 3
SEPARATORS = frozenset(",.;:!?()-\n")
ENDS = frozenset(".!?")

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[a-z']+(?:\.[a-z]+)*|->|\S")
_RANGES = frozenset({"-", "to", "or", "and", "/"})


@dataclass(frozen=True)
class Token:
    """A word, number or sign, with the clause and the sentence in which it stands."""

    text: str
    clause: int
    sentence: int


@dataclass(frozen=True)
class Number:
    """A number at tokens `first` to `last` (exclusive); `is_of_ten` where the text says "out of 10".

    `earlier` is the number that it has changed from, where both are said in one breath.
    """

    value: int
    first: int
    last: int
    is_of_ten: bool = False
    earlier: int | None = None


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text in standard words."""
    found, clause, sentence = [], 0, 0
    joined = text.replace("- >", "->")
    for word in _TOKEN.findall(joined):
        found.append(Token(word, clause, sentence))
        clause += word in SEPARATORS
        sentence += word in ENDS
    return found


def find_numbers(tokens: Sequence[Token], words: Mapping[str, int]) -> list[Number]:
    """All numbers in their order. Of a range the higher one counts; more than ten out of ten is ten."""
    found: list[Number] = []
    place = 0
    while place < len(tokens):
        number = _number_at(tokens, place, words)
        if number is None:
            place += 1
            continue
        joined = _joined(found[-1], number, tokens) if found else None
        if joined:
            found[-1] = joined
        else:
            found.append(number)
        place = number.last
    return [each for each in found if each.value <= HIGHEST or each.is_of_ten]


def _number_at(tokens: Sequence[Token], place: int, words: Mapping[str, int]) -> Number | None:
    value = _value(tokens[place].text, words)
    if value is None:
        return None
    last = place + 1
    for pattern in (["out", "of"], ["/"], ["of"], ["over"], ["ish", "out", "of"]):
        end = last + len(pattern)
        if [each.text for each in tokens[last:end]] == pattern and _is_ten(tokens, end, words):
            return Number(min(value, HIGHEST), place, end + 1, is_of_ten=True)
    return Number(value, place, last)


def _value(text: str, words: Mapping[str, int]) -> int | None:
    """Halves count as the next whole number, to be careful."""
    if text in words:
        return words[text]
    return math.ceil(float(text)) if text[0].isdigit() else None


def _is_ten(tokens: Sequence[Token], place: int, words: Mapping[str, int]) -> bool:
    return place < len(tokens) and _value(tokens[place].text, words) == HIGHEST


def _joined(one: Number, other: Number, tokens: Sequence[Token]) -> Number | None:
    """Two numbers as a range or a change, if nothing but a small word stands between them."""
    between = [each.text for each in tokens[one.last : other.first]]
    while between and between[-1] in {"maybe", "a", "perhaps"}:
        between.pop()
    if len(between) != 1:
        return None
    is_of_ten = one.is_of_ten or other.is_of_ten
    comes_from = [each.text for each in tokens[max(0, one.first - 2) : one.first]]
    is_change = between[0] == "->" or (between[0] == "to" and ("from" in comes_from or other.value < one.value))
    if is_change:
        return Number(other.value, one.first, other.last, is_of_ten, earlier=one.value)
    is_range = between[0] in _RANGES and 0 < other.value - one.value <= WIDEST_RANGE
    if between[0] == "and" and "between" not in comes_from:
        is_range = False
    return Number(other.value, one.first, other.last, is_of_ten) if is_range else None
