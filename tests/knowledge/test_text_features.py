"""What the classifiers see of a text."""

from __future__ import annotations

import numpy as np
import pytest

from bot.knowledge.text_features import join_features, letter_groups

TEXTS = ["can i exercise", "can i exersise", "is a bruise normal", "is my bruise normal"]


def test_both_parts_have_length_one_before_weighting() -> None:
    vectors = np.eye(len(TEXTS), 3, dtype=np.float32)[:, :3]
    letters = letter_groups().fit(TEXTS)
    features = join_features(vectors, TEXTS, letters, 0.5).toarray()
    assert features.shape == (len(TEXTS), 3 + len(letters.vocabulary_))
    assert np.linalg.norm(features[:, 3:], axis=1) == pytest.approx(np.full(len(TEXTS), 0.5))
    assert (features[:, :3] == vectors).all()


def test_misspelled_word_stays_near_the_right_one() -> None:
    exercise, misspelled, bruise, _ = letter_groups().fit_transform(TEXTS).toarray()
    assert exercise @ misspelled > 0.6 > exercise @ bruise


def test_text_without_known_letters_has_no_letter_features() -> None:
    letters = letter_groups().fit(TEXTS)
    assert join_features(np.zeros((1, 3)), ["zzz"], letters, 1.0).nnz == 0
