"""Decides topic and question of a message in one step, in the light of the conversation."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from functools import cache, cached_property
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge import question_model
from bot.knowledge.asking import QuestionFinder
from bot.knowledge.base import shared_knowledge
from bot.knowledge.following import FollowUps
from bot.knowledge.question_model import QuestionModel, Ranked
from bot.knowledge.rankings import Asked, Ranking, as_shares, topic_of
from bot.language import text_model, text_model_fitting
from bot.language.reader import shared_reader
from bot.nlu.conversation_memory import remember
from bot.nlu.keys import (
    DOCUMENT,
    ENCODE,
    HAS_MEMORY,
    IN_CONTEXT,
    NORMALISED,
    OUT_OF_SCOPE,
    PICKED,
    QUESTIONS,
    RANKING,
    UNSURE,
)
from bot.nlu.sentence_vectors import sentence_vector
from bot.nlu.trained_component import TrainedComponent

MOST_RANKED = 10  # as in Rasa's own classifiers; each message is kept with its ranking


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class QuestionClassifier(TrainedComponent):
    """Ranks all questions and small talk; sets the topic as intent and the question as its response."""

    model_class = QuestionModel

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Settings; their values and where they come from stand in config.yml."""
        return {"inverse_penalty": 20.0, "sure_from": 0.35}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Training starts anew when the model's code changes."""
        return "".join(inspect.getsource(module) for module in (question_model, text_model, text_model_fitting))

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on all examples but the ones that are out of scope, which are the gate's."""
        examples = [each for each in training_data.intent_examples if each.get(INTENT) != OUT_OF_SCOPE]
        return self.keep(
            QuestionModel.fit(
                vectors=np.array([sentence_vector(example) for example in examples]),
                texts=[example.get(NORMALISED) for example in examples],
                labels=[example.get_full_intent() for example in examples],
                inverse_penalty=self.config["inverse_penalty"],
            )
        )

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        """Sets intent, ranking of intents, response selector output, the questions asked and our own ranking."""
        for message in messages:
            if self.model is not None:
                self._set_decision(message, self._asked(message, tracker))
        return messages

    def _asked(self, message: Message, tracker: DialogueStateTracker | None) -> Asked:
        encode, document = message.get(ENCODE), message.get(DOCUMENT)
        denied = self._follow_ups.about({each.concept for each in document.findings if each.assertion == "denied"})

        @cache  # several readings of a message have the same text
        def rank(text: str) -> Ranking:
            ranking = self.model.rank(encode(text), text)
            if not denied:
                return ranking
            return as_shares({each.label: each.confidence for each in ranking if each.label not in denied})

        memory = remember(tracker, shared_reader(), self._follow_ups)
        message.set(HAS_MEMORY, bool(memory.texts))
        finder = QuestionFinder(rank, self._follow_ups, self.config["sure_from"])
        return finder.find(document, memory)

    @cached_property
    def _follow_ups(self) -> FollowUps:
        return FollowUps(shared_knowledge().entries)

    def _set_decision(self, message: Message, asked: Asked) -> None:
        labels = {each.label for each in asked.labels}
        others = [each for each in asked.ranking[:MOST_RANKED] if each.label not in labels]
        ranking = [*asked.labels, *others][:MOST_RANKED]
        best = ranking[0]
        is_sure = bool(asked.labels)
        intent = {"name": topic_of(best.label) if is_sure else UNSURE, "confidence": best.confidence}
        topics = rank_topics(ranking)
        message.set(INTENT, intent, add_to_output=True)
        message.set(INTENT_RANKING_KEY, topics if is_sure else [intent, *topics], add_to_output=True)
        message.set("response_selector", response_selector(ranking), add_to_output=True)
        message.set(RANKING, [_as_json(each) for each in ranking], add_to_output=True)
        message.set(QUESTIONS, [each.label for each in asked.labels if "/" in each.label], add_to_output=True)
        message.set(IN_CONTEXT, asked.in_context, add_to_output=True)
        message.set(PICKED, asked.picked)


def rank_topics(ranking: Sequence[Ranked]) -> list[dict[str, Any]]:
    """Intents with the confidence of their best question, most probable first; the best question's topic leads."""
    best: dict[str, float] = {}
    for each in ranking:
        best.setdefault(topic_of(each.label), each.confidence)
    return [{"name": name, "confidence": confidence} for name, confidence in best.items()]


def response_selector(ranking: Sequence[Ranked]) -> dict[str, Any]:
    """Rasa's own form for questions within a topic, so that its tests and stories judge the question too."""
    topics: dict[str, list[dict[str, Any]]] = {}
    for each in ranking:
        if "/" in each.label:
            ranked = {"intent_response_key": each.label, "confidence": each.confidence}
            topics.setdefault(topic_of(each.label), []).append(ranked)
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
