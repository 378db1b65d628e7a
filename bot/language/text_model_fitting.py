"""Fits a TextModel with scikit-learn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.language.encoder import Vector
from bot.language.text_model import TOLD_WEIGHT, Groups, TextModel, letter_groups, word_groups

MOST_ROUNDS = 200
TOLERANCE = 1e-2  # coarser than the default by a hundred, which trains three times as fast and ranks the same


@dataclass(frozen=True)
class Settings:
    """How a model is fitted.

    `inverse_penalty` is scikit-learn's C: larger means bolder. Groups that stand in fewer than `least_examples` texts
    are left out. `balanced` gives each label the same weight, however many examples it has.
    """

    inverse_penalty: float
    least_examples: int
    balanced: bool = False


def fit_text_model(
    vectors: Vector,
    texts: Sequence[str],
    labels: Sequence[str],
    settings: Settings,
    told: Sequence[Sequence[str]] | None = None,
) -> TextModel:
    """Learns from vectors (texts x dimensions) of length 1, texts in standard words, their labels and what is told."""
    letters, words = (_rarity(groups, settings.least_examples).fit(texts) for groups in (letter_groups, word_groups))
    parts = [csr_matrix(vectors), letters.transform(texts), words.transform(texts)]
    places: dict[str, int] = {}
    if told is not None:
        counter = CountVectorizer(analyzer=lambda words: words, binary=True, dtype=np.float32)
        parts.append(TOLD_WEIGHT * counter.fit_transform(told))
        places = _in_order(counter.vocabulary_)
    model = LogisticRegression(
        C=settings.inverse_penalty,
        solver="liblinear",
        dual=True,
        max_iter=MOST_ROUNDS,
        tol=TOLERANCE,
        random_state=0,
        class_weight="balanced" if settings.balanced else None,
    )
    model.fit(hstack(parts, format="csr"), labels)
    return TextModel(
        labels=tuple(str(label) for label in model.classes_),
        letters=_groups(letters),
        words=_groups(words),
        told=places,
        weights=model.coef_.T.astype(np.float32),
        offsets=model.intercept_.astype(np.float32),
    )


def _rarity(groups: Callable[[str], list[str]], least_examples: int) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer=groups, min_df=least_examples, sublinear_tf=True, dtype=np.float32)


def _groups(vectorizer: TfidfVectorizer) -> Groups:
    return Groups(_in_order(vectorizer.vocabulary_), vectorizer.idf_.astype(np.float32))


def _in_order(places: dict[str, int]) -> dict[str, int]:
    return {word: int(place) for word, place in sorted(places.items(), key=lambda item: item[1])}
