"""The record of escalations and the memory of a conversation."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.safety.alerts import Alerts
from bot.safety.triage import Assessment

NOW = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
URGENT = Assessment("urgent", ("SIGN-A", "SIGN-B"), "urgent_site")
EMERGENCY = Assessment("emergency", ("SIGN-C",), "emergency")
ROUTINE = Assessment("routine", ("SIGN-D",), "routine_plan")


@pytest.fixture
def alerts(tmp_path: Path) -> Alerts:
    return Alerts(f"sqlite:///{tmp_path / 'alerts.db'}")


def test_an_alert_is_listed_with_level_signs_and_time(alerts: Alerts) -> None:
    alerts.record("web:1", URGENT, NOW)
    (alert,) = alerts.since(NOW - timedelta(minutes=1))
    assert (alert.conversation, alert.assessment, alert.at) == ("web:1", URGENT, NOW)


def test_the_highest_alert_of_a_day_is_remembered(alerts: Alerts) -> None:
    alerts.record("web:1", EMERGENCY, NOW - timedelta(hours=20))
    alerts.record("web:1", URGENT, NOW - timedelta(hours=1))
    assert alerts.remembered("web:1", NOW) == EMERGENCY


def test_memory_ends_after_a_day(alerts: Alerts) -> None:
    alerts.record("web:1", EMERGENCY, NOW - timedelta(hours=24, seconds=1))
    assert alerts.remembered("web:1", NOW) is None


def test_routine_advice_is_recorded_but_not_remembered(alerts: Alerts) -> None:
    alerts.record("web:1", ROUTINE, NOW)
    assert alerts.remembered("web:1", NOW) is None
    assert len(alerts.since(NOW)) == 1


def test_no_conversation_remembers_the_alarm_of_another(alerts: Alerts) -> None:
    alerts.record("web:1", EMERGENCY, NOW)
    assert alerts.remembered("web:2", NOW) is None


def test_memory_survives_a_restart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'alerts.db'}"
    Alerts(url).record("web:1", EMERGENCY, NOW)
    assert Alerts(url).remembered("web:1", NOW) == EMERGENCY


def test_a_moment_in_another_zone_is_the_same_moment(alerts: Alerts) -> None:
    alerts.record("web:1", URGENT, NOW.astimezone(timezone(timedelta(hours=10))))
    assert alerts.since(NOW)[0].at == NOW


def test_alerts_move_to_the_conversation_that_follows(alerts: Alerts) -> None:
    alerts.record("web:1", EMERGENCY, NOW)
    alerts.record("web:2", URGENT, NOW)
    alerts.move("web:1", "web:3")
    assert alerts.remembered("web:3", NOW) == EMERGENCY
    assert not alerts.since(NOW - timedelta(days=1), "web:1")
    assert alerts.remembered("web:2", NOW) == URGENT


def test_only_old_alerts_of_one_channel_are_forgotten(alerts: Alerts) -> None:
    for conversation in ("web:1", "sms:1", "webber"):
        alerts.record(conversation, URGENT, NOW - timedelta(days=91))
    alerts.record("web:2", URGENT, NOW)
    assert alerts.forget_before(NOW - timedelta(days=90), "web:") == 1
    assert [alert.conversation for alert in alerts.since(NOW - timedelta(days=365))] == ["sms:1", "webber", "web:2"]
