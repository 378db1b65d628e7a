"""The action for questions that our guide leaves open."""

from __future__ import annotations

from actions.turn import AnswerAction


class ActionAnswerGaps(AnswerAction):
    """Says what our guide leaves open, whom to ask, and the safety line that belongs to it."""

    def name(self) -> str:
        return "action_answer_gaps"
