"""Starting servers to be measured, their memory, and the machine they run on."""

from __future__ import annotations

import os
import platform
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
import requests

START_SECONDS = 600
MEGABYTE = 1024 * 1024


@contextmanager
def running(commands: list[list[str]], folder: Path, log: Path, **environment: str) -> Iterator[list[psutil.Process]]:
    """Processes that are ended, with all their children, when they are left."""
    with log.open("ab") as stream:
        started = [
            subprocess.Popen(each, cwd=folder, env={**os.environ, **environment}, stdout=stream, stderr=stream)
            for each in commands
        ]
    processes = [psutil.Process(each.pid) for each in started]
    try:
        yield processes
    finally:
        family = [child for each in processes for child in each.children(recursive=True)] + processes
        for member in family:
            member.terminate()
        psutil.wait_procs(family, timeout=30)


def seconds_until_answer(url: str, body: dict[str, Any], log: Path) -> float:
    """Waits for the first answer with words; seconds since this was called. SystemExit with the log if none comes."""
    began = time.monotonic()
    while time.monotonic() - began < START_SECONDS:
        try:
            reply = requests.post(url, json=body, timeout=60)
            if reply.ok and reply.json():
                return round(time.monotonic() - began, 1)
        except requests.ConnectionError:
            pass
        time.sleep(0.05)
    raise SystemExit(f"No answer came from {url}:\n{log.read_text(encoding='utf-8')[-2000:]}")


def megabytes(processes: list[psutil.Process]) -> int:
    """Resident memory of processes with their children."""
    family = [child for each in processes for child in each.children(recursive=True)] + processes
    return sum(each.memory_info().rss for each in family) // MEGABYTE


def folder_megabytes(folder: Path) -> int:
    """Size of the files in a folder; links count as what they are."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()) // MEGABYTE


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def facts() -> dict[str, Any]:
    """What a figure means nothing without."""
    cpu = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), "")
    names = ("rasa", "spacy", "onnxruntime", "scikit-learn", "sanic", "sqlalchemy")
    return {
        "measured": time.strftime("%Y-%m-%d"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {cpu.partition(':')[2].strip()}",
        "load_average_at_start": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in names},
    }
