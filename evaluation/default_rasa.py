"""Rasa as `rasa init` sets it up, trained on our examples: the peer that takes minutes.

It is run by Rasa's own commands, `rasa train nlu` and `rasa run --enable-api`, in a folder of its own, where Rasa's
cache makes it quick the second time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
import yaml

from bot.data_files import DATA_DIR, PROJECT_ROOT, read_training_examples
from bot.knowledge.base import shared_knowledge
from bot.knowledge.rankings import topic_of
from evaluation.asking import free_port, wait_until_it_answers
from evaluation.peers import Peer, Suggested, entry_texts

FOLDER = PROJECT_ROOT / ".cache" / "default_rasa"
FALLBACK = "nlu_fallback"
OUT_OF_SCOPE = "out_of_scope"
PIPELINE: list[dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
    {"name": "EntitySynonymMapper"},
    {"name": "ResponseSelector", "epochs": 100, "constrain_similarities": True},
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
]


@contextmanager
def default_rasa(folder: Path = FOLDER) -> Iterator[Peer]:
    """Trains it, runs it, and gives it as a peer until it is left."""
    write_project(folder)
    rasa, quiet = str(Path(sys.executable).parent / "rasa"), {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
    trained = subprocess.run(
        [rasa, "train", "nlu", "--nlu", "data", "--domain", "domain.yml", "--fixed-model-name", "default"],
        cwd=folder, env=quiet, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if trained.returncode:
        raise SystemExit(f"Rasa's default pipeline could not be trained:\n{trained.stderr[-2000:]}")
    port, log = free_port(), folder / "server.log"
    command = [rasa, "run", "--enable-api", "--model", "models/default.tar.gz", "--port", str(port)]
    with log.open("wb") as stream:
        process = subprocess.Popen(command, cwd=folder, env=quiet, stdout=stream, stderr=subprocess.STDOUT)
    try:
        wait_until_it_answers(process, f"http://127.0.0.1:{port}/model/parse", log)
        yield as_peer(f"http://127.0.0.1:{port}/model/parse")
    finally:
        process.terminate()
        process.wait(30)


def write_project(folder: Path) -> None:
    """The default configuration beside our examples, each question with a response that names its entry."""
    shutil.rmtree(folder / "data", ignore_errors=True)
    shutil.copytree(DATA_DIR / "nlu", folder / "data")
    labels = list(dict.fromkeys(label for _, label in read_training_examples()))
    config = {"recipe": "default.v1", "assistant_id": "default", "language": "en", "pipeline": PIPELINE}
    domain = {
        "version": "3.1",
        "intents": list(dict.fromkeys(topic_of(label) for label in labels)),
        "responses": {f"utter_{label}": [{"text": label}] for label in labels if "/" in label},
    }
    for name, content in (("config.yml", config), ("domain.yml", domain)):
        (folder / name).write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def as_peer(url: str) -> Peer:
    """The entry that the response selector chooses; none where the intent is no topic with entries."""
    answers, connection = entry_texts(shared_knowledge()), requests.Session()
    topics = {topic_of(entry) for entry in answers}

    def say(text: str) -> Suggested:
        parsed = connection.post(url, json={"text": text}, timeout=60).json()
        intent, confidence = parsed["intent"]["name"], float(parsed["intent"]["confidence"])
        chosen = parsed["response_selector"]["default"]["response"]["intent_response_key"]
        score = 1.0 - confidence if intent == OUT_OF_SCOPE else 0.0 if intent == FALLBACK else confidence
        return Suggested(answers.get(chosen, "") if intent in topics else "", score)

    return say
