"""The safety floor of a channel: what is said when an alarm meets a refusal or a failure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer import Answer
from bot.language.reader import shared_reader
from bot.safety.messages import SafetyMessages
from bot.safety.triage import Assessment, shared_triage


@dataclass(frozen=True)
class Emergency:
    """An emergency in a text, and the fixed answer to it."""

    assessment: Assessment
    answer: Answer


class SafetyFloor:
    """Triage that needs no model, no action and no database, so that none of them can stand before it."""

    def __init__(self) -> None:
        self._reader = shared_reader()
        self._triage = shared_triage()
        self._messages = SafetyMessages()

    def emergency_in(self, text: str) -> Emergency | None:
        """The emergency that a text holds, None where it holds none."""
        assessment = self._triage.assess(self._reader.read(text))
        return Emergency(assessment, self._messages.escalation(assessment)) if assessment.is_emergency else None
