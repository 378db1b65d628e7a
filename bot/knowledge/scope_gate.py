"""Whether a message is about our subject at all: a gate with a score of its own.

scikit-learn fits it; a few lines of numpy apply it from plain arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from bot.language.encoder import Vector
from bot.language.text_model import Array, Groups, count, letter_groups

FILE = "scope_gate.npz"
NEIGHBOURS = (1, 3, 10)  # mean similarity to so many nearest examples, inside and outside
LEAST_EXAMPLES = 2  # that hold a group of letters
FIRST_INVERSE_PENALTY = 5.0
MAIN_AXES = 96  # of the sentence vectors; along them the likely nearest of many examples are found
LIKELY = 600  # of these the cosines are exact, so that of 890 messages none scores otherwise by more than a hundredth
SIMILARITY_SCALE = 10.0  # brings cosines near the range of the first opinion
FOLDS = 5
ROWS_AT_ONCE = 1000  # all cosines of 30,000 examples with each other would be gigabytes

Opinions = NDArray[np.float64]


@dataclass(frozen=True)
class _Parts:
    """The gate as plain arrays: letter groups with their rarity, both steps' weights with the offset last, examples.

    `axes` (dimensions x MAIN_AXES) turns a vector to the main axes, `turned` are the examples inside along them.
    """

    letters: NDArray[np.str_]
    rarity: Array
    first: Array
    second: Array
    axes: Array
    turned: Array
    inside: NDArray[np.float16]
    outside: Vector


class Thresholds(NamedTuple):
    """The score from which on a message is ours, named as in config.yml; a message is clear from `clear_from` on."""

    threshold: float
    threshold_of_unclear: float
    clear_from: float
    threshold_of_follow_ups: float
    threshold_of_several: float

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Thresholds:
        """Those of the component's part of config.yml."""
        return cls(*(float(config[name]) for name in cls._fields))

    def for_message(self, questions: int, confidence: float, follows: bool) -> float:
        """Whoever has asked us something is seldom about another subject in the few words that follow.

        A message about another subject is hardly ever two questions of ours at once, and seldom clearly one of them:
        `confidence` is that of the best question or small talk.
        """
        if questions > 1:
            return self.threshold_of_several
        if follows:
            return self.threshold_of_follow_ups
        return self.threshold if confidence >= self.clear_from else self.threshold_of_unclear


class ScopeGate:
    """Two steps: a linear opinion on the text, then weighed against the nearest examples of both sides.

    The second step is what generalises to subjects that no example names: they are far from all
    examples of ours. It learns from opinions and neighbours that leave the example itself out.
    """

    def __init__(self, parts: _Parts) -> None:
        self._parts = parts
        self._letters = Groups({str(group): place for place, group in enumerate(parts.letters)}, parts.rarity)

    @classmethod
    def fit(cls, vectors: Vector, texts: Sequence[str], in_scope: Sequence[bool]) -> ScopeGate:
        """Trains on vectors (texts x dimensions) of length 1, normalised texts, and whether each is ours."""
        ours = np.array(in_scope, dtype=bool)
        letters = TfidfVectorizer(analyzer=letter_groups, min_df=LEAST_EXAMPLES, sublinear_tf=True, dtype=np.float32)
        features = hstack([csr_matrix(vectors), letters.fit_transform(texts)], format="csr")
        first = LogisticRegression(C=FIRST_INVERSE_PENALTY, solver="liblinear", dual=True, tol=1e-2, random_state=0)
        opinions = cross_val_predict(first, features, ours, cv=FOLDS, method="decision_function")
        inside, outside = vectors[ours], vectors[~ours]
        second = LogisticRegression(max_iter=2000)
        second.fit(np.c_[opinions, _near(vectors, inside, ours), _near(vectors, outside, ~ours)], ours)
        groups = letters.get_feature_names_out().astype(np.str_)
        steps = (_weights(first.fit(features, ours)), _weights(second))
        axes = _main_axes(inside)
        return cls(
            _Parts(
                groups,
                letters.idf_.astype(np.float32),
                *steps,
                axes=axes,
                turned=inside @ axes,
                inside=inside.astype(np.float16),
                outside=outside,
            )
        )

    def score(self, vector: Vector, text: str) -> float:
        """How sure it is, 0 to 1, that a message is ours; vector (dimensions,) and normalised text."""
        places, shares = self._letters.weigh(count(letter_groups, text))
        of_vector, of_letters = self._parts.first[: len(vector)], self._parts.first[len(vector) :]
        opinion = vector @ of_vector + shares @ of_letters[places] + self._parts.first[-1]
        near = [_near(vector[None, :], side)[0] for side in (self._likely_nearest(vector), self._parts.outside)]
        total = self._parts.second @ np.concatenate([[opinion], *near, [1.0]])
        return float(1 / (1 + np.exp(-total)))

    def _likely_nearest(self, vector: Vector) -> Vector:
        """The examples inside that are nearest along the main axes, whole."""
        likeness = self._parts.turned @ (vector @ self._parts.axes)
        most = min(LIKELY, len(likeness))
        return self._parts.inside[np.argpartition(likeness, -most)[-most:]].astype(np.float32)

    def save(self, directory: Path) -> None:
        """Writes the gate as plain arrays."""
        np.savez(directory / FILE, **{each.name: getattr(self._parts, each.name) for each in fields(_Parts)})

    @classmethod
    def load(cls, directory: Path) -> ScopeGate:
        """Reads a saved gate; raises ValueError if the file holds anything but arrays, KeyError if one is missing."""
        with np.load(directory / FILE, allow_pickle=False) as stored:
            return cls(_Parts(**{each.name: stored[each.name] for each in fields(_Parts)}))


def _weights(model: LogisticRegression) -> Array:
    return np.append(model.coef_[0], model.intercept_).astype(np.float32)


def _main_axes(vectors: Vector) -> Array:
    """The directions, one a column, along which vectors have most of their length."""
    axes = np.linalg.eigh(vectors.T @ vectors)[1][:, -MAIN_AXES:]
    return np.ascontiguousarray(axes, dtype=np.float32)


def _near(vectors: Vector, examples: Vector, is_example: NDArray[np.bool_] | None = None) -> Opinions:
    """Scaled mean cosine to the nearest examples, one column for each of NEIGHBOURS.

    Rows marked in `is_example` are the examples themselves, in order, and do not count as their own neighbour.
    """
    most = min(max(NEIGHBOURS), len(examples))
    row_of = np.flatnonzero(is_example) if is_example is not None else np.empty(0, np.intp)
    blocks = []
    for start in range(0, len(vectors), ROWS_AT_ONCE):
        cosines = vectors[start : start + ROWS_AT_ONCE] @ examples.T
        own = np.flatnonzero((row_of >= start) & (row_of < start + ROWS_AT_ONCE))
        cosines[row_of[own] - start, own] = -1.0
        blocks.append(np.partition(cosines, -most, axis=1)[:, -most:])
    nearest = -np.sort(-np.concatenate(blocks), axis=1)
    return SIMILARITY_SCALE * np.stack([nearest[:, :count].mean(axis=1) for count in NEIGHBOURS], axis=1)
