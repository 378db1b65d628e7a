"""Messages that measure are not what the assistant was written from."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml

from bot.data_files import DATA_DIR, PROJECT_ROOT, read_training_examples
from bot.language.vocabulary import load_lexicon
from tests.conftest import EVALUATION

OWN, ROUNDS, QUESTIONS, CONVERSATIONS, ENTRIES = (
    PROJECT_ROOT / "evaluation" / f"{name}.jsonl"
    for name in ("triage", "triage_rounds", "questions", "conversations", "entries")
)
OPT_OUT = [PROJECT_ROOT / "evaluation" / f"{name}.jsonl" for name in ("opt_out", "opt_out_unseen", "opt_out_fresh")]
SHARED = EVALUATION / "triage_dev.jsonl"
MOST_SHARED_WORDS = 0.8  # of all words of two messages
SHORT_QUESTION = 7  # words; "is it the same as acupuncture" has no other words to say it in
ASKED_BY_EVERYBODY = {"C09", "C24"}  # conversations that open with a question which has no other words to say it in
SHORT_TEXT = 4  # words; "take my number off" has few others to say it in, so only the very same words count
LONGEST_LITERAL = 5  # words of a phrase without notation that may stand in a message as they are


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("'", ""))


def messages(path: Path) -> list[tuple[str, str]]:
    """Ids and texts; a failure shows the id only, since some of the messages may not be looked at."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        (row.get("id", f"line {number}"), text)
        for number, row in enumerate(rows, start=1)
        for text in ([row["text"]] if "text" in row else [turn["say"] for turn in row["turns"]])
    ]


def questions() -> Iterator[str]:
    """What the classifier learns from."""
    return (text for text, _ in read_training_examples())


def safety_examples() -> Iterator[str]:
    """What the second look of triage learns from."""
    for path in (DATA_DIR / "safety" / "examples").glob("*.yml"):
        for example in yaml.safe_load(path.read_text(encoding="utf-8"))["examples"]:
            yield example["text"] if isinstance(example, dict) else example


def opt_out_examples() -> Iterator[str]:
    """What the likeness of opt-outs learns from."""
    for path in (DATA_DIR / "sms" / "examples").glob("*.yml"):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))["examples"]


def nearly(path: Path, examples: Iterable[str]) -> set[str]:
    """Ids of the messages that an example says in nearly the same words; short ones are not judged.

    What shares so many words with a message holds at least one of its few rarest, so only such examples are compared.
    """
    holding: dict[str, list[frozenset[str]]] = defaultdict(list)
    for example in {frozenset(words(example)) for example in examples}:
        for word in example:
            holding[word].append(example)
    near = set()
    for name, message in messages(path):
        own = set(words(message))
        rarest = sorted(own, key=lambda word: len(holding[word]))[: int((1 - MOST_SHARED_WORDS) * len(own)) + 1]
        alike = (other for word in rarest for other in holding[word])
        if len(own) > SHORT_QUESTION and any(
            len(own & other) > MOST_SHARED_WORDS * len(own | other) for other in alike
        ):
            near.add(name)
    return near


TRIAGE = [
    pytest.param(OWN, id="own"),
    pytest.param(ROUNDS, id="rounds"),
    pytest.param(SHARED, id="shared", marks=pytest.mark.needs("evaluation")),
]
SETS = [
    *TRIAGE,
    pytest.param(QUESTIONS, id="questions"),
    pytest.param(CONVERSATIONS, id="conversations"),
    pytest.param(ENTRIES, id="entries"),
]


@pytest.mark.parametrize("path", SETS)
def test_no_message_is_nearly_a_question_that_the_classifier_learns_from(path: Path) -> None:
    assert nearly(path, questions()) <= ASKED_BY_EVERYBODY


@pytest.mark.parametrize("path", TRIAGE)
def test_no_message_is_nearly_an_example_of_the_second_look(path: Path) -> None:
    assert nearly(path, safety_examples()) == set()


@pytest.mark.parametrize("path", OPT_OUT, ids=lambda path: path.stem)
def test_no_text_about_opting_out_is_nearly_an_example_that_likeness_learns_from(path: Path) -> None:
    learnt = [set(words(example)) for example in opt_out_examples()]
    for name, message in messages(path):
        own = set(words(message))
        if len(own) > SHORT_TEXT:
            assert not any(len(own & other) > MOST_SHARED_WORDS * len(own | other) for other in learnt), name
        elif len(own) > 1:
            assert own not in learnt, name


@pytest.mark.parametrize("path", TRIAGE)
def test_no_phrase_is_a_piece_of_a_message(path: Path) -> None:
    lexicon = load_lexicon()
    phrases = [phrase for concepts in lexicon.concepts.values() for each in concepts for phrase in each.phrases]
    literal = {" ".join(words(phrase)) for phrase in [*phrases, *lexicon.idioms] if not set("()*?.|") & set(phrase)}
    told = [" ".join(words(message)) for _, message in messages(path)]
    for phrase in literal:
        if len(phrase.split()) > LONGEST_LITERAL:
            assert not any(phrase in message for message in told), phrase


def test_the_set_of_our_own_is_whole() -> None:
    rows = [json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 400
    assert len({row["id"] for row in rows}) == len(rows)
    assert sum(row["split"] == "score" for row in rows) >= len(rows) / 3.1
    assert {row["level"] for row in rows} == {"emergency", "urgent", "routine", "normal", "none"}
