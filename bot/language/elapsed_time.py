"""How long ago: "yesterday", "3 days ago", "day 4", "since Monday" as a range of hours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import msgspec
from spacy.matcher import Matcher
from spacy.tokens import Doc

from bot.data_files import DATA_DIR, read_mapping
from bot.language.clauses import span_of
from bot.language.document import ElapsedTime, Span
from bot.language.phrases import compile_phrase

HOURS_PER_DAY = 24.0
LONGEST_HOURS = 100 * 365 * HOURS_PER_DAY  # more is no time that a patient tells
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class TimeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of `data/language/time_words.yml`; hours are given as [shortest, longest]."""

    phrases: dict[str, tuple[float, float]]
    numbers: dict[str, float]
    units: dict[str, float]
    units_ago: list[str]
    weekdays: dict[str, str]
    weekday_leads: list[str]


class ElapsedTimeReader:
    """Finds elapsed times in a spaCy document whose tokens have their standard forms."""

    def __init__(self, matcher: Matcher, standard_words: Callable[[str], list[str]]) -> None:
        self._words = read_mapping(DATA_DIR / "language" / "time_words.yml", "time_words", TimeWords)
        self._matcher = matcher
        for phrase in self._words.phrases:
            matcher.add(phrase, compile_phrase(phrase, standard_words), greedy="LONGEST")

    def read(self, doc: Doc, now: datetime) -> tuple[ElapsedTime, ...]:
        """All elapsed times in order of appearance; weekdays count back from `now`."""
        times = [*self._fixed(doc), *self._counted(doc), *self._numbered_days(doc), *self._weekdays(doc, now)]
        times.sort(key=lambda time: (time.span.first - time.span.last, time.span.first))
        kept: list[ElapsedTime] = []
        for time in times:  # longest first: "the day before yesterday" is not also "yesterday"
            if time.longest_hours <= LONGEST_HOURS and not any(_overlap(time.span, other.span) for other in kept):
                kept.append(time)
        return tuple(sorted(kept, key=lambda time: time.span.start))

    def _fixed(self, doc: Doc) -> Iterator[ElapsedTime]:
        for key, first, last in self._matcher(doc):
            shortest, longest = self._words.phrases[doc.vocab.strings[key]]
            yield ElapsedTime(shortest, longest, span_of(doc, first, last))

    def _counted(self, doc: Doc) -> Iterator[ElapsedTime]:
        """Counted units such as `3 days ago` or `40 hours since`."""
        for token in doc[1:-1]:
            hours = self._words.units.get(token.norm_)
            number = self._number(token.nbor(-1).norm_)
            if hours and number and token.nbor(1).norm_ in self._words.units_ago:
                yield _around(number * hours, hours, span_of(doc, token.i - 1, token.i + 2))

    def _numbered_days(self, doc: Doc) -> Iterator[ElapsedTime]:
        """Days by number such as `day 4`; the day of the session is day 0."""
        for token in doc[:-1]:
            number = self._number(token.nbor(1).norm_)
            if token.norm_ == "day" and number:
                yield _around(number * HOURS_PER_DAY, HOURS_PER_DAY, span_of(doc, token.i, token.i + 2))

    def _weekdays(self, doc: Doc, now: datetime) -> Iterator[ElapsedTime]:
        """Weekdays such as `since Monday` or `on Tues`: the last such day before today."""
        for token in doc[1:]:
            day = self._words.weekdays.get(token.norm_)
            if day and token.nbor(-1).norm_ in self._words.weekday_leads:
                back = (now.weekday() - WEEKDAYS.index(day)) % 7 or 7
                midnight = (now - timedelta(days=back)).replace(hour=0, minute=0, second=0, microsecond=0)
                longest = (now - midnight).total_seconds() / 3600
                shortest = max(0.0, longest - HOURS_PER_DAY)
                yield ElapsedTime(shortest, longest, span_of(doc, token.i - 1, token.i + 1))

    def _number(self, word: str) -> float | None:
        if word in self._words.numbers:
            return self._words.numbers[word]
        return float(word) if word.replace(".", "", 1).isdecimal() else None


def _overlap(one: Span, other: Span) -> bool:
    return one.first < other.last and other.first < one.last


def _around(hours: float, unit_hours: float, span: Span) -> ElapsedTime:
    """People round: "2 days" may be half a unit less or more."""
    return ElapsedTime(max(0.0, hours - unit_hours / 2), hours + unit_hours / 2, span)
