"""Measures safety triage on labelled messages, as patients meet it: `make evaluate-safety`.

Each message goes to a running server in a conversation of its own, and the level is the reply's. Messages with a
session that only the clinic knows are asked in this process, since the web channel takes no session time. Prints
confusion table, recall of emergencies and of urgent signs, false emergencies, under-triage, and what triage costs.
Errors are listed only for the messages that may be looked at.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from rich.progress import track

from bot.data_files import PROJECT_ROOT
from bot.engine.encoder_making import configured_encoder
from bot.language.encoder import shared_encoder
from bot.language.reader import Reader
from bot.safety.alerts import DATABASE_VARIABLE
from bot.safety.triage import LEVELS, shared_triage
from evaluation.asking import Web, running_server
from evaluation.gathering import Opener, opens
from evaluation.in_process import Assistant
from evaluation.items import other_subjects, session_hours

OWN = PROJECT_ROOT / "evaluation" / "triage.jsonl"
ROUNDS = PROJECT_ROOT / "evaluation" / "triage_rounds.jsonl"
SHARED = PROJECT_ROOT.parent / "shared" / "evaluation" / "triage_dev.jsonl"
LOW = LEVELS[:3]

T = TypeVar("T")


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
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--url", help="a server that runs already, such as http://localhost:5005")
    url = options.parse_args().url
    own, rounds = read(OWN), read(ROUNDS)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[DATABASE_VARIABLE] = f"sqlite:///{Path(folder) / 'process.db'}"
        print("Starting (loading Rasa twice takes a minute) ...", flush=True)
        with nullcontext(url) if url else running_server(Path(folder)) as address:
            opener = opens(Web(address), Assistant())
            tune = of_split(own, "tune")
            report("own set, may be looked at", tune, opener, lists_errors=True)
            report("own set, only scored", of_split(own, "score"), opener, lists_errors=False)
            report("later rounds, may be looked at", of_split(rounds, "tune"), opener, lists_errors=True)
            report("later rounds, only scored", of_split(rounds, "score"), opener, lists_errors=False)
            if SHARED.is_file():
                report("shared set, may be looked at", read(SHARED), opener, lists_errors=True)
            report_other_subjects(other_subjects(), opener)
    report_cost(tune)


def read(path: Path) -> list[Labelled]:
    """The messages of a file; unknown fields are left out."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Labelled(**{name: row[name] for name in Labelled.__annotations__ if name in row}) for row in rows]


def of_split(messages: Sequence[Labelled], split: str) -> list[Labelled]:
    """The messages of a split, `tune` or `score`."""
    return [each for each in messages if each.split == split]


def report(title: str, messages: list[Labelled], opener: Opener, *, lists_errors: bool) -> None:
    """Prints confusion, figures and, if allowed, each error.

    All are sent over the web, those that came by SMS too, since triage reads both alike.
    """
    got = [opener("web", each.session).say(each.text).level for each in track(messages, title)]
    table: Counter[tuple[str, str]] = Counter((each.level, level) for each, level in zip(messages, got, strict=True))
    print(f"\n{title}: {len(messages)} messages\n{'label / got':12}" + "".join(f"{level:>11}" for level in LEVELS))
    for label in reversed(LEVELS):
        print(f"{label:12}" + "".join(f"{table[label, level]:11}" for level in LEVELS))
    print_figures(table)
    for each, level in zip(messages, got, strict=True) if lists_errors else ():
        if level != each.level:
            print(f"  {each.level} -> {level}: {each.text}  ({each.why})")


def report_other_subjects(texts: Sequence[str], opener: Opener) -> None:
    """Prints how many messages about other subjects are taken for alarms."""
    if texts:
        levels = [opener("web", None).say(text).level for text in track(texts, "other subjects")]
        alarms = sum(level in {"urgent", "emergency"} for level in levels)
        print(f"\nmessages about other subjects: {alarms} of {len(texts)} urgent or emergency")


def report_cost(messages: Sequence[Labelled]) -> None:
    """Prints the median time of each step, measured in this process without Rasa.

    Triage reads the sentence vector that the pipeline has made already, so the vector is a line of its own.
    """
    reader, triage, encoder = Reader(), shared_triage(), shared_encoder(configured_encoder())
    reading, encoding, triaging = list[float](), list[float](), list[float]()
    for each in messages:
        document = timed(partial(reader.read, each.text), reading)
        timed(partial(encoder.encode, document.normalised), encoding)
        timed(partial(triage.assess, document, session_hours(each.session)), triaging)
    print("\nmedian time of a message")
    for name, taken in (("language step", reading), ("sentence vector", encoding), ("triage", triaging)):
        print(f"{name:20} {statistics.median(taken):6.2f} ms")


def timed(step: Callable[[], T], taken: list[float]) -> T:
    """What the step gives; its milliseconds are added to `taken`."""
    start = time.perf_counter()
    result = step()
    taken.append((time.perf_counter() - start) * 1000)
    return result


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


if __name__ == "__main__":
    main()
