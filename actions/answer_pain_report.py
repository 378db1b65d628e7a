"""The action for a message that is nothing but a report of pain."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.turn import AnswerAction, read_report
from bot.answer import Answer
from bot.followups.answering import report_answer


class ActionAnswerPainReport(AnswerAction):
    """Says that the score is noted; how urgent it is, triage has decided already."""

    def name(self) -> str:
        return "action_answer_pain_report"

    def answer(self, tracker: Tracker) -> Answer:
        """The phrase of the report; nobody but the channel can make one."""
        report = read_report(tracker)
        return (
            report_answer(report, self.knowledge.replies)
            if report
            else self.knowledge.replies.answer("unknown", "unknown")
        )
