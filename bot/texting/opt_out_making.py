"""Makes the frozen likeness of opt-outs from its examples: `make opt-out`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from bot.data_files import DATA_DIR, files_fingerprint, read_records, read_training_examples
from bot.language.document import Document
from bot.language.encoder import SentenceEncoder, Vector
from bot.language.reader import Reader
from bot.language.text_model import TextModel
from bot.language.text_model_fitting import Settings, fit_text_model
from bot.safety.second_look_making import read_examples as read_complaints
from bot.texting.opt_out_likeness import NO_OPT_OUT
from bot.texting.opt_out_rules import OptOutRules

EXAMPLES_DIR = DATA_DIR / "sms" / "examples"
MADE_FROM = (EXAMPLES_DIR, DATA_DIR / "language")
INVERSE_PENALTY = 10.0  # scikit-learn's C; 5 to 20 differ by no more than one text in a hundred
LEAST_EXAMPLES = 6  # that hold a group of letters or words
POWERS = 0.5, 0.5  # of the opinions of vector and groups


@dataclass(frozen=True)
class Example:
    """A made-up text, read, with what it asks for: stop, wrong_number or none."""

    document: Document
    asks_for: str


def read_examples(reader: Reader, directory: Path = EXAMPLES_DIR) -> list[Example]:
    """The examples of all files; a file is named after what its examples ask for."""
    return [
        Example(reader.read(record.value), path.stem)
        for path in sorted(directory.glob("*.yml"))
        for record in read_records(path, "examples", str)
    ]


def other_texts(reader: Reader) -> Iterator[Example]:
    """Questions and complaints that were written for other purposes, as far as the rules find no opt-out in them."""
    rules = OptOutRules()
    questions = (reader.read(text) for text, _ in read_training_examples())
    complaints = (example.document for example in read_complaints(reader))
    for document in chain(questions, complaints):
        if rules.read(document) is None:
            yield Example(document, NO_OPT_OUT)


def all_examples(reader: Reader) -> list[Example]:
    """All that the likeness of opt-outs learns from."""
    return [*read_examples(reader), *other_texts(reader)]


def vectors_of(examples: Sequence[Example], encoder: SentenceEncoder) -> Vector:
    """Sentence vectors (examples x dimensions)."""
    return encoder.encode_all([each.document.normalised for each in examples])


def fit(examples: Sequence[Example], vectors: Vector) -> TextModel:
    """Learns a model; takes some minutes for 80,000 examples."""
    normalised = [each.document.normalised for each in examples]
    settings = Settings(INVERSE_PENALTY, LEAST_EXAMPLES, POWERS)
    return fit_text_model(vectors, normalised, [each.asks_for for each in examples], settings)


def current_fingerprint() -> str:
    """A hash over the examples and the language data, as they are now."""
    return files_fingerprint(MADE_FROM, "*.yml")
