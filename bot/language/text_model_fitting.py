"""Fits a TextModel: scikit-learn finds and weighs the groups, our own solver learns the weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from bot.language.encoder import Vector
from bot.language.one_against_rest import fit_one_against_rest
from bot.language.text_model import TOLD_WEIGHT, Array, Groups, TextModel, letter_groups, word_groups

VECTOR_SHARE = 0.25  # of C, for the opinion of the vector: the encoder has learnt the examples already


@dataclass(frozen=True)
class Settings:
    """How a model is fitted.

    `inverse_penalty` is scikit-learn's C for the opinion of the groups: larger means bolder. Groups that stand in fewer
    than `least_examples` texts are left out. `powers` are those of the two opinions, of the vector and of the groups,
    in their product: small ones make the shares more alike. `balanced` gives each label the same weight, however many
    examples it has.
    """

    inverse_penalty: float
    least_examples: int
    powers: tuple[float, float]
    balanced: bool = False


def fit_text_model(
    vectors: Vector,
    texts: Sequence[str],
    labels: Sequence[str],
    settings: Settings,
    told: Sequence[Sequence[str]] | None = None,
) -> TextModel:
    """Learns from vectors (texts x dimensions) of length 1, texts in standard words, their labels and what is told."""
    letters, words = (_rarity(groups, settings.least_examples) for groups in (letter_groups, word_groups))
    parts = [letters.fit_transform(texts), words.fit_transform(texts)]
    places: dict[str, int] = {}
    if told is not None:
        counter = CountVectorizer(analyzer=lambda words: words, binary=True, dtype=np.float32)
        parts.append(TOLD_WEIGHT * counter.fit_transform(told))
        places = _in_order(counter.vocabulary_)
    names, numbers = np.unique(labels, return_inverse=True)
    penalties, rows = _penalties(numbers, settings), len(texts)
    by_vector = fit_one_against_rest(vectors, csr_matrix((rows, 0)), numbers, VECTOR_SHARE * penalties)
    by_groups = fit_one_against_rest(np.zeros((rows, 0), np.float32), hstack(parts, format="csr"), numbers, penalties)
    return TextModel(
        labels=tuple(str(label) for label in names),
        letters=_groups(letters),
        words=_groups(words),
        told=places,
        weights=np.vstack([by_vector.weights, by_groups.weights]),
        offsets=np.stack([by_vector.offsets, by_groups.offsets]),
        powers=np.array(settings.powers, dtype=np.float32),
    )


def _penalties(numbers: NDArray[np.intp], settings: Settings) -> Array:
    """C for examples of other labels, then for each label's own; `balanced` as scikit-learn has it."""
    counts = np.bincount(numbers)
    shares = len(numbers) / (len(counts) * counts) if settings.balanced else np.ones(len(counts))
    return np.float32(settings.inverse_penalty) * np.concatenate([[1.0], shares]).astype(np.float32)


def _rarity(groups: Callable[[str], Sequence[str]], least_examples: int) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer=groups, min_df=least_examples, sublinear_tf=True, dtype=np.float32)


def _groups(vectorizer: TfidfVectorizer) -> Groups:
    return Groups(_in_order(vectorizer.vocabulary_), vectorizer.idf_.astype(np.float32))


def _in_order(places: dict[str, int]) -> dict[str, int]:
    return {word: int(place) for word, place in sorted(places.items(), key=lambda item: item[1])}
