"""Measures safety triage on labelled messages: `make evaluate-safety`.

Asks the running triage itself, without channel and model: confusion table, recall of emergencies and of urgent signs,
false emergencies, under-triage. Errors are listed only for the messages that may be looked at.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.data_files import PROJECT_ROOT
from bot.language.reader import Reader
from bot.safety.triage import LEVELS, Triage, shared_triage

OWN = PROJECT_ROOT / "evaluation" / "triage.jsonl"
SHARED = PROJECT_ROOT.parent / "shared" / "evaluation" / "triage_dev.jsonl"
OTHER_SUBJECTS = PROJECT_ROOT.parent / "shared" / "evaluation" / "out_of_domain_dev.jsonl"
HOURS = {"hour": 1.0, "day": 24.0, "week": 168.0}
LOW = LEVELS[:3]


@dataclass(frozen=True)
class Labelled:
    """A message with the level that the policy gives it; `session` is what the clinic knows ("2 days ago")."""

    text: str
    level: str
    why: str
    session: str | None = None
    split: str = "tune"


def main() -> None:
    """Prints a table for each split of our own set and, where it is at hand, the shared one."""
    reader, triage = Reader(), shared_triage()
    own = read(OWN)
    report(
        "own set, may be looked at", [each for each in own if each.split == "tune"], reader, triage, lists_errors=True
    )
    report("own set, only scored", [each for each in own if each.split == "score"], reader, triage, lists_errors=False)
    if SHARED.is_file():
        report("shared set, may be looked at", read(SHARED), reader, triage, lists_errors=True)
    if OTHER_SUBJECTS.is_file():
        texts = [json.loads(line)["text"] for line in OTHER_SUBJECTS.read_text(encoding="utf-8").splitlines()]
        alarms = sum(triage.assess(reader.read(text)).level in {"urgent", "emergency"} for text in texts)
        print(f"\nmessages about other subjects: {alarms} of {len(texts)} urgent or emergency")


def read(path: Path) -> list[Labelled]:
    """The messages of a file; unknown fields are left out."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Labelled(**{name: row[name] for name in Labelled.__annotations__ if name in row}) for row in rows]


def report(title: str, messages: list[Labelled], reader: Reader, triage: Triage, *, lists_errors: bool) -> None:
    """Prints confusion, figures and, if allowed, each error."""
    got = [triage.assess(reader.read(each.text), session_hours(each.session)).level for each in messages]
    table: Counter[tuple[str, str]] = Counter((each.level, level) for each, level in zip(messages, got, strict=True))
    print(f"\n{title}: {len(messages)} messages\n{'label / got':12}" + "".join(f"{level:>11}" for level in LEVELS))
    for label in reversed(LEVELS):
        print(f"{label:12}" + "".join(f"{table[label, level]:11}" for level in LEVELS))
    print_figures(table)
    for each, level in zip(messages, got, strict=True) if lists_errors else ():
        if level != each.level:
            print(f"  {each.level} -> {level}: {each.text}  ({each.why})")


def print_figures(table: Counter[tuple[str, str]]) -> None:
    """The four figures that the safety policy is held to."""

    def share(labels: tuple[str, ...], counts: set[tuple[str, str]]) -> float:
        total = sum(table[label, level] for label in labels for level in LEVELS)
        return sum(table[pair] for pair in counts) / total if total else 0.0

    rank = {level: place for place, level in enumerate(LEVELS)}
    serious = tuple(LEVELS[2:])
    under: set[tuple[str, str]] = {(label, level) for label in serious for level in LEVELS if rank[level] < rank[label]}
    print(f"emergency recall     {share(('emergency',), {('emergency', 'emergency')}):7.1%}")
    print(f"urgent at least      {share(('urgent',), {('urgent', 'urgent'), ('urgent', 'emergency')}):7.1%}")
    print(f"false emergencies    {share(tuple(LOW), {(label, 'emergency') for label in LOW}):7.1%}")
    print(f"under-triage         {share(serious, under):7.1%}")


def session_hours(words: str | None) -> float | None:
    """Hours of a text such as "2 days ago"; None without one."""
    found = re.search(r"([\d.]+)\s*(hour|day|week)", words or "")
    return float(found.group(1)) * HOURS[found.group(2)] if found else None


if __name__ == "__main__":
    main()
