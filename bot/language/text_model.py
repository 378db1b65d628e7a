"""Two linear models of texts whose opinions are multiplied: one of the sentence vector, one of groups and what is told.

Groups are of letters and of words; what is told are further words about a text. Learnt together, the vector would be
trusted too much, for the encoder has seen the examples (docs/decisions.md). A few lines of numpy apply them, ten times
as fast as scikit-learn and from plain arrays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.language.encoder import Vector

LETTER_GROUP_SIZES = (2, 3, 4)
WORD_GROUP_SIZES = (1, 2, 3)
TOLD_WEIGHT = 0.5

Array = NDArray[np.float32]
Counted = tuple[tuple[str, ...], Array]  # the different groups of a text, each with 1 + log(how often it stands there)


@dataclass(frozen=True)
class Groups:
    """Groups of letters or words that a model knows, each with its weight by rarity."""

    places: dict[str, int]
    rarity: Array

    def weigh(self, counted: Counted) -> tuple[NDArray[np.intp], Array]:
        """Places and weights of the known groups of a text; the weights have length 1 together."""
        groups, shares = counted
        place_of = self.places.get
        places = np.array([place_of(group, -1) for group in groups], dtype=np.intp)
        is_known = places >= 0
        places = places[is_known]
        weights = shares[is_known] * self.rarity[places]
        return places, weights / (np.sqrt(weights @ weights) or 1.0)


@dataclass(frozen=True)
class TextModel:
    """Weights (features x labels) in the order: sentence vector, letter groups, word groups, what is told.

    `offsets` (2 x labels) are those of the vector's opinion, then those of all else; `powers` are those to which the
    two are raised in their product.
    """

    labels: tuple[str, ...]
    letters: Groups
    words: Groups
    told: dict[str, int]
    weights: Array
    offsets: Array
    powers: Array

    def shares(self, vector: Vector, normalised: str, told: Sequence[str] = ()) -> dict[str, float]:
        """How likely each label is the right one for a text in standard words; sums to 1."""
        start = len(vector)
        by_vector = vector @ self.weights[:start] + self.offsets[0]
        by_groups = self.offsets[1]
        for known, groups in ((self.letters, letter_groups), (self.words, word_groups)):
            places, weights = known.weigh(count(groups, normalised))
            by_groups = by_groups + weights @ self.weights[start + places]
            start += len(known.places)
        of_told = [start + self.told[word] for word in told if word in self.told]
        by_groups = by_groups + TOLD_WEIGHT * self.weights[of_told].sum(axis=0)
        doubt = self.powers @ np.logaddexp(0, -np.stack([by_vector, by_groups]))
        product = np.exp(doubt.min() - doubt)
        return dict(zip(self.labels, (product / product.sum()).tolist(), strict=True))

    def as_arrays(self) -> dict[str, NDArray[Any]]:
        """Plain arrays for a file; weights in half precision, which costs nothing that can be measured."""
        return {
            "labels": np.array(self.labels),
            "letters": np.array(list(self.letters.places)),
            "letter_rarity": self.letters.rarity.astype(np.float16),
            "words": np.array(list(self.words.places)),
            "word_rarity": self.words.rarity.astype(np.float16),
            "told": np.array(list(self.told), dtype=np.str_),
            "weights": self.weights.astype(np.float16),
            "offsets": self.offsets,
            "powers": self.powers,
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> TextModel:
        """What `as_arrays` has made; raises KeyError if a part is missing."""

        def places(name: str) -> dict[str, int]:
            return {str(word): place for place, word in enumerate(arrays[name])}

        def floats(name: str) -> Array:
            return arrays[name].astype(np.float32)

        return cls(
            labels=tuple(str(label) for label in arrays["labels"]),
            letters=Groups(places("letters"), floats("letter_rarity")),
            words=Groups(places("words"), floats("word_rarity")),
            told=places("told"),
            weights=floats("weights"),
            offsets=floats("offsets"),
            powers=floats("powers"),
        )


@lru_cache(maxsize=128)
def count(groups: Callable[[str], Sequence[str]], text: str) -> Counted:
    """The groups of a text, counted once for all models that know some of them."""
    counts = Counter(groups(text))
    shares = 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
    return tuple(counts), shares.astype(np.float32, copy=False)


def letter_groups(text: str) -> tuple[str, ...]:
    """Groups of 2 to 4 letters within words, a blank at each end of a word; they survive misspelling."""
    padded = [f" {word} " for word in text.split()]
    return tuple(
        word[i : i + size] for word in padded for size in LETTER_GROUP_SIZES for i in range(len(word) - size + 1)
    )


def word_groups(text: str) -> list[str]:
    """Words, pairs and triples of words."""
    words = text.split()
    return [" ".join(words[i : i + size]) for size in WORD_GROUP_SIZES for i in range(len(words) - size + 1)]
