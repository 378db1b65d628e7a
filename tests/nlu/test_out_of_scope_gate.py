"""Which score a message needs to be taken for ours."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge.scope_gate import threshold_for
from bot.nlu.keys import HAS_MEMORY, IN_CONTEXT, NORMALISED, OUT_OF_SCOPE, RANKING
from bot.nlu.out_of_scope_gate import OutOfScopeGate

CONFIG = {"threshold": 0.8, "threshold_of_unsure": 0.9, "unsure_below": 0.4, "threshold_of_follow_ups": 0.5}


class Scores:
    """A gate that gives every message the same score."""

    def __init__(self, score: float) -> None:
        self._score = score

    def score(self, vector: object, text: str) -> float:
        return self._score


def intent(score: float, confidence: float, monkeypatch: pytest.MonkeyPatch, **others: Any) -> str:
    monkeypatch.setattr("bot.nlu.out_of_scope_gate.sentence_vector", lambda message: None)
    gate = OutOfScopeGate(CONFIG, None, None)  # type: ignore[arg-type]
    gate.model = Scores(score)
    ranking = [{"label": "aftercare/exercise", "confidence": confidence}]
    data = {"text": "x", NORMALISED: "x", INTENT: {"name": "aftercare"}, RANKING: ranking, **others}
    return str(gate.process([Message(data=data)])[0].get(INTENT)["name"])


@pytest.mark.parametrize(("confidence", "threshold"), [(0.4, 0.8), (0.39, 0.9)])
def test_a_message_whose_question_is_not_sure_must_be_more_clearly_ours(confidence: float, threshold: float) -> None:
    assert threshold_for(CONFIG, confidence) == threshold


@pytest.mark.parametrize(
    ("score", "confidence", "is_ours"), [(0.85, 0.5, True), (0.85, 0.3, False), (0.79, 0.9, False), (0.95, 0.3, True)]
)
def test_a_message_is_turned_away_below_its_threshold(
    score: float, confidence: float, is_ours: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (intent(score, confidence, monkeypatch) != OUT_OF_SCOPE) == is_ours


def test_a_short_message_in_a_conversation_needs_less(monkeypatch: pytest.MonkeyPatch) -> None:
    assert intent(0.6, 0.3, monkeypatch, **{HAS_MEMORY: True}) == "aftercare"
    assert intent(0.4, 0.3, monkeypatch, **{HAS_MEMORY: True}) == OUT_OF_SCOPE


def test_what_goes_on_with_the_last_answer_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    assert intent(0.1, 0.3, monkeypatch, **{IN_CONTEXT: True}) == "aftercare"
