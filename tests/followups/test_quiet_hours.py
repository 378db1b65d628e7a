"""Nobody is texted at night, whatever the zone and the season."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.followups.quiet_hours import into_window

DAY = (time(9), time(20))
ZONES = ["Australia/Sydney", "Australia/Perth", "Europe/London", "America/New_York", "Pacific/Auckland",
         "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati"]  # fmt: skip


def moved(local: str, zone: str, window: tuple[time, time] = DAY) -> str:
    moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
    return into_window(moment, ZoneInfo(zone), window).astimezone(ZoneInfo(zone)).strftime("%a %d %H:%M")


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-03-10 09:00", "Tue 10 09:00"),
        ("2026-03-10 15:30", "Tue 10 15:30"),
        ("2026-03-10 19:59", "Tue 10 19:59"),
        ("2026-03-10 20:00", "Wed 11 09:00"),
        ("2026-03-10 23:59", "Wed 11 09:00"),
        ("2026-03-11 00:00", "Wed 11 09:00"),
        ("2026-03-11 08:59", "Wed 11 09:00"),
    ],
)
@pytest.mark.parametrize("zone", ZONES)
def test_what_falls_into_the_night_is_moved_to_the_next_morning(zone: str, local: str, expected: str) -> None:
    assert moved(local, zone) == expected


@pytest.mark.parametrize(
    ("local", "expected"),
    [("2026-03-10 23:00", "Tue 10 23:00"), ("2026-03-11 01:59", "Wed 11 01:59"), ("2026-03-11 02:00", "Wed 11 22:00"),
     ("2026-03-11 12:00", "Wed 11 22:00")],
)  # fmt: skip
def test_a_window_may_reach_over_midnight(local: str, expected: str) -> None:
    assert moved(local, "Europe/London", (time(22), time(2))) == expected


@pytest.mark.parametrize(
    ("local", "zone"),
    [("2026-10-03 22:00", "Australia/Sydney"), ("2026-04-04 22:00", "Australia/Sydney"),
     ("2026-03-28 22:00", "Europe/London"), ("2026-10-24 22:00", "Europe/London")],
)  # fmt: skip
def test_the_morning_after_a_change_of_clocks_is_nine_by_the_new_clock(local: str, zone: str) -> None:
    assert moved(local, zone).endswith("09:00")


@settings(database=None, derandomize=True, deadline=None, max_examples=300)
@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(timezone.utc)),
    st.sampled_from(ZONES),
    st.integers(0, 23),
    st.integers(0, 23),
)
def test_a_moment_is_moved_into_the_window_and_by_less_than_a_day(
    moment: datetime, zone: str, opens: int, closes: int
) -> None:
    if opens == closes:
        return
    found = into_window(moment, ZoneInfo(zone), (time(opens), time(closes)))
    assert timedelta(0) <= found - moment < timedelta(hours=26)
    hour = found.astimezone(ZoneInfo(zone)).hour
    is_open = opens <= hour < closes if opens < closes else hour >= opens or hour < closes
    is_skipped = found.astimezone(ZoneInfo(zone)).dst() != (found - timedelta(hours=2)).astimezone(ZoneInfo(zone)).dst()
    assert is_open or is_skipped
