"""The action for the wish to see one's own pain scores."""

from __future__ import annotations

import logging

from rasa_sdk import Tracker
from sqlalchemy.exc import SQLAlchemyError

from actions.turn import AnswerAction
from bot.answer import Answer
from bot.followups.answering import journal_answer
from bot.followups.journal import shared_journal

log = logging.getLogger(__name__)


class ActionShowPainScores(AnswerAction):
    """Shows the scores of the last session to the number that texted them, and to nobody else."""

    def name(self) -> str:
        return "action_show_pain_scores"

    def answer(self, tracker: Tracker) -> Answer:
        """The scores by day; that there are none in a conversation of another channel."""
        try:
            entries = shared_journal().entries(tracker.sender_id)
        except SQLAlchemyError as failure:
            log.error("journal not readable: %s", type(failure).__name__)
            return self.knowledge.replies.answer("journal_unreadable", "error")
        return journal_answer(entries, self.knowledge.replies)
