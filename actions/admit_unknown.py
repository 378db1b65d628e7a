"""The action for a question near our subject that the knowledge base does not answer."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.turn import AnswerAction
from bot.answer import Answer


class ActionAdmitUnknown(AnswerAction):
    """Says plainly that our guide does not answer this, and whom to ask."""

    def name(self) -> str:
        return "action_admit_unknown"

    def answer(self, tracker: Tracker) -> Answer:
        """The fixed phrase with the clinic's contact."""
        return self.knowledge.replies.answer("unknown", "unknown")
