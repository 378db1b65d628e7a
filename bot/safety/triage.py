"""Triage: the highest level that any part of a message deserves."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from bot.answer import Level
from bot.language.document import Document
from bot.language.vocabulary import Lexicon, load_lexicon
from bot.safety.signs import Sign, load_signs

LASTING = "lasting"  # the quality for "still", "ages", "over a week"
SHORT_READING_HOURS = 12.0
LONG_READING_HOURS = 120.0
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
    """Assesses documents by the signs of the data files; knows nothing of medicine itself."""

    def __init__(self, signs: list[Sign] | None = None, lexicon: Lexicon | None = None) -> None:
        self._signs = load_signs(known=_concepts(lexicon or load_lexicon())) if signs is None else signs

    def assess(self, document: Document, session_hours: float | None = None) -> Assessment:
        """The level of the whole document; findings of other people count like the writer's own.

        `session_hours` is how long ago the session was, where the clinic knows it; what the text says counts more.
        """
        hours = hours_since_session(document, session_hours)
        held: dict[str, set[str]] = {}
        for finding in document.findings:
            held.setdefault(finding.assertion, set()).add(finding.concept)
        raised = [sign for sign in self._signs if _is_raised(sign, held, hours)]
        asked = held.get("hypothetical", set())
        asks = any(sign.level == "emergency" and asked.intersection(sign.findings) for sign in self._signs)
        if not raised:
            return Assessment("none", asks_about_danger=asks)
        level = max((sign.level for sign in raised), key=LEVELS.index)
        speaking = next(sign for sign in raised if sign.level == level)
        return Assessment(level, tuple(sign.id for sign in raised), speaking.message, asks)


def hours_since_session(document: Document, session_hours: float | None) -> float:
    """Hours since the session: as the text says, as the clinic knows, or as wording suggests.

    Of several times the longest counts; a time that is only said of the complaint gives way to the clinic's.
    Where nothing says it, words such as "still" or "ages" stand for day 5, and all else for the first day.
    """
    if told := [time.middle_hours for time in document.elapsed if time.of_session]:
        return max(told)
    if session_hours is not None:
        return session_hours
    if document.elapsed:
        return max(time.middle_hours for time in document.elapsed)
    suggests_long = any(finding.concept == LASTING and finding.is_current for finding in document.findings)
    return LONG_READING_HOURS if suggests_long else SHORT_READING_HOURS


def _is_raised(sign: Sign, held: dict[str, set[str]], hours: float) -> bool:
    present = held.get("present", set())
    counted = set().union(*(held.get(state, set()) for state in sign.states))
    return (
        bool(counted.intersection(sign.findings))
        and (not sign.together_with or bool(present.intersection(sign.together_with)))
        and not present.intersection(sign.unless)
        and sign.from_hours <= hours < sign.until_hours
    )


def _concepts(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(concept.id for concepts in lexicon.concepts.values() for concept in concepts)
