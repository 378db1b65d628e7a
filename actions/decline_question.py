"""The action for what has nothing to do with us."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.turn import AnswerAction
from bot.answer import Answer


class ActionDeclineQuestion(AnswerAction):
    """Declines politely and says what we can help with."""

    def name(self) -> str:
        return "action_decline_question"

    def answer(self, tracker: Tracker) -> Answer:
        """The fixed phrase."""
        return self.knowledge.replies.answer("decline", "decline")
