"""A second look at each message: how like is it to examples of each fixed text? It may raise a level, never lower one.

Where the rules of `signs.yml` know phrases, this knows likeness: a linear model over the sentence vector, groups of
letters and words, and the findings with their assertions, learnt from the made-up messages of `data/safety/examples/`.
The model is frozen: `make second-look` makes it, it is measured, and it is kept beside the rules, so that no training
on a clinic's machine can change what was measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from bot.answer import Level
from bot.data_files import read_mapping
from bot.language.document import Document
from bot.language.frozen_model import FrozenModel, FrozenModelError, load_frozen_model
from bot.safety.signs import SAFETY_DIR

FILE = SAFETY_DIR / "second_look.npz"
BOUNDS_FILE = SAFETY_DIR / "second_look.yml"
SHORTEST_SENTENCE = 3  # words; fewer are like anything
MOST_SENTENCES = 12  # that are looked at alone
LATE_HOURS = (20, 44, 60, 84, 130)  # the borders of the time and severity grid


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
    """The bounds where the rules have found nothing, and where they have understood a mild complaint or a question.

    `beside_urgent` is the bound of an emergency where likeness makes the level urgent in any case, `ruled_urgent` where
    the rules do, `sentence` that of an emergency that one sentence of several is like.
    """

    nothing_found: LevelBounds
    understood: LevelBounds
    beside_urgent: float
    ruled_urgent: float
    sentence: float


@dataclass(frozen=True)
class SecondLook:
    """The frozen model and the bounds that were measured for it."""

    frozen: FrozenModel
    bounds: Bounds

    def likeness(self, document: Document, hours: float | None) -> dict[str, float]:
        """How likely each fixed text is the right one, by its id, and `none` for none; sums to 1.

        `hours` is the time since the session, None where nobody says it.
        """
        return self.frozen.shares(document.normalised, told(document, hours))

    def likeness_of_sentences(self, document: Document) -> Iterator[dict[str, float]]:
        """The same for each sentence of several, whenever it was: a long story hides what one of them says."""
        sentences = document.sentences
        for span in sentences[:MOST_SENTENCES]:
            if len(sentences) > 1 and span.last - span.first >= SHORTEST_SENTENCE:
                findings = tuple(each for each in document.findings if span.start <= each.span.start < span.end)
                yield self.likeness(replace(document, normalised=document.standard(span), findings=findings), None)


def told(document: Document, hours: float | None) -> list[str]:
    """What the rules have understood: findings with assertion and person, and the place in the grid of times."""
    words = {f"{finding.concept}/{finding.assertion}" for finding in document.findings}
    words |= {f"other/{finding.concept}" for finding in document.findings if finding.other_person}
    if hours is not None:
        words.add(f"time/{sum(hours >= border for border in LATE_HOURS)}")
    return sorted(words)


def load_second_look(path: Path = FILE) -> SecondLook:
    """The frozen model with its encoder; raises SecondLookError with what to do."""
    try:
        return SecondLook(load_frozen_model(path), load_bounds())
    except FrozenModelError as problem:
        raise SecondLookError(f"The second look {problem}. Run `make second-look`.") from problem


def load_bounds(path: Path = BOUNDS_FILE) -> Bounds:
    """From which probability on a message is raised to a level; raises DataFileError for a level that is missing."""
    return read_mapping(path, "second_look", Bounds)
