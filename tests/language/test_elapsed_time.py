"""How long ago: words, counted units, numbered days and weekdays as ranges of hours."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.document import ElapsedTime
from bot.language.reader import Reader

THURSDAY_AT_THREE = datetime(2026, 3, 12, 15, 0, tzinfo=timezone.utc)


def hours(reader: Reader, text: str) -> list[tuple[float, float]]:
    times = reader.read(text, THURSDAY_AT_THREE).elapsed
    return [(time.shortest_hours, time.longest_hours) for time in times]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I was needled yesterday", (12, 40)),
        ("needled yday", (12, 40)),
        ("had it this morning", (0, 16)),
        ("session last night", (6, 24)),
        ("a few days ago", (48, 120)),
        ("over a week now", (168, 336)),
        ("had my session 3 days ago", (60, 84)),
        ("three days ago", (60, 84)),
        ("3.5 days ago", (72, 96)),
        ("it's 40 hours since my session", (39.5, 40.5)),
        ("2 hrs ago", (1.5, 2.5)),
        ("2 wks ago", (252, 420)),
        ("it is day 4", (84, 108)),
        ("day two and still stiff", (36, 60)),
        ("still sore on Day 3.", (60, 84)),
    ],
)
def test_words_for_elapsed_time_give_a_range_of_hours(reader: Reader, text: str, expected: tuple[float, float]) -> None:
    assert hours(reader, text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sore since Monday", (63, 87)),
        ("sore since mon", (63, 87)),
        ("needled on Tues", (39, 63)),
        ("last Wednesday", (15, 39)),
        ("since Thursday", (159, 183)),
        ("since Friday", (135, 159)),
    ],
)
def test_a_weekday_is_the_last_such_day_before_today(reader: Reader, text: str, expected: tuple[float, float]) -> None:
    assert hours(reader, text) == [expected]


def test_a_weekday_is_counted_in_the_zone_of_now(reader: Reader) -> None:
    already_friday = THURSDAY_AT_THREE.astimezone(timezone(timedelta(hours=11)))
    (time,) = reader.read("since Thursday", already_friday).elapsed
    assert (time.shortest_hours, time.longest_hours) == (2, 26)


@pytest.mark.parametrize(
    "text",
    [
        "days ago",
        "day nan",
        "nan days ago",
        "inf hours since",
        "on day x",
        "Monday is best for me",
        "3 days",
        "I need 3 sessions",
        "1e9 days ago",
        "",
    ],
)
def test_without_a_number_or_a_lead_there_is_no_time(reader: Reader, text: str) -> None:
    assert hours(reader, text) == []


def test_several_times_come_in_order_of_appearance(reader: Reader) -> None:
    assert hours(reader, "sore since Monday, needled 5 days ago, asked yesterday") == [(63, 87), (108, 132), (12, 40)]


def test_a_time_knows_where_it_stands(reader: Reader) -> None:
    document = reader.read("Needled 3 Days ago, still sore")
    (time,) = document.elapsed
    assert document.words_of(time.span) == "3 Days ago"
    assert time.as_json() == {"shortest_hours": 60, "longest_hours": 84, "start": 8, "end": 18, "of_session": True}


def test_now_is_this_moment_unless_it_is_given(reader: Reader) -> None:
    (time,) = reader.read("since Sunday").elapsed
    assert 0 <= time.shortest_hours < time.longest_hours <= 8 * 24


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("needled the day before yesterday", [(36, 96)]),
        ("over a week ago", [(168, 336)]),
        ("a couple of days ago", [(36, 60)]),
        ("earlier today", [(0, 16)]),
        ("the day after", [(12, 40)]),
        ("needled 10 minutes ago", [(0, 2)]),
    ],
)
def test_of_times_inside_each_other_only_the_longest_phrase_counts(
    reader: Reader, text: str, expected: list[tuple[float, float]]
) -> None:
    assert hours(reader, text) == expected


def test_an_endless_number_gives_no_endless_time(reader: Reader) -> None:
    assert all(time.longest_hours < float("inf") for time in reader.read("day " + "9" * 400).elapsed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("48hrs ago", (47.5, 48.5)),
        ("48hours ago", (47.5, 48.5)),
        ("48h ago", (47.5, 48.5)),
        ("3days ago", (60, 84)),
        ("3d ago", (60, 84)),
        ("2wks ago", (252, 420)),
    ],
)
def test_a_unit_written_close_to_its_number_is_read(reader: Reader, text: str, expected: tuple[float, float]) -> None:
    document = reader.read(text, THURSDAY_AT_THREE)
    assert hours(reader, text) == [expected]
    assert document.words_of(document.elapsed[0].span) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("still bruised after 8 days", (180, 204)),
        ("it has been ten days and still sore", (228, 252)),
        ("4 days in", (84, 108)),
        ("3 days of soreness", []),
        ("on the 3rd day it got worse", (60, 84)),
        ("a week on and tender", (120, 264)),
        ("been sore for a few days", (48, 120)),
        ("Friday's session left me stiff", (135, 159)),
        ("you needled me Monday", (63, 87)),
    ],
)
def test_a_time_needs_no_ago(reader: Reader, text: str, expected: tuple[float, float] | list[float]) -> None:
    assert hours(reader, text) == ([expected] if expected else [])


@pytest.mark.parametrize(
    "text",
    [
        "my next session is on Monday",
        "session booked for Friday",
        "seeing you in 2 days",
        "every 3 weeks after that",
        "no coffee 3 hours before",
        "I am 30 weeks pregnant",
    ],
)
def test_a_time_to_come_is_no_elapsed_time(reader: Reader, text: str) -> None:
    assert hours(reader, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("needled yesterday and sore", True),
        ("day 4 and sore", True),
        ("worse since last night", False),
        ("sore today", False),
        ("my session was today", True),
    ],
)
def test_a_time_says_whether_it_is_the_sessions(reader: Reader, text: str, expected: bool) -> None:
    (time,) = reader.read(text, THURSDAY_AT_THREE).elapsed
    assert time.of_session is expected


@given(number=st.integers(1, 400), unit=st.sampled_from(["hours", "days", "weeks"]))
@settings(deadline=None)
def test_a_counted_time_lies_within_its_range(reader: Reader, number: int, unit: str) -> None:
    (time,) = reader.read(f"needled {number} {unit} ago").elapsed
    exact = timedelta(**{unit: number}).total_seconds() / 3600
    assert isinstance(time, ElapsedTime)
    assert time.shortest_hours < exact < time.longest_hours
