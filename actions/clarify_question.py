"""The action for a question that could be several."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.turn import AnswerAction, read_turn
from bot.answer import Answer


class ActionClarifyQuestion(AnswerAction):
    """Offers the likeliest questions, three at most."""

    def name(self) -> str:
        return "action_clarify_question"

    def answer(self, tracker: Tracker) -> Answer:
        """The offer, or that we do not know where nothing is likely."""
        return self.knowledge.clarify(read_turn(tracker))
