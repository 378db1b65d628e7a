"""What got no answer is kept, and forgotten with its conversation."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.answer import Answer
from bot.unanswered.store import Unanswered, UnansweredStore, outcome_of

NOW = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)


@pytest.fixture
def store(tmp_path: Path) -> UnansweredStore:
    return UnansweredStore(f"sqlite:///{tmp_path / 'conversations.db'}")


def message(conversation: str, days_ago: float = 0) -> Unanswered:
    return Unanswered(conversation, NOW - timedelta(days=days_ago), "unknown", ("gaps/flying",), "can i dive")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer("clarify", ()), "clarify"),
        (Answer("unknown", ()), "unknown"),
        (Answer("decline", ()), "decline"),
        (Answer("answer", (), entries=("gaps/flying",)), "gap"),
        (Answer("answer", (), entries=("gaps/flying", "aftercare/water")), None),
        (Answer("smalltalk", ()), None),
        (Answer("escalate", ()), None),
    ],
)
def test_a_reply_that_answers_nothing_is_known(answer: Answer, outcome: str | None) -> None:
    assert outcome_of(answer) == outcome


def test_what_is_kept_comes_back_from_a_moment_on(store: UnansweredStore) -> None:
    store.add(message("web:old", days_ago=8))
    store.add(message("web:new"))
    assert store.since(NOW - timedelta(days=7)) == [message("web:new")]


def test_a_conversation_is_forgotten(store: UnansweredStore) -> None:
    store.add(message("web:a"))
    store.add(message("web:b"))
    store.forget("web:a")
    assert [each.conversation for each in store.since(NOW)] == ["web:b"]


def test_what_is_old_is_forgotten_in_its_channel_only(store: UnansweredStore) -> None:
    for conversation in ("web:a", "sms:a"):
        store.add(message(conversation, days_ago=91))
    assert store.forget_before(NOW - timedelta(days=90), "web:") == 1
    assert [each.conversation for each in store.since(NOW - timedelta(days=365))] == ["sms:a"]
