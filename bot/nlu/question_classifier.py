"""Decides topic and question of a message in one step."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge import question_model, text_features
from bot.knowledge.question_model import QuestionModel, Ranked
from bot.nlu.keys import NORMALISED, OUT_OF_SCOPE, RANKING, UNSURE
from bot.nlu.sentence_vectors import SentenceVectors, sentence_vector

MOST_RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class QuestionClassifier(GraphComponent, IntentClassifier):
    """Ranks all questions and small talk; sets the topic as intent and the question as its response."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model: QuestionModel | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> QuestionClassifier:
        """Creates an untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> QuestionClassifier:
        """Loads a trained classifier; raises ValueError if the model archive does not hold one."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as directory:
            component._model = QuestionModel.load(directory)
        return component

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Settings; their values and where they come from stand in config.yml."""
        return {"inverse_penalty": 20.0, "letter_weight": 0.8, "sure_from": 0.35}

    @classmethod
    def required_components(cls) -> list[type]:
        """It reads the sentence vector."""
        return [SentenceVectors]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Training starts anew when the model's code changes."""
        return inspect.getsource(question_model) + inspect.getsource(text_features)

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on all examples but the ones that are out of scope, which are the gate's."""
        examples = [each for each in training_data.intent_examples if each.get(INTENT) != OUT_OF_SCOPE]
        model = QuestionModel.fit(
            vectors=np.array([sentence_vector(example) for example in examples]),
            texts=[example.get(NORMALISED) for example in examples],
            labels=[example.get_full_intent() for example in examples],
            inverse_penalty=self._config["inverse_penalty"],
            letter_weight=self._config["letter_weight"],
        )
        with self._storage.write_to(self._resource) as directory:
            model.save(directory)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets intent, ranking of intents, response selector output and our own ranking."""
        for message in messages:
            if self._model is not None:
                ranking = self._model.rank(sentence_vector(message), message.get(NORMALISED) or "")
                self._set_decision(message, ranking)
        return messages

    def _set_decision(self, message: Message, ranking: list[Ranked]) -> None:
        best = ranking[0]
        is_sure = best.confidence >= self._config["sure_from"]
        name = best.label.split("/")[0] if is_sure else UNSURE
        intent = {"name": name, "confidence": best.confidence}
        topics = rank_topics(ranking)
        message.set(INTENT, intent, add_to_output=True)
        message.set(INTENT_RANKING_KEY, topics if is_sure else [intent, *topics], add_to_output=True)
        message.set("response_selector", response_selector(ranking), add_to_output=True)
        message.set(RANKING, [_as_json(each) for each in ranking[:MOST_RANKED]], add_to_output=True)


def rank_topics(ranking: list[Ranked]) -> list[dict[str, Any]]:
    """Intents with the confidence of their best question, most probable first; the best question's topic leads."""
    best: dict[str, float] = {}
    for each in ranking:
        best.setdefault(each.label.split("/")[0], each.confidence)
    return [{"name": name, "confidence": confidence} for name, confidence in best.items()]


def response_selector(ranking: list[Ranked]) -> dict[str, Any]:
    """Rasa's own form for questions within a topic, so that its tests and stories judge the question too."""
    topics: dict[str, list[dict[str, Any]]] = {}
    for each in ranking:
        if "/" in each.label:
            ranked = {"intent_response_key": each.label, "confidence": each.confidence}
            topics.setdefault(each.label.split("/")[0], []).append(ranked)
    return {
        "all_retrieval_intents": sorted(topics),
        **{
            topic: {
                "response": {**ranked[0], "responses": [], "utter_action": f"utter_{ranked[0]['intent_response_key']}"},
                "ranking": ranked,
            }
            for topic, ranked in topics.items()
        },
    }


def _as_json(each: Ranked) -> dict[str, Any]:
    return {"label": each.label, "confidence": round(each.confidence, 4)}
