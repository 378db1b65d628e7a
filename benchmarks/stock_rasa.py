"""Stock Rasa as its documentation sets it up, on our training data: what ours is compared with.

The default pipeline and policies with DIET and TED, a separate action server, the SQLite tracker store and the REST
channel. As here, a custom action says the answer that the response selector has found.
"""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from bot.data_files import DATA_DIR
from bot.knowledge.base import load_knowledge

DEFAULT_EPOCHS = 100
FALLBACK, OUT_OF_SCOPE = "nlu_fallback", "out_of_scope"
ACTIONS = '''"""Says the answer that was found."""

import json
from pathlib import Path

from rasa_sdk import Action

ANSWERS = json.loads(Path("answers.json").read_text())


class ActionAnswer(Action):
    def name(self):
        return "action_answer"

    def run(self, dispatcher, tracker, domain):
        found = tracker.latest_message["response_selector"]["default"]["response"]["intent_response_key"]
        dispatcher.utter_message(text=ANSWERS.get(found) or "I do not know.")
        return []
'''


def write_project(folder: Path, epochs: int = DEFAULT_EPOCHS) -> None:
    """Everything that `rasa train`, `rasa run` and `rasa run actions` need."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(DATA_DIR / "nlu", folder / "data")
    labels = list(dict.fromkeys(_labels(folder / "data")))
    intents = list(dict.fromkeys(label.split("/")[0] for label in labels))
    rules = [_rule(intent) for intent in [*intents, FALLBACK]]
    stories = [
        {"story": f"{first}, then {second}", "steps": [*_rule(first)["steps"], *_rule(second)["steps"]]}
        for first, second in pairwise(intents)
    ]
    files: dict[str, Any] = {
        "config.yml": _config(epochs),
        "domain.yml": {
            "version": "3.1",
            "intents": intents,
            "actions": ["action_answer"],
            "responses": {f"utter_{label}": [{"text": label}] for label in labels if "/" in label},
        },
        "data/rules.yml": {"version": "3.1", "rules": rules},
        "data/stories.yml": {"version": "3.1", "stories": stories},
        "credentials.yml": {"rest": None},
    }
    for name, content in files.items():
        (folder / name).write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    answers = {entry.id: entry.web for entry in load_knowledge().entries.values()}
    (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    (folder / "actions").mkdir()
    (folder / "actions" / "__init__.py").touch()
    (folder / "actions" / "answering.py").write_text(ACTIONS, encoding="utf-8")


def write_endpoints(folder: Path, action_port: int, database: Path) -> None:
    """Where the action server is, and a SQLite file for the conversations."""
    endpoints = {
        "action_endpoint": {"url": f"http://127.0.0.1:{action_port}/webhook"},
        "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": str(database)},
    }
    (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints), encoding="utf-8")


def _labels(folder: Path) -> list[str]:
    blocks = [
        block
        for path in sorted(folder.glob("*.yml"))
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    ]
    return [block["intent"] for block in blocks]


def _rule(intent: str) -> dict[str, Any]:
    return {"rule": f"answer {intent}", "steps": [{"intent": intent}, {"action": "action_answer"}]}


def _config(epochs: int) -> dict[str, Any]:
    """The configuration that `rasa init` writes in its comments, and takes where none is given."""
    letters = {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4}
    trained = {"epochs": epochs, "constrain_similarities": True}
    return {
        "recipe": "default.v1",
        "assistant_id": "stock",
        "language": "en",
        "pipeline": [
            {"name": "WhitespaceTokenizer"},
            {"name": "RegexFeaturizer"},
            {"name": "LexicalSyntacticFeaturizer"},
            {"name": "CountVectorsFeaturizer"},
            letters,
            {"name": "DIETClassifier", **trained},
            {"name": "EntitySynonymMapper"},
            {"name": "ResponseSelector", **trained},
            {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
        ],
        "policies": [
            {"name": "MemoizationPolicy"},
            {"name": "RulePolicy"},
            {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": epochs},
            {"name": "TEDPolicy", "max_history": 5, **trained},
        ],
    }
