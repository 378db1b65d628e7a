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
    """A text that is nothing but a score becomes a report; one that asks something beside it keeps its question."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PainReports:
        """Creates the component; it has nothing to load."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the report, and makes it the intent where nothing is asked."""
        for message in messages:
            report = (message.get(METADATA) or {}).get(PAIN_REPORT)
            if not report:
                continue
            message.set(PAIN_REPORT, report, add_to_output=True)
            message.set(PICKED, False)  # "2" answers what was asked last
            asks = message.get(QUESTIONS) or (message.get(INTENT) or {}).get("name") in ANSWERED_BESIDE
            if report["is_all"] or not asks:
                replace_intent(message, REPORT_PAIN_SCORE, 1.0)
                message.set(QUESTIONS, [], add_to_output=True)
        return messages
