"""The action for questions about getting ready."""

from __future__ import annotations

from actions.turn import AnswerAction


class ActionAnswerPreparation(AnswerAction):
    """Answers what to do, eat, drink and wear before a session."""

    def name(self) -> str:
        return "action_answer_preparation"
