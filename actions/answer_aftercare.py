"""The action for questions about the days after a session."""

from __future__ import annotations

from actions.turn import AnswerAction


class ActionAnswerAftercare(AnswerAction):
    """Answers what to do, and what is normal, in the days after a session."""

    def name(self) -> str:
        return "action_answer_aftercare"
