"""Turns away messages that have nothing to do with dry needling."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge import scope_gate
from bot.knowledge.scope_gate import ScopeGate, Thresholds
from bot.nlu.intents import replace_intent
from bot.nlu.keys import HAS_MEMORY, IN_CONTEXT, NORMALISED, OUT_OF_SCOPE, PICKED, QUESTIONS, RANKING, SCOPE
from bot.nlu.sentence_vectors import sentence_vector
from bot.nlu.trained_component import TrainedComponent

LONGEST_FOLLOW_UP = 60  # characters


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class OutOfScopeGate(TrainedComponent):
    """Scores each message and replaces its intent by `out_of_scope` below the threshold.

    A message that goes on with the one before ("and for my back?") needs less; an offered question that was picked by
    its place ("2") is not judged by its words.
    """

    model_class = ScopeGate

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Scores below which a message is turned away; their values and where they come from stand in config.yml."""
        return {
            "threshold": 0.5,
            "threshold_of_unclear": 0.5,
            "clear_from": 0.5,
            "threshold_of_follow_ups": 0.5,
            "threshold_of_several": 0.5,
        }

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Training starts anew when the gate's code changes."""
        return inspect.getsource(scope_gate)

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on all examples: those labelled `out_of_scope` against the rest."""
        examples = training_data.intent_examples
        return self.keep(
            ScopeGate.fit(
                vectors=np.array([sentence_vector(example) for example in examples]),
                texts=[example.get(NORMALISED) for example in examples],
                in_scope=[example.get(INTENT) != OUT_OF_SCOPE for example in examples],
            )
        )

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the score; below the threshold also the intent."""
        for message in messages:
            if self.model is None:
                continue
            score = self.model.score(sentence_vector(message), message.get(NORMALISED) or "")
            message.set(SCOPE, round(score, 4), add_to_output=True)
            if score < self._threshold_for(message) and not message.get(PICKED):
                replace_intent(message, OUT_OF_SCOPE, 1.0 - score)
                message.set(QUESTIONS, [], add_to_output=True)
        return messages

    def _threshold_for(self, message: Message) -> float:
        is_short = len(message.get(NORMALISED) or "") <= LONGEST_FOLLOW_UP
        follows = message.get(IN_CONTEXT) or (message.get(HAS_MEMORY) and is_short)
        confidence = max((each["confidence"] for each in message.get(RANKING) or ()), default=0.0)
        return Thresholds.of(self.config).for_message(len(message.get(QUESTIONS) or ()), confidence, follows)
