"""Measures how opt-outs are recognised: `make evaluate-opt-out`.

Asks the reader of opt-outs itself, without channel: recall of clear opt-outs, false stops among texts that only look
like one, by rules with likeness and by rules alone. Errors are listed only for the texts that may be looked at.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.data_files import PROJECT_ROOT
from bot.language.reader import Reader
from bot.texting.opt_out import OptOutReader, shared_opt_out

CORPUS = PROJECT_ROOT / "evaluation" / "opt_out.jsonl"
UNSEEN = PROJECT_ROOT / "evaluation" / "opt_out_unseen.jsonl"
FRESH = PROJECT_ROOT / "evaluation" / "opt_out_fresh.jsonl"
CLEAR = ("stop", "wrong_number")
STOPPING = frozenset({"stop", "wrong_number", "doubtful_stop"})
LABELS = {"doubtful": "doubtful_stop", "none": None}


@dataclass(frozen=True)
class Phrase:
    """A text with what it asks for: stop, wrong_number, doubtful, start, help or none."""

    text: str
    expected: str
    split: str

    def is_right(self, got: str | None) -> bool:
        """Whether a reading does to this text what its label asks for; a clear stop read as doubtful also stops."""
        if self.expected in {*CLEAR, "doubtful"}:
            return got in STOPPING
        return got == LABELS.get(self.expected, self.expected)


def main() -> None:
    """Prints a table for each part of the set, for rules with likeness, and what the rules do alone."""
    reader, opt_out, rules = Reader(), shared_opt_out(), OptOutReader()
    for split in ("tune", "score", "unseen", "fresh"):
        phrases = [phrase for phrase in (*read(), *read(UNSEEN), *read(FRESH)) if phrase.split == split]
        documents = [reader.read(phrase.text) for phrase in phrases]
        got = [opt_out.read(document) for document in documents]
        report(split, list(zip(phrases, got, strict=True)), lists_errors=split == "tune")
        ruled = list(zip(phrases, map(rules.read, documents), strict=True))
        print(f"  rules alone   {recall(ruled)} clear ones, {false_stops(ruled)} false stops")


def recall(results: Sequence[tuple[Phrase, str | None]]) -> str:
    """How many clear opt-outs were stopped."""
    clear = [got in STOPPING for phrase, got in results if phrase.expected in CLEAR]
    return f"{sum(clear)} of {len(clear)}"


def false_stops(results: Sequence[tuple[Phrase, str | None]]) -> str:
    """How many texts that only look like an opt-out were stopped."""
    others = [got in STOPPING for phrase, got in results if phrase.expected == "none"]
    return f"{sum(others)} of {len(others)}"


def read(path: Path = CORPUS) -> list[Phrase]:
    """The texts of the set."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Phrase(row["text"], row["expected"], row["split"]) for row in rows]


def report(title: str, results: list[tuple[Phrase, str | None]], *, lists_errors: bool) -> None:
    """Prints for each label how many were read rightly, and what the rest was taken for."""
    print(f"\n{title}: {len(results)} texts")
    for label in sorted({phrase.expected for phrase, _ in results}):
        of_label = [(phrase, got) for phrase, got in results if phrase.expected == label]
        right = sum(phrase.is_right(got) for phrase, got in of_label)
        taken = Counter(str(got) for phrase, got in of_label if not phrase.is_right(got))
        wrong = ", ".join(f"{count} {got}" for got, count in taken.items())
        print(f"  {label:13} {right:4} of {len(of_label):4}  {right / len(of_label):7.1%}  {wrong}")
    print(f"  together      {recall(results)} clear ones, {false_stops(results)} false stops")
    for phrase, got in results if lists_errors else ():
        if not phrase.is_right(got):
            print(f"    {phrase.expected} -> {got}: {phrase.text}")


if __name__ == "__main__":
    main()
