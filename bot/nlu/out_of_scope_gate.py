"""Turns away messages that have nothing to do with dry needling."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge import scope_gate, text_features
from bot.knowledge.scope_gate import ScopeGate
from bot.nlu.intents import replace_intent
from bot.nlu.keys import NORMALISED, OUT_OF_SCOPE, SCOPE
from bot.nlu.sentence_vectors import SentenceVectors, sentence_vector


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class OutOfScopeGate(GraphComponent, IntentClassifier):
    """Scores each message and replaces its intent by `out_of_scope` below the threshold."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._gate: ScopeGate | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OutOfScopeGate:
        """Creates an untrained gate."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> OutOfScopeGate:
        """Loads a trained gate; raises ValueError if the model archive does not hold one."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as directory:
            component._gate = ScopeGate.load(directory)
        return component

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`threshold`: the score below which a message is turned away; its value stands in config.yml."""
        return {"threshold": 0.5}

    @classmethod
    def required_components(cls) -> list[type]:
        """It reads the sentence vector; Rasa cannot check that a classifier stands before a trained component."""
        return [SentenceVectors]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Training starts anew when the gate's code changes."""
        return inspect.getsource(scope_gate) + inspect.getsource(text_features)

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on all examples: those labelled `out_of_scope` against the rest."""
        examples = training_data.intent_examples
        gate = ScopeGate.fit(
            vectors=np.array([sentence_vector(example) for example in examples]),
            texts=[example.get(NORMALISED) for example in examples],
            in_scope=[example.get(INTENT) != OUT_OF_SCOPE for example in examples],
        )
        with self._storage.write_to(self._resource) as directory:
            gate.save(directory)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the score; below the threshold also the intent."""
        for message in messages:
            if self._gate is None:
                continue
            score = self._gate.score(sentence_vector(message), message.get(NORMALISED) or "")
            message.set(SCOPE, round(score, 4), add_to_output=True)
            if score < self._config["threshold"]:
                replace_intent(message, OUT_OF_SCOPE, 1.0 - score)
        return messages
