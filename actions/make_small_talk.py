"""The action for greetings, thanks, and questions about the assistant itself."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.turn import AnswerAction, latest_intent
from bot.answer import Answer, Kind

HANDOFF_INTENTS = frozenset({"ask_human"})


class ActionMakeSmallTalk(AnswerAction):
    """Says the phrase that has the name of the intent."""

    def name(self) -> str:
        return "action_make_small_talk"

    def answer(self, tracker: Tracker) -> Answer:
        """The fixed phrase; the wish for a person gets the clinic's contact."""
        intent = latest_intent(tracker)
        kind: Kind = "handoff" if intent in HANDOFF_INTENTS else "smalltalk"
        return self.knowledge.replies.answer(intent, kind)
