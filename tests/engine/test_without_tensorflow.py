"""TensorFlow is left out while nothing needs it, and only then."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import yaml

from bot.data_files import PROJECT_ROOT
from bot.engine.without_tensorflow import needs_tensorflow
from tests.conftest import Server


def config(folder: Path, *names: str, policies: tuple[str, ...] = ("RulePolicy",)) -> Path:
    path = folder / "config.yml"
    parts = {"pipeline": [{"name": name} for name in names], "policies": [{"name": name} for name in policies]}
    path.write_text(yaml.safe_dump(parts))
    return path


def test_our_configuration_needs_none() -> None:
    assert not needs_tensorflow(PROJECT_ROOT / "config.yml")


@pytest.mark.parametrize(
    "name",
    [
        "DIETClassifier",
        "ResponseSelector",
        "some.other.Component",
        "rasa.nlu.classifiers.diet_classifier.DIETClassifier",
    ],
)
def test_a_component_that_may_need_it_gets_it(tmp_path: Path, name: str) -> None:
    assert needs_tensorflow(config(tmp_path, "bot.nlu.safety_triage.SafetyTriage", name))


def test_a_policy_that_needs_it_gets_it(tmp_path: Path) -> None:
    assert needs_tensorflow(config(tmp_path, "bot.nlu.safety_triage.SafetyTriage", policies=("TEDPolicy",)))


def test_a_configuration_without_components_is_rasas_default_and_gets_it(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("language: en\n")
    assert needs_tensorflow(tmp_path / "config.yml")


def test_what_is_left_out_says_so_when_it_is_used() -> None:
    program = (
        "from pathlib import Path; from bot.engine.without_tensorflow import leave_tensorflow_out;"
        "assert leave_tensorflow_out(Path('config.yml'));"
        "import tensorflow as tf; from tensorflow.keras import layers;"
        "Layer = type('Layer', (layers.Dense,), {}); tf.Tensor | None if hasattr(tf.Tensor, '__or__') else None;"
        "Layer()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT_ROOT, capture_output=True, text=True, check=False
    )
    assert "TensorFlow was left out because no component of config.yml needs it" in done.stderr


def test_the_server_runs_without_it(server: Server) -> None:
    loaded = {Path(part.path).name for part in psutil.Process(server.process_id).memory_maps()}
    assert loaded
    assert not [name for name in loaded if "tensorflow" in name]
