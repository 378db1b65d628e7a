"""How long ago: "yesterday", "3 days ago", "day 4", "since Monday" as a range of hours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
from spacy.matcher import Matcher
from spacy.tokens import Doc, Token

from bot.data_files import DATA_DIR, read_mapping
from bot.language.clauses import span_of
from bot.language.document import ElapsedTime, Span
from bot.language.phrases import compile_phrase

HOURS_PER_DAY = 24.0
LONGEST_HOURS = 100 * 365 * HOURS_PER_DAY  # more is no time that a patient tells
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SESSION = "session"


class TimeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of `data/language/time_words.yml`, which explains them; hours are [shortest, longest]."""

    phrases: dict[str, tuple[float, float]]
    numbers: dict[str, float]
    ordinals: dict[str, float]
    units: dict[str, float]
    ago: frozenset[str]
    since_session: frozenset[str]
    leads: frozenset[str]
    not_before: frozenset[str]
    not_after: frozenset[str]
    weekdays: dict[str, str]
    weekday_leads: frozenset[str]
    to_come: frozenset[str]
    session: list[str]


class ElapsedTimeReader:
    """Finds elapsed times in a spaCy document whose tokens have their standard forms."""

    def __init__(self, matcher: Matcher, standard_words: Callable[[str], list[str]]) -> None:
        self._words = read_mapping(DATA_DIR / "language" / "time_words.yml", "time_words", TimeWords)
        self._matcher = matcher
        for phrase in self._words.phrases:
            matcher.add(phrase, compile_phrase(phrase, standard_words), greedy="LONGEST")
        for phrase in self._words.session:
            matcher.add(f"{SESSION} {phrase}", compile_phrase(phrase, standard_words))

    def read(self, doc: Doc, clauses: tuple[Span, ...], now: datetime) -> tuple[ElapsedTime, ...]:
        """All elapsed times in order of appearance; weekdays count back from `now`."""
        found = [(doc.vocab.strings[key], first, last) for key, first, last in self._matcher(doc)]
        sessions = [clause for clause in clauses if any(_names_session(match, clause) for match in found)]
        times = [*self._fixed(doc, found), *self._counted(doc), *self._numbered_days(doc)]
        times += self._weekdays(doc, sessions, now)
        times.sort(key=lambda time: (time.span.first - time.span.last, time.span.first))
        kept: list[ElapsedTime] = []
        for time in times:  # longest first: "the day before yesterday" is not also "yesterday"
            if time.longest_hours <= LONGEST_HOURS and not any(_overlap(time.span, other.span) for other in kept):
                in_session = time.of_session or any(_overlap(time.span, clause) for clause in sessions)
                kept.append(replace(time, of_session=in_session))
        return tuple(sorted(kept, key=lambda time: time.span.start))

    def _fixed(self, doc: Doc, found: list[tuple[str, int, int]]) -> Iterator[ElapsedTime]:
        for phrase, first, last in found:
            if phrase in self._words.phrases:
                yield ElapsedTime(*self._words.phrases[phrase], span_of(doc, first, last))

    def _counted(self, doc: Doc) -> Iterator[ElapsedTime]:
        """Counted units such as `3 days ago`, `after 8 days` or `40 hours since`; never `in 2 days`."""
        for token in doc[1:]:
            hours = self._words.units.get(token.norm_)
            number = self._number(token.nbor(-1).norm_)
            if not hours or not number:
                continue
            before, after = _norm(doc, token.i - 2), _norm(doc, token.i + 1)
            if before in self._words.not_before or after in self._words.not_after:
                continue
            if after in self._words.ago:
                since = after in self._words.since_session
                yield _around(number * hours, hours, span_of(doc, token.i - 1, token.i + 2), since)
            elif before in self._words.leads:
                yield _around(number * hours, hours, span_of(doc, token.i - 1, token.i + 1), before == "after")

    def _numbered_days(self, doc: Doc) -> Iterator[ElapsedTime]:
        """Days by number such as `day 4` or `the 3rd day`; the day of the session is day 0."""
        for token in doc:
            if token.norm_ != "day":
                continue
            following, before = self._number(_norm(doc, token.i + 1)), self._words.ordinals.get(_norm(doc, token.i - 1))
            if following and _norm(doc, token.i - 1) not in self._words.not_before:
                yield _around(
                    following * HOURS_PER_DAY, HOURS_PER_DAY, span_of(doc, token.i, token.i + 2), of_session=True
                )
            elif before:
                yield _around(
                    before * HOURS_PER_DAY, HOURS_PER_DAY, span_of(doc, token.i - 1, token.i + 1), of_session=True
                )

    def _weekdays(self, doc: Doc, sessions: list[Span], now: datetime) -> Iterator[ElapsedTime]:
        """Weekdays such as `since Monday`, `on Tues` or `Friday's session`: the last such day before today."""
        for token in doc:
            day = self._words.weekdays.get(token.norm_)
            lead = _norm(doc, token.i - 1)
            is_told = lead in self._words.weekday_leads or any(_holds(clause, token) for clause in sessions)
            if day and is_told and not self._is_to_come(doc, token, sessions):
                back = (now.weekday() - WEEKDAYS.index(day)) % 7 or 7
                midnight = (now - timedelta(days=back)).replace(hour=0, minute=0, second=0, microsecond=0)
                longest = (now - midnight).total_seconds() / 3600
                shortest = max(0.0, longest - HOURS_PER_DAY)
                first = token.i - 1 if lead in self._words.weekday_leads else token.i
                yield ElapsedTime(shortest, longest, span_of(doc, first, token.i + 1))

    def _is_to_come(self, doc: Doc, weekday: Token, sessions: list[Span]) -> bool:
        """Whether the weekday or its clause's session lies ahead: "next Monday", "my session is booked for Friday"."""
        clause = next((each for each in sessions if _holds(each, weekday)), None)
        words = {
            token.norm_
            for token in (doc[clause.first : weekday.i] if clause else doc[max(0, weekday.i - 1) : weekday.i])
        }
        return bool(words & self._words.to_come)

    def _number(self, word: str) -> float | None:
        if word in self._words.numbers:
            return self._words.numbers[word]
        return float(word) if word.replace(".", "", 1).isdecimal() else None


def _names_session(match: tuple[str, int, int], clause: Span) -> bool:
    return match[0].startswith(SESSION) and match[1] < clause.last and clause.first < match[2]


def _holds(clause: Span, token: Token) -> bool:
    return clause.first <= token.i < clause.last


def _norm(doc: Doc, place: int) -> str:
    return str(doc[place].norm_) if 0 <= place < len(doc) else ""


def _overlap(one: Span, other: Span) -> bool:
    return one.first < other.last and other.first < one.last


def _around(hours: float, unit_hours: float, span: Span, of_session: bool = False) -> ElapsedTime:
    """People round: "2 days" may be half a unit less or more."""
    return ElapsedTime(max(0.0, hours - unit_hours / 2), hours + unit_hours / 2, span, of_session)
