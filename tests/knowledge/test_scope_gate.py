"""Whether a message is about our subject: trained on a few real texts with the real encoder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import skops.io

from bot.knowledge.scope_gate import FILE, ScopeGate
from bot.language.encoder import SentenceEncoder
from tests.knowledge.training_texts import FOREIGN, OURS, UNSEEN, UNSEEN_FOREIGN


class Foreign:
    """A type that no saved gate may hold."""


@pytest.fixture(scope="module")
def gate(encoder: SentenceEncoder) -> ScopeGate:
    ours = [text for texts in OURS.values() for text in texts]
    texts = [*ours, *FOREIGN]
    vectors = np.stack([encoder.encode(text) for text in texts])
    return ScopeGate.fit(vectors, texts, [text in ours for text in texts])


@pytest.mark.parametrize("ours", UNSEEN.values())
@pytest.mark.parametrize("foreign", UNSEEN_FOREIGN)
def test_our_question_scores_higher_than_a_foreign_one(
    gate: ScopeGate, encoder: SentenceEncoder, ours: str, foreign: str
) -> None:
    assert gate.score(encoder.encode(ours), ours) > gate.score(encoder.encode(foreign), foreign)


@pytest.mark.parametrize("text", UNSEEN.values())
def test_our_question_is_more_likely_ours_than_not(gate: ScopeGate, encoder: SentenceEncoder, text: str) -> None:
    assert gate.score(encoder.encode(text), text) > 0.5


@pytest.mark.parametrize("text", UNSEEN_FOREIGN)
def test_foreign_question_is_more_likely_foreign(gate: ScopeGate, encoder: SentenceEncoder, text: str) -> None:
    assert gate.score(encoder.encode(text), text) < 0.5


@pytest.mark.parametrize("text", ["", "?", "qwertz uiop", "how often should i come " * 50])
def test_any_text_gets_a_score_between_zero_and_one(gate: ScopeGate, encoder: SentenceEncoder, text: str) -> None:
    assert 0 <= gate.score(encoder.encode(text), text) <= 1


def test_saved_gate_scores_the_same(gate: ScopeGate, encoder: SentenceEncoder, tmp_path: Path) -> None:
    gate.save(tmp_path)
    loaded = ScopeGate.load(tmp_path)
    for text in (*UNSEEN.values(), *UNSEEN_FOREIGN):
        assert loaded.score(encoder.encode(text), text) == gate.score(encoder.encode(text), text)


def test_file_with_a_foreign_type_is_refused(gate: ScopeGate, tmp_path: Path) -> None:
    skops.io.dump({**vars(gate), "_first": Foreign()}, tmp_path / FILE)
    with pytest.raises(TypeError, match="Foreign"):
        ScopeGate.load(tmp_path)
