"""How documents are cut, and what search finds in the pieces."""

from __future__ import annotations

import numpy as np
import pytest

from evaluation.passages import documents_passages, passages
from evaluation.peers import best, bm25, measure
from tests.evaluation.made_up import question

TEXT = """Getting ready
- Water:
Drink enough water before you come, since it helps muscles to respond. - Clothes:
Wear something loose and comfortable, so that we can reach the place.

Short line
"""


def test_a_passage_has_its_titles_before_it() -> None:
    water, clothes = passages(TEXT)
    assert water.startswith("Getting ready\nWater:\nDrink")
    assert clothes.startswith("Clothes:\nWear")


@pytest.mark.needs("documents")
def test_the_documents_are_cut_into_paragraphs() -> None:
    cut = documents_passages()
    assert len(cut) > 100
    assert max(len(passage.split()) for passage in cut) < 100


def test_search_by_words_finds_the_passage() -> None:
    peer = bm25([*passages(TEXT), "Nothing of this has to do with the question at all."], 1)
    assert "water" in peer("how much water").text


def test_the_best_texts_come_first() -> None:
    found = best(["a", "b", "c"], np.array([0.1, 0.9, 0.5]), 2)
    assert (found.text, found.score) == ("b\n\nc", 0.9)


def test_a_peer_is_measured_like_the_assistant() -> None:
    peer = bm25(["Wait 24 to 48 hours after the gym.", "Drink water.", "Wear shorts."], 1)
    asked = [question("when gym?"), question("gym", split="score"), question("water?", split="score")]
    tune, score = measure("words", peer, asked, ["shorts"])
    assert (tune.full, score.full, tune.wrong) == (1.0, 0.5, 0)
    assert 0 <= tune.accepts <= 1
