"""Which score a message needs to be taken for ours."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.keys import HAS_MEMORY, IN_CONTEXT, NORMALISED, OUT_OF_SCOPE, PICKED, QUESTIONS, RANKING
from bot.nlu.out_of_scope_gate import OutOfScopeGate

CONFIG = {
    "threshold": 0.8,
    "threshold_of_unclear": 0.9,
    "clear_from": 0.7,
    "threshold_of_follow_ups": 0.5,
    "threshold_of_several": 0.4,
}
CLEAR, UNCLEAR = ([{"label": "aftercare/rest", "confidence": confidence}] for confidence in (0.7, 0.69))


class Scores:
    """A gate that gives every message the same score."""

    def __init__(self, score: float) -> None:
        self._score = score

    def score(self, vector: object, text: str) -> float:
        return self._score


def intent(score: float, monkeypatch: pytest.MonkeyPatch, **others: Any) -> str:
    monkeypatch.setattr("bot.nlu.out_of_scope_gate.sentence_vector", lambda message: None)
    gate = OutOfScopeGate(CONFIG, None, None)  # type: ignore[arg-type]
    gate.model = Scores(score)
    data = {"text": "x", NORMALISED: "x", INTENT: {"name": "aftercare"}, RANKING: CLEAR, **others}
    return str(gate.process([Message(data=data)])[0].get(INTENT)["name"])


@pytest.mark.parametrize(("score", "is_ours"), [(0.8, True), (0.79, False)])
def test_a_message_is_turned_away_below_the_threshold(
    score: float, is_ours: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (intent(score, monkeypatch) != OUT_OF_SCOPE) == is_ours


@pytest.mark.parametrize(("score", "is_ours"), [(0.9, True), (0.89, False)])
def test_a_message_whose_question_is_not_clear_needs_more(
    score: float, is_ours: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (intent(score, monkeypatch, **{RANKING: UNCLEAR}) != OUT_OF_SCOPE) == is_ours
    assert (intent(score, monkeypatch, **{RANKING: []}) != OUT_OF_SCOPE) == is_ours


def test_a_short_message_in_a_conversation_needs_less(monkeypatch: pytest.MonkeyPatch) -> None:
    assert intent(0.6, monkeypatch, **{HAS_MEMORY: True}) == "aftercare"
    assert intent(0.4, monkeypatch, **{HAS_MEMORY: True}) == OUT_OF_SCOPE


def test_what_goes_on_with_the_last_answer_needs_less_however_long(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "x" * 100
    assert intent(0.6, monkeypatch, **{IN_CONTEXT: True, NORMALISED: long}) == "aftercare"
    assert intent(0.4, monkeypatch, **{IN_CONTEXT: True, NORMALISED: long}) == OUT_OF_SCOPE
    assert intent(0.6, monkeypatch, **{NORMALISED: long}) == OUT_OF_SCOPE


def test_an_offered_question_that_was_picked_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    assert intent(0.1, monkeypatch, **{PICKED: True}) == "aftercare"


def test_two_questions_of_ours_in_one_message_need_less(monkeypatch: pytest.MonkeyPatch) -> None:
    two = {QUESTIONS: ["preparation/medicines", "preparation/clothing"]}
    assert intent(0.4, monkeypatch, **two) == "aftercare"
    assert intent(0.3, monkeypatch, **two) == OUT_OF_SCOPE
    assert intent(0.4, monkeypatch, **{QUESTIONS: two[QUESTIONS][:1]}) == OUT_OF_SCOPE
