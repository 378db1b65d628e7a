"""Messages that measure are not what the assistant was written from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.data_files import DATA_DIR, PROJECT_ROOT
from bot.language.vocabulary import load_lexicon
from tests.conftest import EVALUATION

OWN = PROJECT_ROOT / "evaluation" / "triage.jsonl"
SHARED = EVALUATION / "triage_dev.jsonl"
MOST_SHARED_WORDS = 0.8  # of all words of two messages
SHORT_QUESTION = 5  # words
PLAIN_OPENINGS = {"how many sessions will i need"}  # of conversations, which measure what follows
LONGEST_LITERAL = 5  # words of a phrase without notation that may stand in a message as they are


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("'", ""))


def messages(path: Path) -> list[str]:
    """All that patients say in a file; a conversation has several turns."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        text for row in rows for text in ([row["text"]] if "text" in row else [turn["say"] for turn in row["turns"]])
    ]


def examples() -> Iterator[str]:
    for path in (DATA_DIR / "nlu").glob("*.yml"):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            yield from (line.removeprefix("- ") for line in block["examples"].splitlines())


SETS = [pytest.param(OWN, id="own"), pytest.param(SHARED, id="shared", marks=pytest.mark.needs("evaluation"))]
UNDERSTANDING = [
    pytest.param(OWN.with_name(f"{name}.jsonl"), id=name) for name in ("entries", "questions", "conversations")
]


@pytest.mark.parametrize("path", [*SETS, *UNDERSTANDING])
def test_no_message_is_nearly_a_training_example(path: Path) -> None:
    learnt = [set(words(example)) for example in examples()]
    for message in messages(path):
        own = set(words(message))
        is_plain = len(own) <= SHORT_QUESTION  # "what are the risks" has no other words to say it in
        if not is_plain and " ".join(words(message)) not in PLAIN_OPENINGS:
            assert all(len(own & other) <= MOST_SHARED_WORDS * len(own | other) for other in learnt), message


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
