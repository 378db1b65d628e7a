"""Measures the server, beside stock Rasa and beside the floor: `make bench`.

Everything runs on this machine, one after another: training, start, memory, and questions from 1, 4 and 16 visitors at
once. Prints one table and writes benchmarks/results/serving.json. `BENCH="--without-stock"` leaves stock Rasa out,
whose training takes an hour, and `BENCH="--stock-epochs 1"` cuts that short; `BENCH="--rehearse"` goes through
everything once with next to no training and writes nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from rich.console import Console
from rich.table import Table

from benchmarks import stock_rasa
from benchmarks.costs import PACKAGES, QUIET, seconds_of, weigh
from benchmarks.load import Cell, Target, long_conversation, measure, questions
from benchmarks.processes import facts, free_port, megabytes, running, seconds_until_answer
from bot.data_files import PROJECT_ROOT
from bot.language.reader import Reader

RESULTS = PROJECT_ROOT / "benchmarks" / "results" / "serving.json"
STOCK_FOLDER = PROJECT_ROOT / ".cache" / "stock_rasa"
VISITORS = (1, 4, 16)
LONGEST_CONVERSATION = 500  # turns
FULL_MESSAGES = 240  # for each number of visitors; with fewer, the long conversation is short too
BIN = Path(sys.executable).parent
OUR_TRAINING = "bot.engine.training.train()"
STOCK_TRAINING = "rasa.model_training.train('domain.yml', 'config.yml', ['data'], 'models', fixed_model_name='stock')"


@dataclass
class Figures:
    """What was measured of one system; each run adds one of everything."""

    start_seconds: list[float] = field(default_factory=list)
    memory_megabytes: list[int] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    fifth_turn: list[float] = field(default_factory=list)
    last_turn: list[float] = field(default_factory=list)
    training_seconds: list[float] = field(default_factory=list)
    install_megabytes: int | None = None

    def medians(self) -> dict[str, Any]:
        """The medians of all runs."""
        cells = {visitors: [each for each in self.cells if each.visitors == visitors] for visitors in VISITORS}
        names = ("p50", "p95", "p99", "per_second")
        return {
            "start_seconds": _median(self.start_seconds),
            "memory_megabytes": _median(self.memory_megabytes),
            "training_seconds": _median(self.training_seconds),
            "install_megabytes": self.install_megabytes,
            "turn_5": _median(self.fifth_turn),
            f"turn_{LONGEST_CONVERSATION}": _median(self.last_turn),
            **{
                f"{name}_{visitors}": _median([getattr(each, name) for each in measured])
                for visitors, measured in cells.items()
                for name in names
            },
        }


Run = Callable[["Figures", Path, int], None]


def main() -> None:
    """Measures, prints and writes."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--messages", type=int, default=FULL_MESSAGES, help="for each number of visitors")
    options.add_argument("--without-stock", action="store_true")
    options.add_argument(
        "--stock-epochs",
        type=int,
        default=stock_rasa.DEFAULT_EPOCHS,
        help="of stock Rasa's training, whose time counts only with the default; it answers as fast after one",
    )
    options.add_argument("--without-install", action="store_true", help="do not install both anew to weigh them")
    options.add_argument("--rehearse", action="store_true")
    given = options.parse_args()
    runs, messages, epochs = (1, 16, 1) if given.rehearse else (given.runs, given.messages, given.stock_epochs)
    known = facts()
    systems: dict[str, tuple[Figures, Run]] = {"ours": (Figures(), run_ours), "floor": (Figures(), run_floor)}
    if not given.without_stock:
        systems["stock"] = (Figures(), run_stock)
    with tempfile.TemporaryDirectory() as folder:
        if not (given.rehearse or given.without_install):
            for name in systems.keys() & PACKAGES.keys():
                say(f"installing {name} ...")
                systems[name][0].install_megabytes = weigh(name, Path(folder))
        train(systems, Path(folder), runs, epochs)
        for number in range(runs):
            for name, (figures, run) in systems.items():
                say(f"run {number + 1} of {runs}: {name} ...")
                place = Path(folder) / f"{name}{number}"
                place.mkdir()
                run(figures, place, messages)
    medians = {name: figures.medians() for name, (figures, _) in systems.items()}
    show(medians)
    if not given.rehearse:
        everything = {name: asdict(figures) for name, (figures, _) in systems.items()}
        settings = {"runs": runs, "messages": messages, "stock_epochs": epochs}
        results = {**known, **settings, "medians": medians, "all": everything}
        RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def train(systems: dict[str, tuple[Figures, Run]], folder: Path, runs: int, epochs: int) -> None:
    """Trains with an empty cache, in a process of its own that has imported everything before."""
    trainings = {"ours": (OUR_TRAINING, PROJECT_ROOT)}
    if "stock" in systems:
        stock_rasa.write_project(STOCK_FOLDER, epochs)
        trainings["stock"] = (STOCK_TRAINING, STOCK_FOLDER)
    for name, (training, place) in trainings.items():
        is_whole = name == "ours" or epochs == stock_rasa.DEFAULT_EPOCHS
        for _ in range(runs if is_whole else 1):
            say(f"training {name} ...")
            seconds = seconds_of(training, place, tempfile.mkdtemp(dir=folder))
            say(f"  {seconds} s")
            if is_whole:
                systems[name][0].training_seconds.append(seconds)


