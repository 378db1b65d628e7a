"""What nothing in the configuration needs is left out, and only that."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest
import yaml

from bot.data_files import PROJECT_ROOT
from bot.engine.unused_packages import MESSENGERS, NEURAL, STORES, TRAINING, unused_packages
from tests.conftest import Server

OUR_COMPONENT = "bot.nlu.safety_triage.SafetyTriage"
OUR_CHANNELS = {"bot.channels.web.channel.WebChannel": {}}
OUR_STORE = {"tracker_store": {"type": "bot.engine.conversation_store.ConversationStore"}}


def project(
    folder: Path,
    *names: str,
    policy: str = "RulePolicy",
    channels: dict[str, Any] | None = None,
    endpoints: dict[str, Any] | None = None,
) -> Path:
    config = {"pipeline": [{"name": name} for name in (OUR_COMPONENT, *names)], "policies": [{"name": policy}]}
    files = {
        "config": config,
        "credentials": OUR_CHANNELS if channels is None else channels,
        "endpoints": OUR_STORE if endpoints is None else endpoints,
    }
    for name, content in files.items():
        (folder / f"{name}.yml").write_text(yaml.safe_dump(content))
    return folder


def test_our_own_configuration_needs_none_of_them() -> None:
    assert unused_packages(PROJECT_ROOT, serving=True) == NEURAL | MESSENGERS | STORES | TRAINING


def test_training_needs_what_only_training_uses(tmp_path: Path) -> None:
    assert unused_packages(project(tmp_path), serving=False) == NEURAL | MESSENGERS | STORES


@pytest.mark.parametrize(
    "name",
    [
        "DIETClassifier",
        "ResponseSelector",
        "some.other.Component",
        "rasa.nlu.classifiers.diet_classifier.DIETClassifier",
    ],
)
def test_a_component_that_may_need_tensorflow_gets_it(tmp_path: Path, name: str) -> None:
    assert unused_packages(project(tmp_path, name), serving=True) == MESSENGERS | STORES


def test_a_policy_that_needs_tensorflow_gets_it(tmp_path: Path) -> None:
    assert NEURAL.isdisjoint(unused_packages(project(tmp_path, policy="TEDPolicy"), serving=True))


def test_a_configuration_without_components_is_rasas_default_and_gets_it(tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / "config.yml").write_text("language: en\n")
    assert NEURAL.isdisjoint(unused_packages(tmp_path, serving=True))


def test_rasas_own_classifier_gets_scikit_learn(tmp_path: Path) -> None:
    unused = unused_packages(project(tmp_path, "LogisticRegressionClassifier"), serving=True)
    assert unused == NEURAL | MESSENGERS | STORES


@pytest.mark.parametrize("channels", [{**OUR_CHANNELS, "telegram": {}}, {"slack": {"slack_token": "x"}}, {}])
def test_channels_of_rasa_get_their_clients(tmp_path: Path, channels: dict[str, Any]) -> None:
    assert MESSENGERS.isdisjoint(unused_packages(project(tmp_path, channels=channels), serving=True))


@pytest.mark.parametrize(
    "endpoints",
    [
        {"tracker_store": {"type": "mongod"}},
        {"tracker_store": {"type": "dynamo"}},
        {**OUR_STORE, "event_broker": {"type": "pika"}},
        {},
    ],
)
def test_stores_and_brokers_of_rasa_get_their_clients(tmp_path: Path, endpoints: dict[str, Any]) -> None:
    assert STORES.isdisjoint(unused_packages(project(tmp_path, endpoints=endpoints), serving=True))


def test_what_is_left_out_says_so_when_it_is_used() -> None:
    done = run_after_leaving_out(
        "import tensorflow as tf; from tensorflow.keras import layers;"
        "Layer = type('Layer', (layers.Dense,), {}); tf.Tensor | None if hasattr(tf.Tensor, '__or__') else None;"
        "Layer()"
    )
    assert "Layer was used, but its package was left out" in done.stderr


def test_what_is_imported_already_stays() -> None:
    done = run_after_leaving_out("import pymongo; pymongo.MongoClient(connect=False)", before="import pymongo;")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_server_runs_without_them(server: Server) -> None:
    loaded = [Path(part.path) for part in psutil.Process(server.process_id).memory_maps()]
    assert loaded
    assert not [path for path in loaded if {"tensorflow", "sklearn", "matplotlib"}.intersection(path.parts)]


def run_after_leaving_out(program: str, before: str = "") -> subprocess.CompletedProcess[str]:
    leaving = "from bot.engine.unused_packages import leave_out_unused; leave_out_unused(serving=True);"
    return subprocess.run(
        [sys.executable, "-c", f"{before}{leaving}{program}"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
