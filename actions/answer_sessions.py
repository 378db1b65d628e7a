"""The action for questions about numbers of sessions."""

from __future__ import annotations

from actions.turn import AnswerAction


class ActionAnswerSessions(AnswerAction):
    """Answers how many sessions people have, how often, and what a missed one means."""

    def name(self) -> str:
        return "action_answer_sessions"
