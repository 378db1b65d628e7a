"""What a system costs before it answers: the time of its training and the size of its packages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.processes import folder_megabytes
from bot.data_files import PROJECT_ROOT

QUIET = {"RASA_TELEMETRY_ENABLED": "false", "PYTHONWARNINGS": "ignore"}
PACKAGES = {"ours": ["--no-deps", "-r", "requirements.txt"], "stock": ["rasa==3.6.21"]}
TIMED = """
import time
from bot.engine.logs import quieten
quieten()
import rasa.model_training, bot.engine.training
began = time.monotonic()
{training}
print(time.monotonic() - began)
"""


def seconds_of(training: str, place: Path, cache: str) -> float:
    """How long a line of Python trains beside the imports of Rasa, with an empty cache for Rasa in `cache`."""
    command = [sys.executable, "-c", TIMED.format(training=training)]
    environment = {**os.environ, **QUIET, "RASA_CACHE_DIRECTORY": cache, "PYTHONPATH": str(PROJECT_ROOT)}
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"The training failed:\n{done.stderr[-2000:]}")
    return round(float(done.stdout.splitlines()[-1]), 1)


def weigh(name: str, folder: Path) -> int:
    """Megabytes of all packages that a system needs to serve, installed into an empty environment."""
    uv, place = str(PROJECT_ROOT / ".tools" / "uv"), folder / f"packages-{name}"
    locked = ["--frozen", "--no-default-groups", "--no-emit-project", "--output-file", str(folder / "requirements.txt")]
    export = [uv, "export", "--quiet", *locked]
    subprocess.run(export, cwd=PROJECT_ROOT, check=True)
    subprocess.run([uv, "venv", "-q", "--python", sys.executable, str(place)], check=True)
    install = [uv, "pip", "install", "-q", "--python", str(place / "bin" / "python"), *PACKAGES[name]]
    subprocess.run(install, cwd=folder, check=True)
    return folder_megabytes(place)
