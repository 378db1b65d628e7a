"""The labelled files are what the README says of them; nothing here shows a message."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from evaluation.gathering import labelled_messages
from evaluation.items import (
    CONVERSATIONS,
    ENTRIES,
    QUESTIONS,
    Conversation,
    EntryQuestion,
    Question,
    read,
    session_hours,
    session_time,
)

FILES = [(QUESTIONS, Question), (CONVERSATIONS, Conversation), (ENTRIES, EntryQuestion)]
NOW = datetime(2026, 1, 2, 12, tzinfo=timezone.utc)


@pytest.mark.parametrize(("path", "record"), FILES, ids=lambda each: getattr(each, "stem", ""))
def test_ids_are_unique(path: Path, record: type) -> None:
    ids = [each.id for each in read(path, record)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(("path", "record"), FILES, ids=lambda each: getattr(each, "stem", ""))
def test_a_third_is_only_scored(path: Path, record: type) -> None:
    splits = [each.split for each in read(path, record)]
    assert 0.3 <= splits.count("score") / len(splits) <= 0.4


def test_every_pattern_compiles_and_asks_for_words() -> None:
    expected = [
        *read(QUESTIONS, Question),
        *(turn for each in read(CONVERSATIONS, Conversation) for turn in each.turns),
    ]
    for pattern in (pattern for each in expected for pattern in (*each.must, *each.must_not)):
        assert not re.compile(pattern, re.IGNORECASE).search(""), pattern


def test_there_are_enough_messages_of_each_kind_and_style() -> None:
    questions = read(QUESTIONS, Question)
    assert len(questions) >= 450
    kinds, styles = (Counter(getattr(each, name) for each in questions) for name in ("kind", "style"))
    least = {"answerable": 300, "unanswered": 60, "out_of_scope": 40, "clinic": 20, "small_talk": 15}
    assert all(kinds[kind] >= count for kind, count in least.items())
    assert all(styles[style] >= 20 for style in ("plain", "misspelt", "shorthand", "indirect", "long", "double"))
    assert 0.15 <= sum(each.channel == "sms" for each in questions) / len(questions) <= 0.35


def test_each_split_holds_each_kind_and_style() -> None:
    questions = read(QUESTIONS, Question)
    for name in ("kind", "style", "channel"):
        seen, unseen = ({getattr(e, name) for e in questions if e.split == split} for split in ("tune", "score"))
        assert seen == unseen


def test_every_message_says_what_a_good_reply_holds() -> None:
    for each in read(QUESTIONS, Question):
        assert each.must or each.must_not, each.id
        assert each.must or each.kind != "answerable", each.id
        assert each.session is None or session_hours(each.session) is not None, each.id


def test_there_are_enough_conversations_and_each_has_turns() -> None:
    conversations = read(CONVERSATIONS, Conversation)
    assert len(conversations) >= 50
    assert all(len(each.turns) >= 2 for each in conversations)
    assert {each.channel for each in conversations} == {"web", "sms"}


def test_labelled_messages_name_entries_and_almost_all_are_left() -> None:
    assert len(labelled_messages()) >= 0.98 * len(read(ENTRIES, EntryQuestion))


@pytest.mark.parametrize(
    ("words", "hours"), [("2 days ago", 48), ("20 hours ago", 20), ("1 week ago", 168), ("yesterday", 24), (None, None)]
)
def test_a_known_session_is_a_time(words: str | None, hours: float | None) -> None:
    assert session_hours(words) == hours
    told = session_time(words, NOW)
    assert told == (None if hours is None else (NOW - timedelta(hours=hours)).isoformat())
