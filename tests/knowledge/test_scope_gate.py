"""Whether a message is about our subject: trained on a few real texts with the real encoder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.knowledge.scope_gate import FILE, NEIGHBOURS, SIMILARITY_SCALE, ScopeGate
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


def test_file_with_anything_but_arrays_is_refused(gate: ScopeGate, tmp_path: Path) -> None:
    gate.save(tmp_path)
    with np.load(tmp_path / FILE) as stored:
        arrays = {name: stored[name] for name in stored.files}
    np.savez(tmp_path / FILE, **{**arrays, "first": np.array([Foreign()], dtype=object)})
    with pytest.raises(ValueError, match="allow_pickle"):
        ScopeGate.load(tmp_path)


def test_score_is_that_of_scikit_learn(gate: ScopeGate, encoder: SentenceEncoder) -> None:
    """The first step by scikit-learn's own features and sum, the second as the weights say."""
    ours = [text for texts in OURS.values() for text in texts]
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=2, sublinear_tf=True, dtype=np.float32)
    letters.fit([*ours, *FOREIGN])
    assert letters.get_feature_names_out().tolist() == gate._parts.letters.tolist()
    for text in (*UNSEEN.values(), *UNSEEN_FOREIGN, "xyzzy"):
        vector = encoder.encode(text)
        features = np.concatenate([vector, letters.transform([text]).toarray()[0], [1.0]])
        sides = [np.sort(side @ vector)[::-1] for side in (gate._parts.inside, gate._parts.outside)]
        near = [SIMILARITY_SCALE * side[:count].mean() for side in sides for count in NEIGHBOURS]
        total = gate._parts.second @ [features @ gate._parts.first, *near, 1.0]
        assert gate.score(vector, text) == pytest.approx(1 / (1 + np.exp(-total)), abs=1e-5)
