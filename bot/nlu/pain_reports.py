"""Lets a pain score that the channel has read decide what a message is about."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.intents import replace_intent
from bot.nlu.keys import METADATA, PAIN_REPORT, PICKED, QUESTIONS, REPORT_PAIN_SCORE

ANSWERED_BESIDE = frozenset({"ask_human", "show_pain_scores"})  # wishes that a score does not replace


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PainReports(GraphComponent, IntentClassifier):
    """A text that only tells a score becomes a report; one that asks something beside it keeps its question."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._not_beside = frozenset(config["not_beside"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`not_beside`: questions that a score itself resembles, and that nobody asks beside one."""
        return {"not_beside": []}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PainReports:
        """Creates the component; it has nothing to load."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the report, and makes it the intent where nothing is asked."""
        for message in messages:
            report = (message.get(METADATA) or {}).get(PAIN_REPORT)
            if not report:
                continue
            message.set(PAIN_REPORT, report, add_to_output=True)
            message.set(PICKED, False)  # "2" answers what was asked last
            if not self._asks_beside(message, report):
                replace_intent(message, REPORT_PAIN_SCORE, 1.0)
                message.set(QUESTIONS, [], add_to_output=True)
        return messages

    def _asks_beside(self, message: Message, report: dict[str, Any]) -> bool:
        """Whether the message is to be answered as a question, too; leaves only questions that are not the score."""
        if (message.get(INTENT) or {}).get("name") in ANSWERED_BESIDE and not report["is_all"]:
            return True
        questions = message.get(QUESTIONS) or []
        others = [each for each in questions if each not in self._not_beside]
        message.set(QUESTIONS, others, add_to_output=True)
        return bool(report["asks"]) and (bool(others) or not questions)
