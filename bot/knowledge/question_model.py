"""Which question was asked: one decision over all answers and small talk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import skops.io
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.knowledge.text_features import TRUSTED_TYPES, join_features, letter_groups
from bot.language.encoder import Vector

FILE = "question_model.skops"


@dataclass(frozen=True)
class Ranked:
    """A label (an entry id or an intent) and the probability that it was meant, 0 to 1."""

    label: str
    confidence: float


class QuestionModel:
    """Logistic regression on sentence vector and letter groups."""

    def __init__(self, letters: TfidfVectorizer, classifier: LogisticRegression, letter_weight: float) -> None:
        self._letters = letters
        self._classifier = classifier
        self._letter_weight = letter_weight

    @classmethod
    def fit(
        cls, vectors: Vector, texts: Sequence[str], labels: Sequence[str], inverse_penalty: float, letter_weight: float
    ) -> QuestionModel:
        """Trains on vectors (texts x dimensions) of length 1, normalised texts, and their labels.

        `inverse_penalty` is scikit-learn's C: larger means bolder confidences.
        """
        letters = letter_groups().fit(texts)
        classifier = LogisticRegression(C=inverse_penalty, max_iter=2000, class_weight="balanced")
        classifier.fit(join_features(vectors, texts, letters, letter_weight), labels)
        return cls(letters, classifier, letter_weight)

    def rank(self, vector: Vector, text: str) -> list[Ranked]:
        """All labels, most probable first, for one vector (dimensions,) and its normalised text."""
        features = join_features(vector[None, :], [text], self._letters, self._letter_weight)
        confidences = self._classifier.predict_proba(features)[0]
        order = np.argsort(-confidences)
        return [Ranked(str(self._classifier.classes_[i]), float(confidences[i])) for i in order]

    def save(self, directory: Path) -> None:
        """Writes the model without pickled code."""
        skops.io.dump(
            {"letters": self._letters, "classifier": self._classifier, "weight": self._letter_weight}, directory / FILE
        )

    @classmethod
    def load(cls, directory: Path) -> QuestionModel:
        """Reads a saved model; raises TypeError if the file holds anything but known types."""
        parts = skops.io.load(directory / FILE, trusted=TRUSTED_TYPES)
        return cls(parts["letters"], parts["classifier"], parts["weight"])
