"""The safety floor of a channel: what is said when an alarm meets a refusal or a failure."""

from __future__ import annotations

import logging
from datetime import datetime, timezone

from sqlalchemy.exc import SQLAlchemyError

from bot.answer import Answer
from bot.language.reader import shared_reader
from bot.safety.alerts import shared_alerts
from bot.safety.messages import SafetyMessages
from bot.safety.triage import shared_triage

log = logging.getLogger(__name__)


class SafetyFloor:
    """Triage that needs no model, no action and no database, so that none of them can stand before it."""

    def __init__(self) -> None:
        self._reader = shared_reader()
        self._triage = shared_triage()
        self._messages = SafetyMessages()

    def record(self, conversation: str, text: str) -> None:
        """Keeps that an emergency text was sent by the floor itself, where nothing behind it could do so."""
        assessment = self._triage.assess(self._reader.read(text))
        try:
            shared_alerts().record(conversation, assessment, datetime.now(timezone.utc))
        except SQLAlchemyError as failure:
            log.error("alert not recorded: %s", type(failure).__name__)

    def emergency_in(self, text: str) -> Answer | None:
        """The fixed emergency answer to a text, or None if it holds no emergency."""
        assessment = self._triage.assess(self._reader.read(text))
        return self._messages.escalation(assessment) if assessment.is_emergency else None
