"""A second look at each message: how like is it to examples of each fixed text? It may raise a level, never lower one.

Where the rules of `signs.yml` know phrases, this knows likeness: a linear model over the sentence vector, groups of
letters and words, and the findings with their assertions, learnt from the made-up messages of `data/safety/examples/`.
The model is frozen: `make second-look` makes it, it is measured, and it is kept beside the rules, so that no training
on a clinic's machine can change what was measured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.data_files import read_mapping
from bot.language.document import Document
from bot.language.encoder import EncoderError, SentenceEncoder, Vector, shared_encoder
from bot.safety.signs import SAFETY_DIR

FILE = SAFETY_DIR / "second_look.npz"
BOUNDS_FILE = SAFETY_DIR / "second_look.yml"
LETTER_GROUP_SIZES = (2, 3, 4)
WORD_GROUP_SIZES = (1, 2, 3)
FINDING_WEIGHT = 0.5
LATE_HOURS = (20, 44, 60, 84, 130)  # the borders of the time and severity grid
PROBES = ("i cannot breathe", "is it normal to be sore", "what should i wear", "see you on friday")
LEAST_AGREEMENT = 0.98  # cosine; another quantisation of the same encoder keeps it

Array = NDArray[np.float32]


class SecondLookError(Exception):
    """The frozen model is missing, or was made with another encoder."""


@dataclass(frozen=True)
class Groups:
    """Groups of letters or words that the model knows, each with its weight by rarity."""

    places: dict[str, int]
    rarity: Array

    def weigh(self, groups: Sequence[str]) -> tuple[list[int], Array]:
        """Places and weights of the known groups of a text; the weights have length 1 together."""
        counts = Counter(self.places[group] for group in groups if group in self.places)
        places = list(counts)
        weights = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * self.rarity[places]
        return places, weights / (np.sqrt((weights**2).sum()) or 1.0)


@dataclass(frozen=True)
class FrozenModel:
    """Weights (features x texts) in the order: sentence vector, letter groups, word groups, what was told."""

    texts: tuple[str, ...]
    letters: Groups
    words: Groups
    told: dict[str, int]
    weights: Array
    offsets: Array

    def shares(self, vector: Vector, normalised: str, told: Sequence[str]) -> dict[str, float]:
        """How likely each text is the right one; sums to 1."""
        start = len(vector)
        score = vector @ self.weights[:start] + self.offsets
        for known, groups in ((self.letters, letter_groups(normalised)), (self.words, word_groups(normalised))):
            places, weights = known.weigh(groups)
            score = score + weights @ self.weights[[start + place for place in places]]
            start += len(known.places)
        places = [start + self.told[word] for word in told if word in self.told]
        score = score + FINDING_WEIGHT * self.weights[places].sum(axis=0)
        single = 1 / (1 + np.exp(-score))
        return dict(zip(self.texts, (single / single.sum()).tolist(), strict=True))


class SecondLook:
    """The frozen model with the encoder it was made with."""

    def __init__(self, model: FrozenModel, encoder: SentenceEncoder) -> None:
        self._model = model
        self._encoder = encoder

    def likeness(self, document: Document, hours: float | None) -> dict[str, float]:
        """How likely each fixed text is the right one, by its id, and `none` for none; sums to 1.

        `hours` is the time since the session, None where nobody says it.
        """
        vector = self._encoder.encode(document.normalised)
        return self._model.shares(vector, document.normalised, told(document, hours))


def letter_groups(text: str) -> list[str]:
    """Groups of 2 to 4 letters within words, a blank at each end of a word; they survive misspelling."""
    padded = [f" {word} " for word in text.split()]
    return [word[i : i + size] for word in padded for size in LETTER_GROUP_SIZES for i in range(len(word) - size + 1)]


def word_groups(text: str) -> list[str]:
    """Words, pairs and triples of words."""
    words = text.split()
    return [" ".join(words[i : i + size]) for size in WORD_GROUP_SIZES for i in range(len(words) - size + 1)]


def told(document: Document, hours: float | None) -> list[str]:
    """What the rules have understood: findings with assertion and person, and the place in the grid of times."""
    words = {f"{finding.concept}/{finding.assertion}" for finding in document.findings}
    words |= {f"other/{finding.concept}" for finding in document.findings if finding.other_person}
    if hours is not None:
        words.add(f"time/{sum(hours >= border for border in LATE_HOURS)}")
    return sorted(words)


def save(model: FrozenModel, encoder: SentenceEncoder, made_from: str, path: Path = FILE) -> None:
    """Writes the model as plain arrays, with its encoder's name and a fingerprint of what it was made from."""
    np.savez_compressed(
        path,
        texts=np.array(model.texts),
        letters=np.array(list(model.letters.places)),
        letter_rarity=model.letters.rarity.astype(np.float16),
        words=np.array(list(model.words.places)),
        word_rarity=model.words.rarity.astype(np.float16),
        told=np.array(list(model.told)),
        weights=model.weights.astype(np.float16),
        offsets=model.offsets.astype(np.float32),
        encoder=np.array(encoder.facts.name),
        probes=probe(encoder.encode),
        made_from=np.array(made_from),
    )


def load_second_look(path: Path = FILE) -> SecondLook:
    """The frozen model with its encoder; raises SecondLookError with what to do."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            parts = {name: stored[name] for name in stored.files}
        encoder = shared_encoder(str(parts["encoder"]))
    except (OSError, ValueError, KeyError, EncoderError) as problem:
        raise SecondLookError(f"The second look cannot be loaded ({problem}). Run `make second-look`.") from problem
    given = probe(encoder.encode)
    if given.shape != parts["probes"].shape or (given * parts["probes"]).sum(axis=1).min() < LEAST_AGREEMENT:
        raise SecondLookError("The second look was made with another encoder. Run `make second-look`.")
    return SecondLook(_model(parts), encoder)


def made_from(path: Path = FILE) -> str:
    """The fingerprint of what the frozen model was made from."""
    with np.load(path, allow_pickle=False) as stored:
        return str(stored["made_from"])


def load_bounds(path: Path = BOUNDS_FILE) -> dict[str, dict[str, float]]:
    """From which probability on a message is raised to a level; see the file."""
    return read_mapping(path, "second_look", dict[str, dict[str, float]])


def probe(encode: Callable[[str], Vector]) -> Vector:
    """Vectors of sentences by which an encoder is known, however its file was written."""
    return np.stack([encode(sentence) for sentence in PROBES])


def _model(parts: dict[str, NDArray[np.generic]]) -> FrozenModel:
    def places(name: str) -> dict[str, int]:
        return {str(word): place for place, word in enumerate(parts[name])}

    def floats(name: str) -> Array:
        return parts[name].astype(np.float32)

    return FrozenModel(
        texts=tuple(str(text) for text in parts["texts"]),
        letters=Groups(places("letters"), floats("letter_rarity")),
        words=Groups(places("words"), floats("word_rarity")),
        told=places("told"),
        weights=floats("weights"),
        offsets=floats("offsets"),
    )
