"""The data files, the domain, the rules and the actions name the same things."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.data_files import DATA_DIR, PROJECT_ROOT
from bot.knowledge.base import shared_knowledge
from tests.data.texts import ENTRIES, REPLIES

FEWEST_EXAMPLES = 12
RASA_KEYS = {"nlu", "responses", "stories", "rules"}
RASA_CHANNELS = {"rest", "rasa", "callback", "socketio", "twilio", "facebook", "slack", "telegram", "cmdline"}
WITHOUT_EXAMPLES = {"choose", "unsure", "report_pain_score"}  # set by a payload, the classifier, a score that was read
SMALL_TALK = "action_make_small_talk"
TOPICS = sorted({entry.split("/")[0] for entry in ENTRIES})
OTHER_DATA_FILES = [
    path for path in DATA_DIR.rglob("*.y*ml") if path.parent not in (DATA_DIR / "nlu", DATA_DIR / "stories")
]


@lru_cache
def read(path: Path) -> Any:
    return yaml.load(path.read_bytes(), yaml.CSafeLoader)


def topic_of(intent: str) -> str:
    return intent.split("/", maxsplit=1)[0]


@lru_cache
def examples() -> dict[str, dict[str, list[str]]]:
    """For each intent the examples of each file, by the file's name without ending."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for path in sorted((DATA_DIR / "nlu").glob("*.yml")):
        for block in read(path)["nlu"]:
            lines = [line.strip() for line in block.get("examples", "").splitlines()]
            found[block["intent"]].setdefault(path.stem, []).extend(line.removeprefix("- ") for line in lines)
    return found


def rules() -> list[tuple[str, str]]:
    """Intent and action of each rule."""
    pairs = []
    for path in sorted((DATA_DIR / "stories").glob("rules_*.yml")):
        for rule in read(path)["rules"]:
            (intent, *actions) = rule["steps"]
            pairs.append((intent["intent"], actions[0]["action"]))
    return pairs


INTENTS: list[str] = read(PROJECT_ROOT / "domain.yml")["intents"]
ACTIONS: list[str] = read(PROJECT_ROOT / "domain.yml")["actions"]
SMALL_TALK_INTENTS = [intent for intent, action in rules() if action == SMALL_TALK]
ALL_EXAMPLES = [(intent, text) for intent, files in examples().items() for texts in files.values() for text in texts]


@pytest.mark.parametrize("entry", ENTRIES)
def test_entry_has_examples_in_the_file_of_its_topic(entry: str) -> None:
    topic = topic_of(entry)
    count = len(examples().get(entry, {}).get(topic, []))
    assert count >= FEWEST_EXAMPLES, (
        f"data/nlu/{topic}.yml has {count} examples for {entry}; write {FEWEST_EXAMPLES} or more."
    )


@pytest.mark.parametrize("question", [intent for intent in examples() if "/" in intent])
def test_question_with_examples_has_an_entry(question: str) -> None:
    forgotten = f"data/knowledge/{topic_of(question)}.yml"
    assert question in shared_knowledge().entries, f"{forgotten} has no entry {question}; write its answer."


@pytest.mark.parametrize("question", [intent for intent in examples() if "/" in intent])
def test_examples_of_a_question_stand_in_one_file_only(question: str) -> None:
    assert list(examples()[question]) == [topic_of(question)]


@pytest.mark.parametrize("topic", TOPICS)
def test_topic_of_an_entry_is_an_intent(topic: str) -> None:
    assert topic in INTENTS, f"domain.yml does not name the topic {topic} of data/knowledge/{topic}.yml."


@pytest.mark.parametrize("intent", INTENTS)
def test_intent_has_exactly_one_rule(intent: str) -> None:
    count = Counter(name for name, _ in rules())[intent]
    assert count == 1, f"data/stories/rules_*.yml has {count} rules for {intent}; write one."


@pytest.mark.parametrize("intent", INTENTS)
def test_intent_has_examples_unless_something_else_sets_it(intent: str) -> None:
    trained = {topic_of(name) for name in examples()}
    is_set_otherwise = intent in WITHOUT_EXAMPLES or intent.startswith("red_flag_")
    assert (intent in trained) is not is_set_otherwise, f"data/nlu: examples for {intent}"


@pytest.mark.parametrize("intent", list(examples()))
def test_intent_of_examples_is_in_the_domain(intent: str) -> None:
    assert topic_of(intent) in INTENTS, f"domain.yml does not name {topic_of(intent)}."


@pytest.mark.parametrize("intent", [intent for intent in examples() if "/" not in intent])
def test_intent_without_entries_has_enough_examples(intent: str) -> None:
    assert sum(len(texts) for texts in examples()[intent].values()) >= FEWEST_EXAMPLES


@pytest.mark.parametrize(("intent", "action"), rules())
def test_rule_names_an_intent_and_an_action_of_the_domain(intent: str, action: str) -> None:
    assert intent in INTENTS
    assert action in ACTIONS


@pytest.mark.parametrize("action", ACTIONS)
def test_action_has_a_file_and_a_class_of_its_name(action: str) -> None:
    name = action.removeprefix("action_")
    path = PROJECT_ROOT / "actions" / f"{name}.py"
    assert path.is_file(), f"actions/{name}.py is missing."
    tree = ast.parse(path.read_text(encoding="utf-8"))
    classes = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert classes == ["".join(part.capitalize() for part in action.split("_"))]
    assert action in texts


@pytest.mark.parametrize("action", ACTIONS)
def test_action_is_used_by_a_rule(action: str) -> None:
    assert action in {used for _, used in rules()}, f"No rule in data/stories names {action}."


@pytest.mark.parametrize("path", sorted((PROJECT_ROOT / "actions").glob("*.py")), ids=lambda path: path.stem)
def test_file_of_an_action_is_in_the_domain(path: Path) -> None:
    assert f"action_{path.stem}" in ACTIONS or path.stem in {"__init__", "turn"}


@pytest.mark.parametrize("intent", SMALL_TALK_INTENTS)
def test_small_talk_has_a_reply_of_its_name(intent: str) -> None:
    assert intent in REPLIES, f"data/replies.yml has no reply {intent}."


@pytest.mark.parametrize("path", OTHER_DATA_FILES, ids=lambda path: str(path.relative_to(DATA_DIR)))
def test_data_file_is_not_taken_for_training_data(path: Path) -> None:
    assert not RASA_KEYS & set(read(path))


def test_no_example_stands_twice() -> None:
    folded = Counter(" ".join(re.findall(r"\w+", text.casefold())) for _, text in ALL_EXAMPLES)
    assert [text for text, count in folded.items() if count > 1] == []


@pytest.mark.parametrize("intent", list(examples()))
def test_example_is_a_plain_sentence(intent: str) -> None:
    for text in (text for name, text in ALL_EXAMPLES if name == intent):
        assert text.strip()
        assert not re.search(r"^[/-]|[\[\]{}]", text), f"{intent}: {text}"


def test_safety_triage_stands_last_in_the_pipeline() -> None:
    pipeline = [component["name"] for component in read(PROJECT_ROOT / "config.yml")["pipeline"]]
    assert pipeline[-1] == "bot.nlu.safety_triage.SafetyTriage"
    assert len(set(pipeline)) == len(pipeline)


def test_credentials_name_no_channel_of_rasa_itself() -> None:
    channels = set(read(PROJECT_ROOT / "credentials.yml"))
    assert channels
    assert not channels & RASA_CHANNELS
    assert all(channel.startswith("bot.channels.") for channel in channels)
