"""Which question was asked: one decision over all answers and small talk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import skops.io
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.knowledge.text_features import TRUSTED_TYPES, letter_groups
from bot.language.encoder import Vector

FILE = "question_model.skops"
LETTER_DIMENSIONS = (
    200  # the letter groups' strongest directions; all of them train ten times as long and rank no better
)
TOLERANCE = 1e-3


@dataclass(frozen=True)
class Ranked:
    """A label (an entry id or an intent) and the probability that it was meant, 0 to 1."""

    label: str
    confidence: float


class QuestionModel:
    """Logistic regression on sentence vector and letter groups."""

    def __init__(
        self, letters: TfidfVectorizer, directions: TruncatedSVD, classifier: LogisticRegression, letter_weight: float
    ) -> None:
        self._letters = letters
        self._directions = directions
        self._classifier = classifier
        self._letter_weight = letter_weight

    @classmethod
    def fit(
        cls, vectors: Vector, texts: Sequence[str], labels: Sequence[str], inverse_penalty: float, letter_weight: float
    ) -> QuestionModel:
        """Trains on vectors (texts x dimensions) of length 1, normalised texts, and their labels.

        `inverse_penalty` is scikit-learn's C: larger means bolder confidences.
        """
        letters = letter_groups()
        groups = letters.fit_transform(texts)
        directions = TruncatedSVD(min(LETTER_DIMENSIONS, *groups.shape), random_state=0).fit(groups)
        classifier = LogisticRegression(C=inverse_penalty, max_iter=2000, tol=TOLERANCE, class_weight="balanced")
        model = cls(letters, directions, classifier, letter_weight)
        classifier.fit(model._features(vectors, texts), labels)
        return model

    def rank(self, vector: Vector, text: str) -> list[Ranked]:
        """All labels, most probable first, for one vector (dimensions,) and its normalised text."""
        confidences = self._classifier.predict_proba(self._features(vector[None, :], [text]))[0]
        order = np.argsort(-confidences)
        return [Ranked(str(self._classifier.classes_[i]), float(confidences[i])) for i in order]

    def save(self, directory: Path) -> None:
        """Writes the model without pickled code."""
        parts = {
            "letters": self._letters,
            "directions": self._directions,
            "classifier": self._classifier,
            "weight": self._letter_weight,
        }
        skops.io.dump(parts, directory / FILE)

    @classmethod
    def load(cls, directory: Path) -> QuestionModel:
        """Reads a saved model; raises TypeError if the file holds anything but known types."""
        parts = skops.io.load(directory / FILE, trusted=TRUSTED_TYPES)
        return cls(parts["letters"], parts["directions"], parts["classifier"], parts["weight"])

    def _features(self, vectors: Vector, texts: Sequence[str]) -> NDArray[np.float32]:
        letters = self._directions.transform(self._letters.transform(texts))
        return np.hstack([vectors, self._letter_weight * letters]).astype(np.float32)
