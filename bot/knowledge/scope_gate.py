"""Whether a message is about our subject at all: a gate with a score of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import skops.io
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from bot.knowledge.text_features import TRUSTED_TYPES, join_features, letter_groups
from bot.language.encoder import Vector

FILE = "scope_gate.skops"
NEIGHBOURS = (1, 3, 10)  # mean similarity to so many nearest examples, inside and outside
LETTER_WEIGHT = 1.0
FIRST_INVERSE_PENALTY = 5.0
SIMILARITY_SCALE = 10.0  # brings cosines near the range of the first opinion
FOLDS = 5

Opinions = NDArray[np.float64]


class ScopeGate:
    """Two steps: a linear opinion on the text, then weighed against the nearest examples of both sides.

    The second step is what generalises to subjects that no example names: they are far from all
    examples of ours. It learns from opinions and neighbours that leave the example itself out.
    """

    def __init__(
        self,
        letters: TfidfVectorizer,
        first: LogisticRegression,
        second: LogisticRegression,
        inside: Vector,
        outside: Vector,
    ) -> None:
        self._letters = letters
        self._first = first
        self._second = second
        self._inside = inside
        self._outside = outside

    @classmethod
    def fit(cls, vectors: Vector, texts: Sequence[str], in_scope: Sequence[bool]) -> ScopeGate:
        """Trains on vectors (texts x dimensions) of length 1, normalised texts, and whether each is ours."""
        ours = np.array(in_scope, dtype=bool)
        letters = letter_groups().fit(texts)
        features = join_features(vectors, texts, letters, LETTER_WEIGHT)
        first = LogisticRegression(C=FIRST_INVERSE_PENALTY, solver="liblinear", dual=True, tol=1e-2, random_state=0)
        opinions = cross_val_predict(first, features, ours, cv=FOLDS, method="decision_function")
        first.fit(features, ours)
        inside, outside = vectors[ours], vectors[~ours]
        second = LogisticRegression(max_iter=2000)
        second.fit(np.c_[opinions, _near(vectors, inside, ours), _near(vectors, outside, ~ours)], ours)
        return cls(letters, first, second, inside, outside)

    def score(self, vector: Vector, text: str) -> float:
        """How sure it is, 0 to 1, that a message is ours; vector (dimensions,) and normalised text."""
        features = join_features(vector[None, :], [text], self._letters, LETTER_WEIGHT)
        opinion = self._first.decision_function(features)
        near = [_near(vector[None, :], side) for side in (self._inside, self._outside)]
        return float(self._second.predict_proba(np.c_[opinion, near[0], near[1]])[0, 1])

    def save(self, directory: Path) -> None:
        """Writes the gate without pickled code."""
        skops.io.dump(vars(self), directory / FILE)

    @classmethod
    def load(cls, directory: Path) -> ScopeGate:
        """Reads a saved gate; raises TypeError if the file holds anything but known types."""
        parts = skops.io.load(directory / FILE, trusted=TRUSTED_TYPES)
        return cls(**{name.removeprefix("_"): part for name, part in parts.items()})


def _near(vectors: Vector, examples: Vector, is_example: NDArray[np.bool_] | None = None) -> Opinions:
    """Scaled mean cosine to the nearest examples, one column for each of NEIGHBOURS.

    Rows marked in `is_example` are the examples themselves, in order, and do not count as their own neighbour.
    """
    cosines = vectors @ examples.T
    if is_example is not None:
        rows = np.flatnonzero(is_example)
        cosines[rows, np.arange(len(rows))] = -1.0
    most = min(max(NEIGHBOURS), cosines.shape[1])
    nearest = -np.sort(-np.partition(cosines, -most, axis=1)[:, -most:], axis=1)
    return SIMILARITY_SCALE * np.stack([nearest[:, :count].mean(axis=1) for count in NEIGHBOURS], axis=1)
