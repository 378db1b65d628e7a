"""What may be asked and what speaks for it, from rankings by hand."""

from __future__ import annotations

import pytest

from bot.knowledge.candidates import Candidate, CandidateFinder
from bot.knowledge.following import FollowUps
from bot.knowledge.parts import Parts
from bot.language.reader import Reader
from tests.knowledge.asking_by_hand import DEPTH, EXERCISE, GREET, WATER, Ranks

TEXT = "i drink a lot . how deep do they go"


@pytest.fixture
def found(reader: Reader, ranks: Ranks, follow_ups: FollowUps) -> dict[str, Candidate]:
    ranks.learn("i drink a lot", WATER, 0.8).learn("how deep do they go", DEPTH, 0.95)
    ranks.share(TEXT, (DEPTH, 0.7), (EXERCISE, 0.2), (GREET, 0.05))
    candidates = CandidateFinder(ranks, follow_ups, Parts()).of(reader.read(TEXT), ranks(TEXT))
    return {each.label: each for each in candidates}


def test_what_leads_the_whole_or_a_part_may_be_asked_but_small_talk(found: dict[str, Candidate]) -> None:
    assert {WATER, DEPTH, EXERCISE} <= set(found)
    assert GREET not in found


def test_a_question_belongs_to_the_part_that_means_it_most(found: dict[str, Candidate]) -> None:
    assert (found[WATER].place, found[WATER].asks, found[WATER].confidence) == (0, False, 0.8)
    assert (found[DEPTH].place, found[DEPTH].asks, found[DEPTH].confidence) == (1, True, 0.95)


def test_probabilities_count_as_odds(found: dict[str, Candidate]) -> None:
    assert found[DEPTH].evidence["whole"] == pytest.approx(0.844, abs=0.01)  # log(0.7 / 0.3)
    assert found[WATER].evidence["whole"] < -5


def test_the_share_of_the_rest_is_what_the_best_question_leaves(found: dict[str, Candidate]) -> None:
    assert found[EXERCISE].evidence["share"] == pytest.approx(0.69, abs=0.02)  # log(0.67 / 0.33)


def test_asking_and_telling_are_kept_apart(found: dict[str, Candidate]) -> None:
    assert found[WATER].evidence["alone where it asks"] == 0
    assert found[DEPTH].evidence["whole where it tells"] == 0
    assert found[DEPTH].evidence["asks"] == 1


def test_a_message_without_parts_is_one_part(reader: Reader, ranks: Ranks, follow_ups: FollowUps) -> None:
    candidates = CandidateFinder(ranks, follow_ups, Parts()).of(reader.read("gym"), ranks("gym"))
    assert {each.place for each in candidates} == {0}
    assert all(each.evidence["one part"] for each in candidates)
