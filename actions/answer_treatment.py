"""The action for questions about the treatment itself."""

from __future__ import annotations

from actions.turn import AnswerAction


class ActionAnswerTreatment(AnswerAction):
    """Answers what dry needling is and how it is done."""

    def name(self) -> str:
        return "action_answer_treatment"
