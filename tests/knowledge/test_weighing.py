"""How the learnt rule chooses among candidates, with weights by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.knowledge.candidates import Candidate, CandidateFinder
from bot.knowledge.following import FollowUps
from bot.knowledge.parts import Parts
from bot.knowledge.weighing import ANOTHER_FROM, SAME_PART_FROM, Weights, load_weights
from bot.language.reader import Reader
from tests.knowledge.asking_by_hand import DEPTH, EXERCISE, FOOD, WATER, Ranks

ODDS_OF_HALF = 0.0
WEIGHTS = Weights(made_from="", intercept=ODDS_OF_HALF, evidence={"odds": 1.0})
SURE, LIKELY, POSSIBLE, UNLIKELY = 5.0, 1.5, 0.0, -3.0


def candidate(label: str, odds: float, place: int = 0) -> Candidate:
    return Candidate(label, place, asks=True, confidence=0.5, evidence={"odds": odds})


def chosen(*candidates: Candidate) -> list[str]:
    return [each.label for each in WEIGHTS.choose(candidates)]


def test_a_probability_is_that_of_a_logistic_regression() -> None:
    assert WEIGHTS.probability(candidate(WATER, POSSIBLE)) == pytest.approx(0.5)
    assert WEIGHTS.probability(candidate(WATER, 2.0)) == pytest.approx(0.8808, abs=1e-4)


def test_the_likeliest_is_chosen_however_unlikely_it_is() -> None:
    assert chosen(candidate(WATER, UNLIKELY - 1), candidate(FOOD, UNLIKELY)) == [FOOD]


def test_another_part_asks_a_second_question_where_that_is_likely() -> None:
    assert ANOTHER_FROM < 0.5 < SAME_PART_FROM
    assert chosen(candidate(WATER, SURE), candidate(FOOD, POSSIBLE, place=1)) == [WATER, FOOD]
    assert chosen(candidate(WATER, SURE), candidate(FOOD, UNLIKELY, place=1)) == [WATER]


def test_the_same_words_ask_a_second_question_only_where_that_is_surer() -> None:
    assert chosen(candidate(WATER, SURE), candidate(FOOD, POSSIBLE)) == [WATER]
    assert chosen(candidate(WATER, SURE), candidate(FOOD, LIKELY)) == [WATER, FOOD]


def test_three_are_chosen_at_most() -> None:
    several = [candidate(label, SURE, place) for place, label in enumerate((WATER, FOOD, DEPTH, EXERCISE))]
    assert chosen(*several) == [WATER, FOOD, DEPTH]


def test_nothing_is_chosen_from_nothing() -> None:
    assert chosen() == []


def test_evidence_without_a_weight_is_an_error() -> None:
    with pytest.raises(KeyError, match="unknown"):
        WEIGHTS.probability(replace(candidate(WATER, SURE), evidence={"unknown": 1.0}))


def test_the_kept_weights_are_those_of_the_evidence(reader: Reader, ranks: Ranks, follow_ups: FollowUps) -> None:
    text = "can i swim and what should i wear"
    found = CandidateFinder(ranks, follow_ups, Parts()).of(reader.read(text), ranks(text))
    assert found
    for each in found:
        assert list(each.evidence) == list(load_weights().evidence)
