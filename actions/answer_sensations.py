"""The action for questions about feelings during a session."""

from __future__ import annotations

from actions.turn import AnswerAction


class ActionAnswerSensations(AnswerAction):
    """Answers what a patient may feel while the needles are in, and just after."""

    def name(self) -> str:
        return "action_answer_sensations"
