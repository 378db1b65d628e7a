"""Measures the way from a bare clone to answers: `make bench-first-run`.

Clones the committed state into a temporary folder, runs `make run` there twice (first everything, then nothing to
do), and asks questions over HTTP. `--cold` also begins with an empty package cache.
Writes the figures, with machine and versions, to benchmarks/results/first_run.json.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import socket
import statistics
import subprocess
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
import requests

from bot.data_files import PROJECT_ROOT

RESULTS = PROJECT_ROOT / "benchmarks" / "results" / "first_run.json"
QUESTIONS = (
    "can I exercise tomorrow?",
    "what should i wear",
    "how many sessions for a runner with a hamstring injury",
    "does it hurt",
    "is it normal to be sore the day after",
    "what is a trigger point",
    "how deep do the needles go",
    "should i use heat or ice",
    "how much does it cost",
    "i cant breathe",
)
ROUNDS = 20
PORT = 5905
MEGABYTE = 1024 * 1024


def main() -> None:
    """Measures, prints a table, and writes the results."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cold", action="store_true", help="begin with an empty package cache")
    cold = options.parse_args().cold
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "needlewise"
        subprocess.run(["git", "clone", "-q", str(PROJECT_ROOT), str(clone)], check=True)
        environment = {**os.environ, "PORT": str(PORT), "WEB_RATE_LIMIT": "off"}
        environment.pop("VIRTUAL_ENV", None)
        if cold:
            environment["UV_CACHE_DIR"] = str(Path(folder) / "cache")
        figures = measure(clone, environment)
    facts = {
        "measured": time.strftime("%Y-%m-%d"),
        "package_cache": "empty" if cold else "warm",
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "versions": {name: version(name) for name in ("rasa", "spacy", "onnxruntime", "scikit-learn")},
        "python": platform.python_version(),
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({**facts, **figures}, indent=2) + "\n", encoding="utf-8")
    for name, value in figures.items():
        print(f"{name:40} {value}")


def measure(clone: Path, environment: dict[str, str]) -> dict[str, Any]:
    """All figures of one clone, in the order in which a newcomer meets them."""
    print("First `make run`: packages, encoder, training, start ...", flush=True)
    seconds_first, server = start(clone, environment)
    stop(server)
    print("Second `make run`: nothing left to do but start ...", flush=True)
    seconds_second, server = start(clone, environment)
    try:
        ask("can I exercise tomorrow?", open_session())
        memory_at_start = resident_megabytes(server)
        print(f"{ROUNDS * len(QUESTIONS)} questions, one after another ...", flush=True)
        milliseconds = latencies()
        memory_after = resident_megabytes(server)
    finally:
        stop(server)
    return {
        "first_make_run_seconds": round(seconds_first, 1),
        "second_make_run_seconds": round(seconds_second, 1),
        "memory_at_start_megabytes": memory_at_start,
        "memory_after_questions_megabytes": memory_after,
        "questions": len(milliseconds),
        "latency_median_milliseconds": round(statistics.median(milliseconds), 1),
        "latency_p95_milliseconds": round(statistics.quantiles(milliseconds, n=20)[18], 1),
        "install_megabytes": folder_megabytes(clone / ".venv"),
        "models_megabytes": folder_megabytes(clone / "models"),
    }


def start(clone: Path, environment: dict[str, str]) -> tuple[float, subprocess.Popen[bytes]]:
    """Runs `make run` and waits for the first answer; seconds until then."""
    if is_port_taken():
        raise SystemExit(f"Something already listens on port {PORT}. Stop it; its answers would be measured instead.")
    began = time.monotonic()
    process = subprocess.Popen(["make", "run"], cwd=clone, env=environment)
    while process.poll() is None:
        try:
            ask("can I exercise tomorrow?", open_session())
            return time.monotonic() - began, process
        except requests.ConnectionError:
            time.sleep(0.1)
    raise SystemExit("`make run` ended before it answered; the lines above say why.")


def is_port_taken() -> bool:
    """Whether somebody else answers where the measured server will."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", PORT)) == 0


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stops `make` and the server under it."""
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    for member in family:
        with contextlib.suppress(psutil.NoSuchProcess):  # `make` may have ended with the server
            member.terminate()
    psutil.wait_procs(family, timeout=30)


def latencies() -> list[float]:
    """Milliseconds from sending a question to having its answer, each conversation being one round long."""
    measured = []
    for _ in range(ROUNDS):
        session = open_session()
        for question in QUESTIONS:
            began = time.perf_counter()
            ask(question, session)
            measured.append((time.perf_counter() - began) * 1000)
    return measured


def open_session() -> str:
    """A new session token."""
    return str(requests.post(f"http://127.0.0.1:{PORT}/webhooks/web/session", timeout=30).json()["session"])


def ask(question: str, session: str) -> None:
    """Asks a question; raises for anything but an answer with words."""
    url = f"http://127.0.0.1:{PORT}/webhooks/web/webhook"
    response = requests.post(url, json={"session": session, "message": question}, timeout=30)
    response.raise_for_status()
    if not response.json()[0]["text"]:
        raise SystemExit(f"No words came back for: {question}")


def resident_megabytes(process: subprocess.Popen[bytes]) -> int:
    """Resident memory of the largest process under `make`, which is the server."""
    children = psutil.Process(process.pid).children(recursive=True)
    return max(child.memory_info().rss for child in children) // MEGABYTE


def folder_megabytes(folder: Path) -> int:
    """Size of the files in a folder; links count as what they are."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()) // MEGABYTE


if __name__ == "__main__":
    main()
