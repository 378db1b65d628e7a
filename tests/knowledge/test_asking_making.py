"""The rule by which a message asks one thing or several: its examples, and how it is learnt."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.data_files import DataFileError, read_mapping
from bot.knowledge import asking_making
from bot.knowledge.asking_making import Example, Score, cross_validate, current_fingerprint, fit, read_examples, save
from bot.knowledge.base import shared_knowledge
from bot.knowledge.candidates import Candidate
from bot.knowledge.weighing import Weights, load_weights
from tests.knowledge.asking_by_hand import FOOD, WATER


def candidate(label: str, odds: float) -> Candidate:
    return Candidate(label, 0, asks=True, confidence=0.5, evidence={"odds": odds})


def test_the_kept_weights_were_made_from_the_examples_as_they_are() -> None:
    assert load_weights().made_from == current_fingerprint(), "The examples have changed. Run `make asked`."


def test_every_example_asks_for_entries_that_there_are() -> None:
    known = shared_knowledge().entries
    assert not {
        label for example in read_examples() for answers in example.asks for label in answers if label not in known
    }


def test_examples_ask_one_thing_or_several() -> None:
    counts = [len(example.asks) for example in read_examples()]
    assert min(counts) == 1
    assert counts.count(1) > 1000
    assert counts.count(2) > 1000


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "examples.jsonl"
    broken.write_text('{"says": "hi", "asks": []}\n{"says": 3}\n', encoding="utf-8")
    with pytest.raises(DataFileError, match=r"examples\.jsonl:2"):
        read_examples(broken)


def test_what_speaks_for_a_question_is_learnt_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking_making, "current_fingerprint", lambda: "a hash")
    examples = [Example("can i drink", [[WATER]]), Example("can i eat", [[FOOD]])] * 20
    candidates = [
        [candidate(WATER, 2.0), candidate(FOOD, -2.0)],
        [candidate(WATER, -2.0), candidate(FOOD, 2.0)],
    ] * 20
    learnt = fit(examples, candidates)
    assert learnt.probability(candidate(WATER, 2.0)) > 0.9
    assert learnt.probability(candidate(WATER, -2.0)) < 0.1
    assert cross_validate(examples, candidates) == {1: Score(count=40, full=40, unasked=0)}
    save(learnt, tmp_path / "weights.yml")
    assert read_mapping(tmp_path / "weights.yml", "asked", Weights) == learnt
