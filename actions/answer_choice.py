"""The action for a question that was offered and picked."""

from __future__ import annotations

from actions.turn import AnswerAction


class ActionAnswerChoice(AnswerAction):
    """Answers the picked question; its message has skipped the pipeline and carries nothing but the entry."""

    def name(self) -> str:
        return "action_answer_choice"
