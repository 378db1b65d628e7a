"""What is read of every text before anything else: how urgent it is, and whether it asks for no more texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bot.answer import Answer
from bot.language.reader import shared_reader
from bot.safety.messages import SafetyMessages
from bot.safety.triage import SECOND_LOOK, Assessment, shared_triage
from bot.texting.opt_out import shared_opt_out
from bot.texting.opt_out_rules import Request


@dataclass(frozen=True)
class Screened:
    """A text as screening has read it; `request` is None for all that is an ordinary text."""

    has_words: bool
    assessment: Assessment
    escalation: Answer | None
    request: Request | None

    @property
    def is_emergency(self) -> bool:
        """Whether the fixed emergency text goes out, whatever else is true."""
        return self.assessment.is_emergency


@lru_cache(maxsize=1)
def shared_screening() -> Screening:
    """The screening of this process; making one takes seconds."""
    return Screening()


class Screening:
    """Needs no model of Rasa's, no database and no network, so that none of them can stand before it."""

    def __init__(self) -> None:
        self._reader = shared_reader()
        self._triage = shared_triage()
        self._messages = SafetyMessages()
        self._opt_out = shared_opt_out()

    def read(self, text: str, now: datetime, *, is_understood: bool = False) -> Screened:
        """Reads the whole text; `now` dates words such as "since Monday".

        Of a text that is understood to its last word, such as "pain's gone" after the question how strong it is, only
        the rules are asked: likeness to alarms would be a guess at what is known.
        """
        document = self._reader.read(text, now)
        assessment = self._triage.assess(document, rules_only=is_understood)
        is_alarm = assessment.level in {"urgent", "emergency"}
        return Screened(
            has_words=document.has_words,
            assessment=assessment,
            escalation=self._messages.escalation(assessment) if is_alarm else None,
            request=self._opt_out.read(document, is_alarm=is_alarm and SECOND_LOOK not in assessment.signs),
        )
