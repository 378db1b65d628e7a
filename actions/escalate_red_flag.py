"""The action for red flags."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.turn import AnswerAction, read_assessment
from bot.answer import Answer


class ActionEscalateRedFlag(AnswerAction):
    """Says the fixed text of the sign that was found; without one, the general emergency text."""

    def name(self) -> str:
        return "action_escalate_red_flag"

    def answer(self, tracker: Tracker) -> Answer:
        """The escalation; the assessment is the pipeline's."""
        return self.knowledge.safety.escalation(read_assessment(tracker))
