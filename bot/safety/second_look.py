"""A second look at each message: how like is it to examples of each fixed text? It may raise a level, never lower one.

Where the rules of `signs.yml` know phrases, this knows likeness: a linear model over the sentence vector, groups of
letters and words, and the findings with their assertions, learnt from the made-up messages of `data/safety/examples/`.
The model is frozen: `make second-look` makes it, it is measured, and it is kept beside the rules, so that no training
on a clinic's machine can change what was measured.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from zipfile import BadZipFile

import msgspec
import numpy as np

from bot.answer import Level
from bot.data_files import read_mapping
from bot.language.document import Document
from bot.language.encoder import EncoderError, SentenceEncoder, Vector, shared_encoder
from bot.language.text_model import TextModel
from bot.safety.signs import SAFETY_DIR

FILE = SAFETY_DIR / "second_look.npz"
BOUNDS_FILE = SAFETY_DIR / "second_look.yml"
LATE_HOURS = (20, 44, 60, 84, 130)  # the borders of the time and severity grid
PROBES = ("i cannot breathe", "is it normal to be sore", "what should i wear", "see you on friday")
LEAST_AGREEMENT = 0.98  # cosine; another quantisation of the same encoder keeps it


class SecondLookError(Exception):
    """The frozen model is missing, or was made with another encoder."""


class LevelBounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The probability from which on a message is raised to each level."""

    routine: float
    urgent: float
    emergency: float

    @property
    def highest_first(self) -> tuple[tuple[Level, float], ...]:
        """Each level to which a message can be raised, with its bound."""
        return (("emergency", self.emergency), ("urgent", self.urgent), ("routine", self.routine))


class Bounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The bounds where the rules have found nothing, and where they have understood a mild complaint."""

    nothing_found: LevelBounds
    understood: LevelBounds


class SecondLook:
    """The frozen model with the encoder it was made with, and the bounds that were measured for it."""

    def __init__(self, model: TextModel, encoder: SentenceEncoder, bounds: Bounds) -> None:
        self.bounds = bounds
        self._model = model
        self._encoder = encoder

    def likeness(self, document: Document, hours: float | None) -> dict[str, float]:
        """How likely each fixed text is the right one, by its id, and `none` for none; sums to 1.

        `hours` is the time since the session, None where nobody says it.
        """
        vector = self._encoder.encode(document.normalised)
        return self._model.shares(vector, document.normalised, told(document, hours))


def told(document: Document, hours: float | None) -> list[str]:
    """What the rules have understood: findings with assertion and person, and the place in the grid of times."""
    words = {f"{finding.concept}/{finding.assertion}" for finding in document.findings}
    words |= {f"other/{finding.concept}" for finding in document.findings if finding.other_person}
    if hours is not None:
        words.add(f"time/{sum(hours >= border for border in LATE_HOURS)}")
    return sorted(words)


def save(model: TextModel, encoder: SentenceEncoder, made_from: str, path: Path = FILE) -> None:
    """Writes the model as plain arrays, with its encoder's name and a fingerprint of what it was made from."""
    np.savez_compressed(
        path,
        **model.as_arrays(),
        encoder=np.array(encoder.facts.name),
        probes=probe(encoder.encode),
        made_from=np.array(made_from),
    )


def load_second_look(path: Path = FILE) -> SecondLook:
    """The frozen model with its encoder; raises SecondLookError with what to do."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            parts = {name: stored[name] for name in stored.files}
        encoder, probes, model = shared_encoder(str(parts["encoder"])), parts["probes"], TextModel.from_arrays(parts)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error, EncoderError) as problem:
        raise SecondLookError(f"The second look cannot be loaded ({problem}). Run `make second-look`.") from problem
    given = probe(encoder.encode)
    if given.shape != probes.shape or (given * probes).sum(axis=1).min() < LEAST_AGREEMENT:
        raise SecondLookError("The second look was made with another encoder. Run `make second-look`.")
    return SecondLook(model, encoder, load_bounds())


def made_from(path: Path = FILE) -> str:
    """The fingerprint of what the frozen model was made from."""
    with np.load(path, allow_pickle=False) as stored:
        return str(stored["made_from"])


def load_bounds(path: Path = BOUNDS_FILE) -> Bounds:
    """From which probability on a message is raised to a level; raises DataFileError for a level that is missing."""
    return read_mapping(path, "second_look", Bounds)


def probe(encode: Callable[[str], Vector]) -> Vector:
    """Vectors of sentences by which an encoder is known, however its file was written."""
    return np.stack([encode(sentence) for sentence in PROBES])
