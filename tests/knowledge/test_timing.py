"""Where a patient stands in the time of an answer: too early, nearly there, over; usual or unusual."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.base import Knowledge, Turn
from bot.knowledge.records import Window
from bot.knowledge.timing import elapsed_words, time_wording, until_words
from bot.replies import Replies

SYDNEY = ZoneInfo("Australia/Sydney")
LONDON = ZoneInfo("Europe/London")
TUESDAY_NOON = datetime(2026, 3, 10, 12, tzinfo=SYDNEY)
AVOID = Window("avoid_until", (24, 48), "hours")
USUAL = Window("normal_for", (3, 5), "days")


@pytest.fixture(scope="module")
def replies() -> Replies:
    return Replies()


def told(window: Window, hours: float, replies: Replies, now: datetime = TUESDAY_NOON) -> str:
    return time_wording(window, hours, now, replies).web


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0.0, "It has been about an hour. Our guide says at least 24 to 48 hours, so it is too early."),
        (3.0, "It has been about 3 hours. Our guide says at least 24 to 48 hours, so it is too early."),
        (23.9, "It has been about a day. Our guide says at least 24 to 48 hours, so it is too early."),
        (24.0, "It has been about a day. Our guide says at least 24 to 48 hours. To be careful, wait until"),
        (47.9, "It has been about 2 days. Our guide says at least 24 to 48 hours. To be careful, wait until"),
        (48.0, "It has been about 2 days, so the 24 to 48 hours of our guide are over."),
        (400.0, "It has been about 17 days, so the 24 to 48 hours of our guide are over."),
    ],
)
def test_what_is_to_be_avoided_is_allowed_after_the_longer_end_only(replies: Replies, hours: float, words: str) -> None:
    assert told(AVOID, hours, replies).startswith(words)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (1.0, "It has been about an hour. Our guide says 3 to 5 days is usual."),
        (72.0, "It has been about 3 days. Our guide says 3 to 5 days is usual."),
        (120.0, "It has been about 5 days. Our guide says 3 to 5 days is usual."),
        (121.0, "It has been about 5 days, which is longer than the 3 to 5 days that our guide calls usual."),
    ],
)
def test_a_reaction_is_usual_until_the_longer_end(replies: Replies, hours: float, words: str) -> None:
    assert told(USUAL, hours, replies) == words


def test_the_short_form_says_the_same_shorter(replies: Replies) -> None:
    early = time_wording(AVOID, 3, TUESDAY_NOON, replies)
    assert early.sms == "After about 3 hours it is too early. Wait until Thursday morning."
    assert time_wording(AVOID, 60, TUESDAY_NOON, replies).sms == "After about 2 days, that time is over."


@given(st.floats(0, 2000), st.sampled_from([AVOID, USUAL]))
def test_no_hours_leave_a_placeholder(hours: float, window: Window) -> None:
    wording = time_wording(window, hours, TUESDAY_NOON, Replies())
    assert not set("{}") & set(wording.web + wording.sms)


@given(st.floats(0, 47.99))
def test_nothing_is_said_to_be_over_before_it_is(hours: float) -> None:
    assert "wait until" in time_wording(AVOID, hours, TUESDAY_NOON, Replies()).sms.lower()


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0.1, "an hour"), (1.4, "an hour"), (1.6, "2 hours"), (19.4, "19 hours"), (20, "a day"), (35.9, "a day"),
        (36, "2 days"), (49, "2 days"), (72, "3 days"), (240, "10 days"),
    ],
)  # fmt: skip
def test_people_count_in_hours_and_then_in_days(replies: Replies, hours: float, words: str) -> None:
    assert elapsed_words(hours, replies) == words


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (0, "this afternoon"), (4, "this afternoon"), (5, "this evening"), (8.9, "this evening"),
        (9, "the end of today"), (11.9, "the end of today"), (12, "tomorrow morning"), (23.9, "tomorrow morning"),
        (24, "tomorrow afternoon"), (29, "tomorrow evening"), (33, "the end of tomorrow"), (36, "Thursday morning"),
        (48, "Thursday afternoon"), (53, "Thursday evening"), (57, "the end of Thursday"), (60, "Friday morning"),
    ],
)  # fmt: skip
def test_a_wait_is_told_as_a_part_of_a_day(replies: Replies, wait: float, words: str) -> None:
    assert until_words(TUESDAY_NOON, timedelta(hours=wait), replies) == words


def test_a_wait_in_the_morning_may_end_in_it(replies: Replies) -> None:
    early = datetime(2026, 3, 10, 6, tzinfo=SYDNEY)
    assert until_words(early, timedelta(hours=2), replies) == "later this morning"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2026, 3, 10, 23, 59, tzinfo=SYDNEY), "Thursday morning"),
        (datetime(2026, 3, 11, 0, 0, tzinfo=SYDNEY), "tomorrow morning"),
        (datetime(2026, 12, 31, 23, 0, tzinfo=SYDNEY), "Saturday morning"),
    ],
)
def test_the_day_is_the_one_of_the_clinics_calendar(replies: Replies, now: datetime, words: str) -> None:
    assert until_words(now, timedelta(hours=25.1), replies) == words


@pytest.mark.parametrize(
    ("now", "words"),
    [
        # The night has 23 hours in Sydney on 4 October 2026: from 20:30, 15 hours end at half past twelve.
        (datetime(2026, 10, 3, 20, 30, tzinfo=SYDNEY), "tomorrow afternoon"),
        # It has 25 in London on 25 October 2026: from 21:30, 15 hours end at half past eleven.
        (datetime(2026, 10, 24, 21, 30, tzinfo=LONDON), "tomorrow morning"),
    ],
)
def test_a_wait_through_a_change_of_the_clocks_is_as_long_as_any(replies: Replies, now: datetime, words: str) -> None:
    assert until_words(now, timedelta(hours=15), replies) == words


def test_an_answer_with_a_window_tells_the_time_where_it_is_known(knowledge: Knowledge) -> None:
    exercise = ("aftercare/exercise",)
    timed = knowledge.answer(Turn(exercise, hours=3, now=TUESDAY_NOON)).wordings
    assert timed[0] == knowledge.answer(Turn(exercise)).wordings[0]
    assert timed[1] == time_wording(AVOID, 3, TUESDAY_NOON, knowledge.replies)


@pytest.mark.parametrize(
    "turn",
    [
        Turn(("aftercare/exercise",), hours=3),
        Turn(("aftercare/exercise",), now=TUESDAY_NOON),
        Turn(("treatment/depth",), hours=3, now=TUESDAY_NOON),
    ],
)
def test_an_answer_without_a_window_or_a_time_tells_none(knowledge: Knowledge, turn: Turn) -> None:
    assert knowledge.answer(turn).wordings == knowledge.answer(Turn(turn.entries)).wordings


def test_each_time_stands_behind_the_answer_that_it_is_about(knowledge: Knowledge) -> None:
    turn = Turn(("aftercare/exercise", "treatment/depth", "aftercare/bruising"), hours=3, now=TUESDAY_NOON)
    wordings = [wording.sms for wording in knowledge.answer(turn).wordings]
    timed = [number for number, words in enumerate(wordings) if "bout 3 hours" in words]
    assert timed == [1, 4]
