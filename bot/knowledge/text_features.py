"""What the classifiers see of a text: its sentence vector beside its letter groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.language.encoder import Vector

TRUSTED_TYPES = ["scipy.sparse._csr.csr_matrix"]  # what skops may load besides scikit-learn's own types


def letter_groups() -> TfidfVectorizer:
    """Groups of 2 to 4 letters within words, as tf-idf of length 1; they survive misspelling."""
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2, dtype=np.float32)


def join_features(vectors: Vector, texts: Sequence[str], letters: TfidfVectorizer, weight: float) -> csr_matrix:
    """Sentence vectors (texts x dimensions) beside weighted letter groups; both parts have length 1 before weighting.

    Without that, raw counts drown the sentence vectors.
    """
    return hstack([csr_matrix(vectors), weight * letters.transform(texts)]).tocsr()
