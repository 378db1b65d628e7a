"""Questions in other words find their entry."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest

from bot.knowledge.base import Knowledge
from bot.nlu.keys import RANKING, UNSURE
from evaluation.entries import Question, read_questions

LEAST_RIGHT = 0.9  # of all questions: the first entry, answered or offered
MOST_WRONG = 0.08  # of all questions: answered at once with another entry
QUESTIONS = read_questions()


def outcome(agent: Any, question: Question) -> tuple[bool, bool]:
    """Whether the first entry is right, and whether a wrong one was answered at once."""
    parsed = asyncio.run(agent.parse_message(question.text))
    labels = [each["label"] for each in parsed[RANKING]]
    intent = parsed["intent"]["name"]
    first = next((label for label in labels if "/" in label), "")
    is_picked = intent in {UNSURE, first.split("/")[0]}
    return is_picked and first in question.right, intent != UNSURE and is_picked and first not in question.right


def test_real_pipeline_finds_the_entry_of_nine_in_ten(agent: Any) -> None:
    outcomes = [outcome(agent, question) for question in QUESTIONS]
    right, wrong = (sum(each) / len(QUESTIONS) for each in zip(*outcomes, strict=True))
    assert right >= LEAST_RIGHT
    assert wrong <= MOST_WRONG


def test_each_entry_is_asked_for_in_two_ways_or_more(knowledge: Knowledge) -> None:
    asked = Counter(entry for question in QUESTIONS for entry in question.right)
    assert not [entry for entry in knowledge.entries if asked[entry] < 2]


def test_each_question_names_entries_that_there_are(knowledge: Knowledge) -> None:
    assert not {entry for question in QUESTIONS for entry in question.right} - knowledge.entries.keys()


def test_questions_are_told_apart_by_their_id() -> None:
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("split", ["look", "score"])
def test_both_splits_have_a_hundred_questions_or_more(split: str) -> None:
    assert sum(question.split == split for question in QUESTIONS) >= 100
