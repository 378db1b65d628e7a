"""The action for red flags."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.turn import AnswerAction
from bot.answer import Answer
from bot.safety.triage import Assessment


class ActionEscalateRedFlag(AnswerAction):
    """Says the fixed text of the sign that was found; without one, the general emergency text."""

    def name(self) -> str:
        return "action_escalate_red_flag"

    def answer(self, tracker: Tracker) -> Answer:
        """The escalation; the assessment is the pipeline's."""
        triage = tracker.latest_message.get("triage") or {}
        assessment = Assessment(triage.get("level", "emergency"), tuple(triage.get("signs", ())), triage.get("message"))
        return self.knowledge.safety.escalation(assessment)
