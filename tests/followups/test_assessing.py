"""What a score means depends on the time since the session and on the score before."""

from __future__ import annotations

import pytest

from bot.followups.assessing import assess
from bot.followups.plan import shared_plan
from bot.followups.score_reader import Reading, Trend
from bot.replies import Replies
from bot.safety.messages import SafetyMessages
from bot.safety.triage import Assessment

RULES = shared_plan().scores


def level(score: int | None, hours: float, before: int | None = None, trend: Trend | None = None) -> str:
    return assess(Reading(score, trend, None, is_all=True), hours, before, RULES).assessment.level


@pytest.mark.parametrize("hours", [1, 24, 47, 72, 120])
@pytest.mark.parametrize("score", [8, 9, 10])
def test_eight_to_ten_is_urgent_at_any_time(score: int, hours: float) -> None:
    assert level(score, hours) == "urgent"


@pytest.mark.parametrize(
    ("score", "hours", "before", "expected"),
    [
        (7, 24, None, "normal"),
        (5, 47, 3, "normal"),  # soreness peaks within two days
        (5, 49, 3, "urgent"),
        (1, 120, 0, "urgent"),
        (3, 59, None, "normal"),
        (3, 72, None, "routine"),
        (3, 72, 3, "routine"),
        (3, 72, 5, "normal"),  # easing on day 3
        (3, 85, 5, "routine"),
        (1, 120, 5, "routine"),
        (0, 24, 5, "none"),
        (0, 120, 5, "none"),
    ],
)
def test_the_level_of_a_score(score: int, hours: float, before: int | None, expected: str) -> None:
    assert level(score, hours, before) == expected


@pytest.mark.parametrize(
    ("trend", "hours", "expected"),
    [("worse", 24, "normal"), ("worse", 49, "urgent"), ("same", 24, "normal"), ("same", 72, "routine"),
     ("better", 24, "normal"), ("better", 120, "normal")],
)  # fmt: skip
def test_the_level_of_a_change(trend: Trend, hours: float, expected: str) -> None:
    assert level(None, hours, trend=trend) == expected


def test_a_score_that_the_text_names_as_the_one_before_counts_more_than_the_journal() -> None:
    reading = Reading(4, None, 8, is_all=True)
    assert assess(reading, 72, 2, RULES).assessment.level == "normal"


@pytest.mark.parametrize("score", [None, *range(11)])
@pytest.mark.parametrize("trend", [None, "worse", "same", "better"])
@pytest.mark.parametrize("hours", [1, 24, 50, 72, 120])
def test_every_report_has_words_and_survives_the_way_to_the_conversation(
    score: int | None, trend: Trend | None, hours: float
) -> None:
    if score is None and trend is None:
        return
    report = assess(Reading(score, trend, None, is_all=False), hours, None, RULES)
    assert report.reply in Replies().ids
    assert type(report).from_json(report.as_json()) == report
    if report.assessment != Assessment("none"):
        assert report.assessment.message in SafetyMessages().ids
