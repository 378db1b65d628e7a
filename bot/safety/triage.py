"""Triage: the highest level that any part of a message deserves."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from bot.answer import Level
from bot.language.document import Assertion, Document, without_marks
from bot.language.vocabulary import Lexicon, load_lexicon
from bot.safety.second_look import SecondLook, SecondLookError, load_second_look
from bot.safety.signs import Sign, load_signs

log = logging.getLogger(__name__)

TOLD: tuple[Assertion, ...] = ("present", "resolved", "past")  # neither denied nor only imagined
LASTING = "lasting"  # the quality for "still", "ages", "over a week"
SHORT_READING_HOURS = 12.0
LONG_READING_HOURS = 120.0
FEW_WORDS = 3  # have little to go by, so likeness must be clearer: "both feet" answers a question
SECOND_LOOK = "SECOND-LOOK"  # stands among the signs where likeness, not a rule, raised the level
LEVELS: tuple[Level, ...] = ("none", "normal", "routine", "urgent", "emergency")


@dataclass(frozen=True)
class Assessment:
    """The level of a message, the ids of the signs behind it, and the id of the text that answers it.

    `asks_about_danger` is true where an emergency's finding is only imagined or asked about in general.
    """

    level: Level
    signs: tuple[str, ...] = ()
    message: str | None = None
    asks_about_danger: bool = False

    @property
    def is_emergency(self) -> bool:
        """True when the emergency text must go out and nothing else may stand before it."""
        return self.level == "emergency"

    def as_json(self) -> dict[str, Any]:
        """A plain form that a tracker can store."""
        return {**asdict(self), "signs": list(self.signs)}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Assessment:
        """What `as_json` has made; raises TypeError for anything else."""
        return cls(**{**plain, "signs": tuple(plain["signs"])})


class Triage:
    """Assesses documents by the signs of the data files; knows nothing of medicine itself.

    With a second look, likeness to examples may raise the level that the rules have found, never lower it.
    """

    def __init__(
        self,
        signs: list[Sign] | None = None,
        lexicon: Lexicon | None = None,
        second_look: SecondLook | None = None,
    ) -> None:
        self._signs = load_signs(known=_concepts(lexicon or load_lexicon())) if signs is None else signs
        self._levels: dict[str, Level] = {sign.message: sign.level for sign in self._signs}
        self._last_words = {sign.message for sign in self._signs if sign.is_last_word}
        self._second_look = second_look

    def assess(self, document: Document, session_hours: float | None = None, *, rules_only: bool = False) -> Assessment:
        """The level of the whole document; findings of other people count like the writer's own.

        `session_hours` is how long ago the session was, where the clinic knows it; what the text says counts more.
        With `rules_only` the second look is not asked.
        """
        ruled = self._by_rules(document, hours_since_session(document, session_hours))
        is_decided = ruled.is_emergency or ruled.message in self._last_words
        if is_decided or rules_only or not self._second_look or not document.has_words:
            return ruled
        return self._raised(ruled, self._second_look, document, told_hours(document, session_hours))

    def _by_rules(self, document: Document, hours: float) -> Assessment:
        held: dict[str, set[str]] = {}
        for finding in document.findings:
            held.setdefault(finding.assertion, set()).add(finding.concept)
        found = frozenset(finding.concept for finding in document.findings)
        raised = [sign for sign in self._signs if not found.isdisjoint(sign.findings) and _is_raised(sign, held, hours)]
        asked = held.get("hypothetical", set())
        asks = any(sign.level == "emergency" and asked.intersection(sign.findings) for sign in self._signs)
        if not raised:
            return Assessment("none", asks_about_danger=asks)
        level = max((sign.level for sign in raised), key=LEVELS.index)
        speaking = next(sign for sign in raised if sign.level == level)
        return Assessment(level, tuple(sign.id for sign in raised), speaking.message, asks)

    def _raised(self, ruled: Assessment, look: SecondLook, document: Document, hours: float | None) -> Assessment:
        """The assessment at the highest level whose bound the likeness passes, if that is higher."""
        whole = look.likeness(document, hours)
        is_understood = ruled.level != "none" or ruled.asks_about_danger
        is_short = len(without_marks(document.words)) <= FEW_WORDS
        bounds = look.bounds.understood if is_understood or is_short else look.bounds.nothing_found
        sooner = bounds.emergency
        if ruled.level == "urgent":
            sooner = min(sooner, look.bounds.ruled_urgent)
        elif share_at_least("urgent", whole, self._levels) >= bounds.urgent:
            sooner = min(sooner, look.bounds.beside_urgent)
        for level, bound in bounds.highest_first:
            if LEVELS.index(level) <= LEVELS.index(ruled.level):
                return ruled
            looks = _emergency_looks(look, document, whole, sooner) if level == "emergency" else iter([(whole, bound)])
            likeness = next((each for each, least in looks if share_at_least(level, each, self._levels) >= least), None)
            if likeness:
                text = max((text for text in likeness if self._levels.get(text) == level), key=likeness.__getitem__)
                return Assessment(level, (*ruled.signs, SECOND_LOOK), text, ruled.asks_about_danger)
        return ruled


def share_at_least(level: Level, likeness: Mapping[str, float], levels: Mapping[str, Level]) -> float:
    """How likely a text of a level or of a higher one is the right one, 0 to 1; `levels` are those of the texts."""
    at_least = LEVELS[LEVELS.index(level) :]
    return sum(share for text, share in likeness.items() if levels.get(text) in at_least)


def _emergency_looks(
    look: SecondLook, document: Document, whole: dict[str, float], bound: float
) -> Iterator[tuple[dict[str, float], float]]:
    """The likeness of a message and, where that is not enough, of its sentences, each with its bound."""
    yield whole, bound
    for sentence in look.likeness_of_sentences(document):
        yield sentence, look.bounds.sentence


@lru_cache(maxsize=1)
def shared_triage() -> Triage:
    """The triage of this process: rules, and the second look unless it cannot be loaded, which is logged loudly."""
    try:
        return Triage(second_look=load_second_look())
    except SecondLookError as problem:
        log.error("safety triage runs by its rules alone: %s", problem)
        return Triage()


def hours_since_session(document: Document, session_hours: float | None) -> float:
    """Hours since the session: as the text says, as the clinic knows, or as wording suggests.

    Of several times the longest counts; a time that is only said of the complaint gives way to the clinic's.
    Where nothing says it, words such as "still" or "ages" stand for day 5, and all else for the first day.
    """
    told = told_hours(document, session_hours)
    if told is not None:
        return told
    suggests_long = any(finding.concept == LASTING and finding.is_current for finding in document.findings)
    return LONG_READING_HOURS if suggests_long else SHORT_READING_HOURS


def told_hours(document: Document, session_hours: float | None) -> float | None:
    """Hours since the session as the text says or the clinic knows, None where nobody says it."""
    if told := [time.middle_hours for time in document.elapsed if time.of_session]:
        return max(told)
    if session_hours is not None:
        return session_hours
    return max((time.middle_hours for time in document.elapsed), default=None)


def _is_raised(sign: Sign, held: dict[str, set[str]], hours: float) -> bool:
    present = held.get("present", set())
    counted = set().union(*(held.get(state, set()) for state in sign.states))
    return (
        bool(counted.intersection(sign.findings))
        and (not sign.together_with or bool(present.intersection(sign.together_with)))
        and not any(held.get(state, set()).intersection(sign.unless) for state in TOLD)
        and sign.from_hours <= hours < sign.until_hours
    )


def _concepts(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(concept.id for concepts in lexicon.concepts.values() for concept in concepts)
