"""Fitting all labels in one go."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from bot.language import one_against_rest
from bot.language.one_against_rest import fit_one_against_rest

RANDOM = np.random.RandomState(1)
LABELS = np.arange(120) % 4
DENSE = (RANDOM.rand(120, 6) + np.eye(6)[LABELS]).astype(np.float32)
SPARSE = csr_matrix((RANDOM.rand(120, 30) * (RANDOM.rand(120, 30) < 0.1)).astype(np.float32))


@pytest.mark.parametrize("penalty", [0.01, 1.0, 20.0, 500.0])
def test_weights_are_those_of_scikit_learn(monkeypatch: pytest.MonkeyPatch, penalty: float) -> None:
    monkeypatch.setattr(one_against_rest, "TOLERANCE", 1e-6)
    penalties = np.full(5, penalty, np.float32)
    fitted = fit_one_against_rest(DENSE, SPARSE, LABELS, penalties)
    settled = LogisticRegression(C=penalty, solver="liblinear", dual=True, tol=1e-7, max_iter=100_000, random_state=0)
    settled.fit(hstack([csr_matrix(DENSE), SPARSE]), LABELS)
    np.testing.assert_allclose(fitted.weights.T, settled.coef_, rtol=1e-2, atol=1e-2)
    np.testing.assert_allclose(fitted.offsets, settled.intercept_, rtol=1e-2, atol=1e-2)


def test_a_greater_penalty_of_a_label_makes_it_bolder() -> None:
    even, bold = (
        fit_one_against_rest(DENSE, SPARSE, LABELS, np.array([1, 1, 1, 1, own], np.float32)) for own in (1, 5)
    )
    assert bold.offsets[3] > even.offsets[3]
    assert bold.offsets[:3] == pytest.approx(even.offsets[:3], abs=0.02)
