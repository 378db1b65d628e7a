"""Which question was asked: trained on a few real questions with the real encoder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.knowledge.question_model import FILE, QuestionModel
from bot.language.encoder import SentenceEncoder
from tests.knowledge.training_texts import OURS, UNSEEN

HALF_PRECISION = 0.003  # how far a confidence may move on its way through a file


@pytest.fixture(scope="module")
def model(encoder: SentenceEncoder) -> QuestionModel:
    pairs = [(text, label) for label, texts in OURS.items() for text in texts]
    vectors = np.stack([encoder.encode(text) for text, _ in pairs])
    return QuestionModel.fit(vectors, [text for text, _ in pairs], [label for _, label in pairs], 20)


@pytest.mark.parametrize(("label", "text"), [(label, text) for label, texts in OURS.items() for text in texts])
def test_question_of_the_training_is_ranked_first(
    model: QuestionModel, encoder: SentenceEncoder, label: str, text: str
) -> None:
    assert model.rank(encoder.encode(text), text)[0].label == label


@pytest.mark.parametrize(("label", "text"), UNSEEN.items())
def test_question_in_other_words_is_ranked_first(
    model: QuestionModel, encoder: SentenceEncoder, label: str, text: str
) -> None:
    assert model.rank(encoder.encode(text), text)[0].label == label


@pytest.mark.parametrize("text", [*UNSEEN.values(), "", "xyzzy", "what is the weather in sydney"])
def test_all_labels_are_ranked_with_confidences_that_fall_and_sum_to_one(
    model: QuestionModel, encoder: SentenceEncoder, text: str
) -> None:
    ranking = model.rank(encoder.encode(text), text)
    confidences = [ranked.confidence for ranked in ranking]
    assert {ranked.label for ranked in ranking} == OURS.keys()
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1)


def test_letters_count_beside_the_vector(model: QuestionModel, encoder: SentenceEncoder) -> None:
    vector = encoder.encode("help")
    assert model.rank(vector, "eat breakfast before") != model.rank(vector, "how often a week")


def test_saved_model_ranks_the_same(model: QuestionModel, encoder: SentenceEncoder, tmp_path: Path) -> None:
    model.save(tmp_path)
    loaded = QuestionModel.load(tmp_path)
    for text in UNSEEN.values():
        before, after = (each.rank(encoder.encode(text), text) for each in (model, loaded))
        assert [ranked.label for ranked in after] == [ranked.label for ranked in before]
        confidences = [ranked.confidence for ranked in before]
        assert [ranked.confidence for ranked in after] == pytest.approx(confidences, abs=HALF_PRECISION)


def test_file_with_objects_is_refused(model: QuestionModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    with np.load(tmp_path / FILE) as stored:
        arrays = dict(stored)
    np.savez(tmp_path / FILE, **{**arrays, "labels": np.array([{"a": 1}], dtype=object)})
    with pytest.raises(ValueError, match="Object arrays cannot be loaded"):
        QuestionModel.load(tmp_path)
