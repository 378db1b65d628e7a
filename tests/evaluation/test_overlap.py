"""Messages that measure are not what the assistant was written from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml

from bot.data_files import DATA_DIR, PROJECT_ROOT
from bot.language.vocabulary import load_lexicon
from tests.conftest import EVALUATION

OWN = PROJECT_ROOT / "evaluation" / "triage.jsonl"
SHARED = EVALUATION / "triage_dev.jsonl"
MOST_SHARED_WORDS = 0.8  # of all words of two messages
SHORT_QUESTION = 7  # words; "is it the same as acupuncture" has no other words to say it in
LONGEST_LITERAL = 5  # words of a phrase without notation that may stand in a message as they are


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("'", ""))


def messages(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]


def questions() -> Iterator[str]:
    """What the classifier learns from."""
    for path in (DATA_DIR / "nlu").glob("*.yml"):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            yield from (line.removeprefix("- ") for line in block["examples"].splitlines())


def safety_examples() -> Iterator[str]:
    """What the second look of triage learns from."""
    for path in (DATA_DIR / "safety" / "examples").glob("*.yml"):
        for example in yaml.safe_load(path.read_text(encoding="utf-8"))["examples"]:
            yield example["text"] if isinstance(example, dict) else example


SETS = [pytest.param(OWN, id="own"), pytest.param(SHARED, id="shared", marks=pytest.mark.needs("evaluation"))]


def nearly(path: Path, examples: Iterable[str], longer_than: int = 0) -> dict[str, str]:
    """Messages with an example that has nearly the same words."""
    learnt = [(set(words(example)), example) for example in examples]
    told = [(set(words(message)), message) for message in messages(path)]
    return {
        message: example
        for own, message in told
        if len(own) > longer_than
        for other, example in learnt
        if len(own & other) > MOST_SHARED_WORDS * len(own | other)
    }


@pytest.mark.parametrize("path", SETS)
def test_no_message_is_nearly_a_question_that_the_classifier_learns_from(path: Path) -> None:
    assert nearly(path, questions(), longer_than=SHORT_QUESTION) == {}


@pytest.mark.parametrize("path", SETS)
def test_no_message_is_nearly_an_example_of_the_second_look(path: Path) -> None:
    assert nearly(path, safety_examples()) == {}


@pytest.mark.parametrize("path", SETS)
def test_no_phrase_is_a_piece_of_a_message(path: Path) -> None:
    lexicon = load_lexicon()
    phrases = [phrase for concepts in lexicon.concepts.values() for each in concepts for phrase in each.phrases]
    literal = {" ".join(words(phrase)) for phrase in [*phrases, *lexicon.idioms] if not set("()*?.|") & set(phrase)}
    told = [" ".join(words(message)) for message in messages(path)]
    for phrase in literal:
        if len(phrase.split()) > LONGEST_LITERAL:
            assert not any(phrase in message for message in told), phrase


def test_the_set_of_our_own_is_whole() -> None:
    rows = [json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 400
    assert len({row["id"] for row in rows}) == len(rows)
    assert sum(row["split"] == "score" for row in rows) >= len(rows) / 3.1
    assert {row["level"] for row in rows} == {"emergency", "urgent", "routine", "normal", "none"}
