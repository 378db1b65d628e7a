"""Feedback is kept without words, and only what it may hold."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import requests

from bot.channels.web.feedback import Feedback, FeedbackStore
from tests.conftest import Server

GOOD = {"kind": "answer", "entries": ["aftercare/exercise"], "helpful": False, "reason": "unclear"}


def send(server: Server, **changes: Any) -> requests.Response:
    body = {"session": server.open_session(), **GOOD, **changes}
    return requests.post(f"{server.url}/feedback", json=body, timeout=30)


def test_feedback_is_stored_without_saying_whose_it_is(server: Server) -> None:
    assert send(server).json() == {"stored": True}
    stored = FeedbackStore(f"sqlite:///{server.database}").since(datetime.now(timezone.utc) - timedelta(minutes=5))
    assert Feedback("", False, "answer", ["aftercare/exercise"], "unclear") in stored


@pytest.mark.parametrize(
    "changes",
    [
        {"helpful": "words"},
        {"reason": "words of a patient"},
        {"kind": "words"},
        {"entries": ["aftercare/words of a patient"]},
        {"entries": ["aftercare/no_such_entry"]},
        {"entries": ["aftercare/exercise"] * 6},
        {"entries": "aftercare/exercise"},
    ],
)
def test_nothing_else_gets_into_the_table(server: Server, changes: dict[str, Any]) -> None:
    response = send(server, **changes)
    assert response.status_code == 400
    assert response.json()["error"].startswith("I couldn't read that.")


def test_feedback_needs_a_session(server: Server) -> None:
    assert send(server, session="forged").status_code == 401


def test_feedback_is_read_in_its_order(tmp_path: Path) -> None:
    store = FeedbackStore(f"sqlite:///{tmp_path / 'feedback.db'}")
    now = datetime.now(timezone.utc)
    both = [Feedback("", True, "answer", ["treatment/depth"]), Feedback("", False, "unknown", [], "wrong")]
    for feedback in both:
        store.add(feedback, now)
    assert store.since(now - timedelta(seconds=1)) == both
    assert store.since(now + timedelta(seconds=1)) == []