def run_ours(figures: Figures, folder: Path, messages: int) -> None:
    """Our server on the trained model, as `make run` starts it."""
    port, log = free_port(), folder / "log"
    base = f"http://127.0.0.1:{port}/webhooks/web"

    async def opened(session: aiohttp.ClientSession) -> str:
        async with session.post(f"{base}/session") as response:
            return str((await response.json())["session"])

    async def first() -> str:
        async with aiohttp.ClientSession() as session:
            return await opened(session)

    command = [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)]
    database = {"DATABASE_URL": f"sqlite:///{folder / 'conversations.db'}"}
    with running([command], PROJECT_ROOT, log, **QUIET, WEB_RATE_LIMIT="off", **database) as processes:
        began = time.monotonic()
        seconds_until_answer(f"{base}/session", {}, log)
        body = {"session": asyncio.run(first()), "message": questions()[0]}
        seconds_until_answer(f"{base}/webhook", body, log)
        figures.start_seconds.append(round(time.monotonic() - began, 1))
        target = Target(f"{base}/webhook", lambda session, text: {"session": session, "message": text}, opened)
        _ask(figures, target, messages)
        figures.memory_megabytes.append(megabytes(processes))


def run_stock(figures: Figures, folder: Path, messages: int) -> None:
    """Stock Rasa's server and its action server."""
    port, action_port, log = free_port(), free_port(), folder / "log"
    stock_rasa.write_endpoints(STOCK_FOLDER, action_port, folder / "conversations.db")
    rasa = str(BIN / "rasa")
    commands = [
        [rasa, "run", "actions", "--port", str(action_port)],
        [rasa, "run", "--model", "models/stock.tar.gz", "--port", str(port), "--interface", "127.0.0.1"],
    ]
    url = f"http://127.0.0.1:{port}/webhooks/rest/webhook"
    with running(commands, STOCK_FOLDER, log, **QUIET) as processes:
        figures.start_seconds.append(seconds_until_answer(url, {"sender": "first", "message": questions()[0]}, log))
        _ask(figures, Target(url, lambda sender, text: {"sender": sender, "message": text}, _any_sender), messages)
        figures.memory_megabytes.append(megabytes(processes))


def run_floor(figures: Figures, folder: Path, messages: int) -> None:
    """The least that has to be done for a message."""
    port, log, reader = free_port(), folder / "log", Reader()
    documents = {text: reader.read(text) for text in questions()}
    clauses = {text: [read.standard(each) for each in read.clauses] for text, read in documents.items()}
    command = [sys.executable, "-m", "benchmarks.floor", str(port), str(folder / "floor.db")]
    url = f"http://127.0.0.1:{port}/"
    with running([command], PROJECT_ROOT, log) as processes:
        figures.start_seconds.append(seconds_until_answer(url, {"clauses": ["hello"]}, log))
        _ask(figures, Target(url, lambda _, text: {"clauses": clauses[text]}, _any_sender), messages)
        figures.memory_megabytes.append(megabytes(processes))


def show(medians: dict[str, dict[str, Any]]) -> None:
    """One table with the ratios of stock Rasa and of the floor to ours."""
    table = Table("figure", *medians, *(f"{name} / ours" for name in medians if name != "ours"), title="Medians")
    for figure, ours in medians["ours"].items():
        others = [medians[name][figure] for name in medians if name != "ours"]
        ratios = [f"{other / ours:.2f}" if ours and other else "" for other in others]
        table.add_row(
            figure, *(str("" if each[figure] is None else each[figure]) for each in medians.values()), *ratios
        )
    Console(width=120).print(table)


def say(text: str) -> None:
    """Progress."""
    print(text, flush=True)


def _ask(figures: Figures, target: Target, messages: int) -> None:
    for visitors in VISITORS:
        cell = asyncio.run(measure(target, visitors, messages))
        say(f"  {visitors:2} at once: p50 {cell.p50} ms, p99 {cell.p99} ms, {cell.per_second} messages a second")
        figures.cells.append(cell)
    fifth, last = asyncio.run(long_conversation(target, LONGEST_CONVERSATION if messages >= FULL_MESSAGES else 20))
    say(f"  one long conversation: {fifth} ms in the beginning, {last} ms at its end")
    figures.fifth_turn.append(fifth)
    figures.last_turn.append(last)


async def _any_sender(session: aiohttp.ClientSession) -> str:
    return os.urandom(8).hex()


def _median(values: list[Any]) -> float | None:
    return round(statistics.median(values), 1) if values else None


if __name__ == "__main__":
    main()
