"""How like a text is to examples of opt-outs, for wordings that no rule has.

A linear model over the sentence vector and groups of letters and words, learnt from the made-up texts of
`data/sms/examples/`. It is frozen: `make opt-out` makes it, it is measured, and it is kept beside the rules.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from bot.data_files import DATA_DIR, read_mapping
from bot.language.document import Document
from bot.language.frozen_model import FrozenModel, FrozenModelError, load_frozen_model

FILE = DATA_DIR / "sms" / "opt_out.npz"
BOUNDS_FILE = DATA_DIR / "sms" / "opt_out_bounds.yml"
NO_OPT_OUT = "none"  # the label of all other texts
MOST_SENTENCES = 4  # of a text that are looked at one by one; each costs a pass of the encoder

Likely = Literal["stop", "doubtful_stop", "wrong_number"]


class LikenessError(Exception):
    """The frozen model is missing, or was made with another encoder."""


class LikenessBounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From which likeness on a text, or one sentence of several, is an opt-out, and a doubtful one."""

    clear: float
    doubtful: float
    clear_sentence: float
    doubtful_sentence: float


class OptOutLikeness:
    """The frozen model with the bounds that were measured for it."""

    def __init__(self, frozen: FrozenModel, bounds: LikenessBounds) -> None:
        self._frozen = frozen
        self._bounds = bounds

    def read(self, document: Document) -> Likely | None:
        """What the text is most like; None where it is like other texts."""
        whole, sentences = document.normalised, sentences_of(document)
        bounds = self._bounds
        found = [self._judge(whole, bounds.clear, bounds.doubtful)]
        if len(sentences) > 1:
            found += [self._judge(each, bounds.clear_sentence, bounds.doubtful_sentence) for each in sentences]
        return next((likely for likely in ("wrong_number", "stop", "doubtful_stop") if likely in found), None)

    def shares(self, normalised: str) -> dict[str, float]:
        """How likely each label is the right one for a text in standard words; sums to 1."""
        return self._frozen.shares(normalised)

    def _judge(self, normalised: str, clear: float, doubtful: float) -> Likely | None:
        shares = self.shares(normalised)
        likeness = 1 - shares[NO_OPT_OUT]
        if likeness < doubtful:
            return None
        if likeness < clear:
            return "doubtful_stop"
        return "wrong_number" if shares["wrong_number"] > shares["stop"] else "stop"


def sentences_of(document: Document) -> list[str]:
    """The first sentences of a text in standard words."""
    return [document.standard(span) for span in document.sentences[:MOST_SENTENCES]]


def load_likeness(path: Path = FILE) -> OptOutLikeness:
    """The frozen model with its bounds; raises LikenessError with what to do."""
    try:
        frozen = load_frozen_model(path)
    except FrozenModelError as problem:
        raise LikenessError(f"The likeness of opt-outs {problem}. Run `make opt-out`.") from problem
    return OptOutLikeness(frozen, load_bounds())


def load_bounds(path: Path = BOUNDS_FILE) -> LikenessBounds:
    """The bounds that were measured; raises DataFileError for one that is missing."""
    return read_mapping(path, "opt_out_bounds", LikenessBounds)
