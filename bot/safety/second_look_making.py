"""Makes the frozen second look from its examples: `make second-look`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, cycle
from pathlib import Path

import msgspec

from bot.data_files import DATA_DIR, files_fingerprint, read_records, read_training_examples
from bot.language.document import Document
from bot.language.encoder import SentenceEncoder
from bot.language.reader import Reader
from bot.language.text_model import TextModel
from bot.language.text_model_fitting import Settings, fit_text_model
from bot.safety.second_look import told
from bot.safety.signs import SAFETY_DIR
from bot.safety.triage import Triage, told_hours

EXAMPLES_DIR = SAFETY_DIR / "examples"
OPT_OUTS = tuple(DATA_DIR / "sms" / "examples" / f"{kind}.yml" for kind in ("stop", "wrong_number"))
MADE_FROM = (EXAMPLES_DIR, DATA_DIR / "language")
HARMLESS = "none"  # the label of messages that need no fixed text
HARMLESS_HOURS = (6.0, 30.0, 50.0, 72.0, 100.0, 150.0)  # one in each part of the grid of times
INVERSE_PENALTY = 10.0  # scikit-learn's C; 5 to 20 differ by no more than one message in a hundred
LEAST_EXAMPLES = 6  # that hold a group of letters or words
POWERS = 0.4, 0.4  # of the opinions of vector and groups; of strangers' messages these keep danger and talk best apart


class TimedText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message whose level depends on when the session was, which the clinic knows and the text does not say."""

    text: str
    days: float


@dataclass(frozen=True)
class Example:
    """A made-up message, read, with the id of the fixed text that it needs, or `none`."""

    document: Document
    hours: float | None
    needs: str


def read_examples(reader: Reader, directory: Path = EXAMPLES_DIR) -> list[Example]:
    """The examples of all files; a file is named after the text that its examples need."""
    examples = []
    for path in sorted(directory.glob("*.yml")):
        for record in read_records(path, "examples", str | TimedText):  # type: ignore[arg-type]
            timed = record.value if isinstance(record.value, TimedText) else None
            document = reader.read(timed.text if timed else str(record.value))
            examples.append(Example(document, told_hours(document, timed.days * 24 if timed else None), path.stem))
    return examples


def harmless_texts(reader: Reader) -> Iterator[Example]:
    """The questions that the classifier learns from, and opt-outs, as far as the rules find nothing in them."""
    triage = Triage()
    opt_outs = (str(record.value) for path in OPT_OUTS for record in read_records(path, "examples", str))
    for text in chain((text for text, _ in read_training_examples()), opt_outs):
        document = reader.read(text)
        if triage.assess(document).level == "none":
            yield Example(document, told_hours(document, None), HARMLESS)


def all_examples(reader: Reader) -> list[Example]:
    """All that the second look learns from.

    What is harmless is so at any time. Every third harmless example is learnt again with a time since the session, so
    that the clinic's knowing the time makes no message look like a complaint.
    """
    examples = [*read_examples(reader), *harmless_texts(reader)]
    untimed = [each for each in examples if each.needs == HARMLESS and each.hours is None]
    timed = zip(untimed[::3], cycle(HARMLESS_HOURS))
    return [*examples, *(replace(each, hours=hours) for each, hours in timed)]


def fit(examples: Sequence[Example], encoder: SentenceEncoder) -> TextModel:
    """Learns a model; takes some minutes for 90,000 examples."""
    normalised = [each.document.normalised for each in examples]
    return fit_text_model(
        encoder.encode_all(normalised),
        normalised,
        [each.needs for each in examples],
        Settings(INVERSE_PENALTY, LEAST_EXAMPLES, POWERS),
        told=[told(each.document, each.hours) for each in examples],
    )


def current_fingerprint() -> str:
    """A hash over the examples and the language data, as they are now."""
    return files_fingerprint(MADE_FROM, "*.yml")
