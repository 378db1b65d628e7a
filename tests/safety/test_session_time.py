"""The session time that a channel passes on."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.safety.session_time import hours_since

NOW = datetime(2026, 3, 10, 12, tzinfo=timezone.utc)


def test_a_session_two_days_ago_in_another_zone_is_48_hours_ago() -> None:
    session = (NOW - timedelta(days=2)).astimezone(timezone(timedelta(hours=10)))
    assert hours_since({"session_time": session.isoformat()}, NOW) == 48


@pytest.mark.parametrize(
    "told",
    [
        None,
        "",
        "yesterday",
        "2026-03-09T12:00:00",  # whose noon?
        (NOW + timedelta(hours=1)).isoformat(),
        (NOW - timedelta(days=90)).isoformat(),
        17,
    ],
)
def test_what_is_no_recent_session_counts_as_unknown(told: object) -> None:
    assert hours_since({"session_time": told}, NOW) is None


def test_without_a_session_nothing_is_known() -> None:
    assert hours_since({}, NOW) is None
