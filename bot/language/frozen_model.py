"""A text model that is made once, measured and kept, with the encoder it was made with.

The file holds plain arrays: the model, the encoder's name, vectors by which that encoder is known again, and a
fingerprint of what the model was made from.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.language.encoder import LAST_TEXTS, EncoderError, SentenceEncoder, Vector, shared_encoder
from bot.language.text_model import TextModel

PROBES = ("i cannot breathe", "is it normal to be sore", "what should i wear", "see you on friday")
LEAST_AGREEMENT = 0.98  # cosine; another quantisation of the same encoder keeps it


class FrozenModelError(Exception):
    """The file is missing or damaged, or was made with another encoder; says it as the end of a sentence."""


@dataclass(frozen=True)
class FrozenModel:
    """A model with the encoder that its sentence vectors come from."""

    model: TextModel
    encoder: SentenceEncoder

    def shares(self, normalised: str, told: Sequence[str] = ()) -> dict[str, float]:
        """How likely each label is the right one for a text in standard words; sums to 1."""
        return self._recent(normalised, tuple(told))

    @cached_property
    def _recent(self) -> Callable[..., dict[str, float]]:
        """A message is judged before anything else, and once more as the last word."""
        return lru_cache(maxsize=LAST_TEXTS)(self._shares)

    def _shares(self, normalised: str, told: tuple[str, ...]) -> dict[str, float]:
        return self.model.shares(self.encoder.encode(normalised), normalised, told)

    def save(self, made_from: str, path: Path) -> None:
        """Writes the file; `made_from` is the fingerprint of what the model was made from."""
        np.savez_compressed(
            path,
            **self.model.as_arrays(),
            encoder=np.array(self.encoder.facts.name),
            probes=probe(self.encoder.encode),
            made_from=np.array(made_from),
        )


def load_frozen_model(path: Path) -> FrozenModel:
    """What `save` has written; raises FrozenModelError if it cannot be used here."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            parts = {name: stored[name] for name in stored.files}
        encoder, probes, model = shared_encoder(str(parts["encoder"])), parts["probes"], TextModel.from_arrays(parts)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error, EncoderError) as problem:
        raise FrozenModelError(f"cannot be loaded ({problem})") from problem
    given = probe(encoder.encode)
    if given.shape != probes.shape or (given * probes).sum(axis=1).min() < LEAST_AGREEMENT:
        raise FrozenModelError("was made with another encoder")
    return FrozenModel(model, encoder)


def kept_fingerprint(path: Path) -> str:
    """The fingerprint of what the model in a file was made from."""
    with np.load(path, allow_pickle=False) as stored:
        return str(stored["made_from"])


def probe(encode: Callable[[str], Vector]) -> Vector:
    """Vectors of sentences by which an encoder is known, however its file was written."""
    return np.stack([encode(sentence) for sentence in PROBES])
