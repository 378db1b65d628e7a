"""The action for questions about keeping track."""

from __future__ import annotations

from actions.turn import AnswerAction


class ActionAnswerProgress(AnswerAction):
    """Answers how patients and practitioners see whether it helps, and what happens then."""

    def name(self) -> str:
        return "action_answer_progress"
