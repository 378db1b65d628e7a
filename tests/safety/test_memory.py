"""What alarms leave behind, and what happens where nothing can be kept."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.safety import alerts as alerts_module
from bot.safety.memory import remember, remember_once, remembered
from bot.safety.triage import Assessment

EMERGENCY = Assessment("emergency", ("SIGN-TEST",), "emergency")
URGENT = Assessment("urgent", ("SIGN-TEST",), "urgent")


@pytest.fixture
def conversation() -> str:
    return f"test:{uuid.uuid4().hex}"


@pytest.fixture
def broken_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database that was there at the start and whose table is gone."""
    monkeypatch.setenv(alerts_module.DATABASE_VARIABLE, f"sqlite:///{tmp_path / 'gone.db'}")
    alerts_module.shared_alerts.cache_clear()
    alerts_module.shared_alerts()
    with sqlite3.connect(tmp_path / "gone.db") as connection:
        connection.execute("drop table needlewise_alerts")
    yield
    alerts_module.shared_alerts.cache_clear()


def count(conversation: str) -> int:
    since = datetime.now(timezone.utc) - timedelta(minutes=5)
    return len(alerts_module.shared_alerts().since(since, conversation))


def test_an_alarm_is_remembered(conversation: str) -> None:
    remember(conversation, URGENT)
    assert remembered(conversation) == URGENT


@pytest.mark.parametrize("level", ["none", "normal"])
def test_what_is_no_escalation_leaves_nothing_behind(conversation: str, level: str) -> None:
    remember(conversation, Assessment(level))  # type: ignore[arg-type]
    assert count(conversation) == 0


def test_a_flood_of_emergencies_is_one_record(conversation: str) -> None:
    for _ in range(5):
        remember_once(conversation, EMERGENCY)
    assert count(conversation) == 1


def test_an_emergency_after_an_urgent_sign_is_recorded(conversation: str) -> None:
    remember(conversation, URGENT)
    remember_once(conversation, EMERGENCY)
    assert remembered(conversation) == EMERGENCY


def test_a_database_that_fails_keeps_nobody_waiting_and_is_said_loudly(
    conversation: str, broken_database: None, caplog: pytest.LogCaptureFixture
) -> None:
    remember_once(conversation, EMERGENCY)
    assert remembered(conversation) is None
    assert "alert not recorded" in caplog.text
    assert conversation not in caplog.text
