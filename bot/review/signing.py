"""Signing answers: `reviews.yml` in the clinic's folder holds name, role, date and a hash of the texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
import yaml

from bot.knowledge.base import REVIEWS_FILE, Knowledge, read_reviews
from bot.knowledge.records import Entry, Review

LONGEST_NAME = 60  # characters; it stands under every answer on the web
HEADER = "# Signatures of clinicians under answers. An answer without one says that it is not yet reviewed.\n"


class SigningError(Exception):
    """What was to be signed, or by whom, is not right; the text says what to do."""


@dataclass(frozen=True)
class Signer:
    """Who signs, and on which day; raises SigningError for a name, role or day that cannot stand under an answer."""

    name: str
    role: str
    day: date

    def __post_init__(self) -> None:
        for what, text in (("name", self.name), ("role", self.role)):
            if not any(character.isalpha() for character in text):
                raise SigningError(f"The {what} is missing. Give the {what} of the clinician who signs.")
            if len(text) > LONGEST_NAME or not text.isprintable() or set(text) & set("{}*"):
                raise SigningError(f"The {what} must be plain text of at most {LONGEST_NAME} characters.")
        if self.day > date.today():
            raise SigningError(f"{self.day} is in the future. Give the day on which the texts were read.")


def read_day(text: str) -> date:
    """A day as `2025-03-01`; today where nothing is written. Raises SigningError for anything else."""
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError as problem:
        raise SigningError(f"`{text}` is no day. Write it like 2025-03-01.") from problem


def chosen_entries(base: Knowledge, ids: Sequence[str], topic: str | None, everything: bool) -> list[Entry]:
    """The entries that are to be signed, in the order of the knowledge base.

    Raises SigningError for an unknown id or topic, and where nothing or two ways are named.
    """
    if sum((bool(ids), topic is not None, everything)) != 1:
        raise SigningError("Name the answers to sign: their ids, or --topic TOPIC, or --all.")
    if unknown := [each for each in ids if each not in base.entries]:
        raise SigningError(f"There is no answer `{unknown[0]}`. docs/knowledge.md lists them all.")
    topics = sorted({entry.topic for entry in base.entries.values()})
    if topic is not None and topic not in topics:
        raise SigningError(f"There is no topic `{topic}`. There are: {', '.join(topics)}.")
    return [entry for entry in base.entries.values() if everything or entry.topic == topic or entry.id in ids]


def sign(base: Knowledge, entries: Sequence[Entry], signer: Signer, folder: Path) -> None:
    """Writes signatures under the texts as they are in `base`; an older signature of the same answer goes.

    The file is replaced as a whole, so that a failure leaves the old one. Raises DataFileError if it cannot be read.
    """
    signed = {review.id: review for review in read_reviews(folder)}
    for entry in entries:
        fingerprint = base.fingerprint(entry)
        signed[entry.id] = Review(entry.id, signer.name.strip(), signer.role.strip(), signer.day, fingerprint)
    plain = [msgspec.structs.asdict(review) for review in signed.values()]
    path = folder / REVIEWS_FILE
    text = yaml.safe_dump({"reviews": plain}, sort_keys=False, allow_unicode=True, width=1000)
    new = path.with_suffix(".new")
    new.write_text(_comments(path) + text, encoding="utf-8")
    new.replace(path)


def _comments(path: Path) -> str:
    """The comments above the signatures; they are a person's and stay."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.is_file() else [HEADER]
    kept = [line for line in lines if line.startswith("#")]
    return "".join(kept)
