"""Plain Rasa works too: train, data validate, test, and shell with `rasa run actions`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.data_files import PROJECT_ROOT

RASA = [str(Path(sys.executable).parent / "rasa")]
QUIET = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "PYTHONWARNINGS": "ignore"}


def rasa(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*RASA, *words], cwd=PROJECT_ROOT, env=QUIET, capture_output=True, text=True, timeout=300, check=False
    )


def test_rasa_trains_the_project(trained_model: Path, tmp_path: Path) -> None:
    done = rasa("train", "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr[-2000:]
    assert list(tmp_path.glob("*.tar.gz"))
    assert (done.stdout + done.stderr).count("UserWarning") < 20  # a dozen of Rasa's own, none for each example


def test_rasa_finds_the_data_valid() -> None:
    done = rasa("data", "validate")
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Story structure conflict" not in done.stdout + done.stderr


def test_rasa_plays_the_stories_and_all_of_them_hold(trained_model: Path, tmp_path: Path) -> None:
    stories = PROJECT_ROOT / "tests" / "stories"
    done = rasa(
        "test", "core", "--e2e", "--model", str(trained_model), "--stories", str(stories), "--out", str(tmp_path),
        "--fail-on-prediction-errors",
    )  # fmt: skip
    failed = tmp_path / "failed_test_stories.yml"
    assert done.returncode == 0, failed.read_text(encoding="utf-8") if failed.is_file() else done.stderr[-2000:]
    report = json.loads((tmp_path / "story_report.json").read_text(encoding="utf-8"))
    written = sum(path.read_text(encoding="utf-8").count("- story:") for path in stories.glob("*.yml"))
    assert report["conversation_accuracy"]["total"] == written


@pytest.fixture
def action_server() -> object:
    process = subprocess.Popen(
        [*RASA, "run", "actions"], cwd=PROJECT_ROOT, env=QUIET, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    yield process
    process.terminate()
    process.wait(30)


def test_rasa_shell_answers_with_an_action_server_beside_it(
    trained_model: Path, action_server: object, tmp_path: Path
) -> None:
    done = subprocess.run(
        [*RASA, "shell", "--model", str(trained_model), "--conversation-id", f"test:{tmp_path.name}"],
        cwd=PROJECT_ROOT,
        env=QUIET,
        input="what should i wear\n/stop\n",
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert "loose" in done.stdout.lower(), done.stdout[-2000:] + done.stderr[-2000:]
