"""Measures how well the running assistant answers: `make evaluate`.

Starts a server of this checkout, or asks the one at `--url`; prints all figures and writes the report. Messages in the
SMS form and those with a session that the clinic knows are asked in this process (`evaluation/README.md`).
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import yaml

from bot.data_files import PROJECT_ROOT
from bot.safety.alerts import DATABASE_VARIABLE
from evaluation.asking import Web, running_server
from evaluation.default_rasa import default_rasa
from evaluation.gathering import Gathered, gather
from evaluation.in_process import Assistant
from evaluation.items import FOLDER, QUESTIONS, Question, other_subjects, read
from evaluation.passages import DOCUMENTS
from evaluation.peers import PeerFigures, measure, standard_peers
from evaluation.report import misses, write_report
from evaluation.tables import Table, all_tables

REPORT = FOLDER / "report" / "understanding.html"
GATE = "bot.nlu.out_of_scope_gate.OutOfScopeGate"
PEER_SETS = ("none", "standard", "diet")


def main() -> None:
    """Asks, prints, and writes."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--url", help="a server that runs already, such as http://localhost:5005")
    options.add_argument("--report", type=Path, default=REPORT, help="where the HTML report goes")
    options.add_argument("--peers", choices=PEER_SETS, default="standard", help="diet: Rasa's default too, in minutes")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        gathered = ask_all(chosen.url, Path(folder))
    peers = measure_peers(chosen.peers)
    for table in all_tables(gathered, peers, gate_threshold()):
        print_table(table)
    print_misses(gathered)
    write_report(chosen.report, gathered, peers, gate_threshold())
    print(f"\nThe report is {chosen.report}")


def ask_all(url: str | None, folder: Path) -> Gathered:
    """All replies; neither conversations nor alerts of the evaluation go into the clinic's database."""
    os.environ[DATABASE_VARIABLE] = f"sqlite:///{folder / 'process.db'}"
    print("Starting (loading Rasa twice takes a minute) ...", flush=True)
    with nullcontext(url) if url else running_server(folder) as address:
        return gather(Web(address), Assistant())


def measure_peers(which: str) -> list[PeerFigures]:
    """The chosen peers on the answerable questions."""
    if which == "none":
        return []
    if not DOCUMENTS.is_dir():
        print("The two documents are not at hand; the peers that search in them are left out.")
    questions, foreign = [each for each in read(QUESTIONS, Question) if each.kind == "answerable"], other_subjects()
    rows = [row for name, peer in standard_peers().items() for row in measure(name, peer, questions, foreign)]
    if which == "diet":
        print("Training Rasa's default pipeline takes some minutes ...", flush=True)
        with default_rasa() as peer:
            rows += measure("Rasa's default (DIET)", peer, questions, foreign)
    return rows


def gate_threshold(config: Path = PROJECT_ROOT / "config.yml") -> float:
    """The score below which the assistant declines."""
    pipeline = yaml.safe_load(config.read_text(encoding="utf-8"))["pipeline"]
    return float(next(each["threshold"] for each in pipeline if each["name"] == GATE))


def print_table(table: Table) -> None:
    """A table in columns as wide as their longest cell."""
    print(f"\n{table.title}" + (f"\n{table.note}" if table.note else ""))
    print_columns([table.header, *table.rows])


def print_columns(rows: Sequence[Sequence[str]]) -> None:
    """The first column to the left, the others to the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for first, *others in rows:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        print("  ".join(cells).rstrip())


def print_misses(gathered: Gathered) -> None:
    """The missed messages of `tune`; those of `score` are only counted."""
    print("\nMissed messages that may be looked at (replies are in the report):")
    for miss in misses(gathered.answered):
        print(f"  {miss.id} {miss.cause}: {miss.text}  ({miss.told})")


if __name__ == "__main__":
    main()
