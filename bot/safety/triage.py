"""Triage: the highest level that any part of a message deserves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.answer import Level
from bot.language.document import Document
from bot.language.vocabulary import Lexicon, load_lexicon
from bot.safety.signs import Sign, load_signs

LEVELS: tuple[Level, ...] = ("none", "normal", "routine", "urgent", "emergency")


@dataclass(frozen=True)
class Assessment:
    """The level of a message, the ids of the signs behind it, and the id of the text that answers it."""

    level: Level
    signs: tuple[str, ...] = ()
    message: str | None = None

    @property
    def is_emergency(self) -> bool:
        """True when the emergency text must go out and nothing else may stand before it."""
        return self.level == "emergency"

    def as_json(self) -> dict[str, Any]:
        """A plain form that a tracker can store."""
        return {"level": self.level, "signs": list(self.signs), "message": self.message}


class Triage:
    """Assesses documents by the signs of the data files; knows nothing of medicine itself."""

    def __init__(self, signs: list[Sign] | None = None, lexicon: Lexicon | None = None) -> None:
        known = (lexicon or load_lexicon()).concepts["symptom"] if signs is None else []
        self._signs = signs if signs is not None else load_signs(known=frozenset(concept.id for concept in known))

    def assess(self, document: Document) -> Assessment:
        """The level of the whole document; findings of other people count like the writer's own."""
        current = {finding.concept for finding in document.findings if finding.is_current}
        raised = [sign for sign in self._signs if _is_raised(sign, current)]
        if not raised:
            return Assessment("none")
        level = max((sign.level for sign in raised), key=LEVELS.index)
        speaking = next(sign for sign in raised if sign.level == level)
        return Assessment(level, tuple(sign.id for sign in raised), speaking.message)


def _is_raised(sign: Sign, current: set[str]) -> bool:
    is_accompanied = not sign.together_with or bool(current.intersection(sign.together_with))
    return is_accompanied and bool(current.intersection(sign.findings))
