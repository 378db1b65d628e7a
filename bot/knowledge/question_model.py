"""Which question was asked: one decision over all answers and small talk."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.language.encoder import Vector
from bot.language.text_model import TextModel
from bot.language.text_model_fitting import Settings, fit_text_model

FILE = "question_model.npz"
LEAST_EXAMPLES = 8  # that hold a group of letters or words; 2 to 8 are as good, and 8 needs a quarter of the memory
POWERS = 0.5, 0.8  # of the opinions of vector and groups


class Ranked(NamedTuple):
    """A label (an entry id or an intent) and the probability that it was meant, 0 to 1."""

    label: str
    confidence: float


class QuestionModel:
    """What logistic regression says of the sentence vector, and what it says of letter groups and word groups."""

    def __init__(self, model: TextModel) -> None:
        self._model = model

    @classmethod
    def fit(cls, vectors: Vector, texts: Sequence[str], labels: Sequence[str], inverse_penalty: float) -> QuestionModel:
        """Trains on vectors (texts x dimensions) of length 1, normalised texts, and their labels.

        `inverse_penalty` is scikit-learn's C: larger means bolder confidences.
        """
        settings = Settings(inverse_penalty, LEAST_EXAMPLES, POWERS, balanced=True)
        return cls(fit_text_model(vectors, texts, labels, settings))

    def rank(self, vector: Vector, text: str) -> list[Ranked]:
        """All labels, most probable first, for one vector (dimensions,) and its normalised text."""
        shares = self._model.shares(vector, text)
        return [Ranked(*each) for each in sorted(shares.items(), key=itemgetter(1), reverse=True)]

    def save(self, directory: Path) -> None:
        """Writes the model as plain arrays."""
        np.savez(directory / FILE, **self._model.as_arrays())

    @classmethod
    def load(cls, directory: Path) -> QuestionModel:
        """Reads a saved model; raises ValueError if the file holds anything but arrays."""
        with np.load(directory / FILE, allow_pickle=False) as stored:
            return cls(TextModel.from_arrays({name: stored[name] for name in stored.files}))
