"""The action for questions about the clinic and its visits."""

from __future__ import annotations

from actions.turn import AnswerAction


class ActionAnswerClinic(AnswerAction):
    """Answers what only the clinic can tell: hours, address, booking, cost."""

    def name(self) -> str:
        return "action_answer_clinic"
