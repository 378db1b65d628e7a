"""Where a patient stands in the time that an answer is about."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.knowledge.base import Knowledge, Turn
from bot.knowledge.records import Window
from bot.knowledge.timing import time_wording

WAIT = Window("avoid_until", (24, 48), "hours")
USUAL = Window("normal_for", (3, 5), "days")
MONDAY_NINE = datetime(2025, 3, 3, 9)


SAYS = "It has been about {elapsed}. Our guide says at least 24 to 48 hours. To be careful, wait until {until}."
EARLY = SAYS.replace("48 hours. To", "48 hours, so it is too early. To")
OVER = "It has been about 2 days, so the 24 to 48 hours of our guide are over."
IS_USUAL = "It has been about {elapsed}. Our guide says 3 to 5 days is usual."
LONGER = "It has been about 6 days, which is longer than the 3 to 5 days that our guide calls usual."


@pytest.mark.parametrize(
    ("window", "hours", "sentence"),
    [
        (WAIT, 0.2, EARLY.format(elapsed="an hour", until="Wednesday morning")),
        (WAIT, 23.9, EARLY.format(elapsed="a day", until="tomorrow morning")),
        (WAIT, 24, SAYS.format(elapsed="a day", until="tomorrow morning")),
        (WAIT, 47, SAYS.format(elapsed="2 days", until="later this morning")),
        (WAIT, 48, OVER),
        (USUAL, 24, IS_USUAL.format(elapsed="a day")),
        (USUAL, 120, IS_USUAL.format(elapsed="5 days")),
        (USUAL, 144, LONGER),
    ],
)
def test_sentence_tells_the_time_the_range_and_until_when_to_wait(
    knowledge: Knowledge, window: Window, hours: float, sentence: str
) -> None:
    assert time_wording(window, hours, MONDAY_NINE, knowledge.replies).web == sentence


@pytest.mark.parametrize("hours", [1, 12, 23, 24, 30, 47.9])
def test_nothing_is_allowed_before_the_longer_end(knowledge: Knowledge, hours: float) -> None:
    wording = time_wording(WAIT, hours, MONDAY_NINE, knowledge.replies)
    assert "ait until" in wording.web
    assert "ait until" in wording.sms


def test_sentence_follows_the_answer_where_the_time_is_known(knowledge: Knowledge) -> None:
    told = knowledge.answer(Turn(("aftercare/exercise",), hours=3, now=MONDAY_NINE)).wordings
    silent = knowledge.answer(Turn(("aftercare/exercise",), now=MONDAY_NINE)).wordings
    assert told == (*silent, time_wording(WAIT, 3, MONDAY_NINE, knowledge.replies))
