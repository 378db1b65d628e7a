"""At the moment of sending everything is asked once more."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.safety.alerts import Alerts
from bot.safety.triage import Assessment
from bot.texting.retention import erase
from tests.followups.conftest import OTHER, PATIENT, SESSION, ZONE, Course


def test_the_first_text_says_what_it_is_and_the_next_ones_are_short(course: Course) -> None:
    course.add()
    (first,) = course.after(24).send_due()
    (second,) = course.after(72).send_due()
    assert first.startswith("This is an automated check-in from Riverbend Dry Needling")
    assert "Text STOP" in first
    assert len(second) <= 160


def test_the_first_text_is_whichever_goes_first(course: Course) -> None:
    course.after(60)
    course.add()
    assert course.after(72).send_due()[0].startswith("This is an automated check-in")


def test_a_second_course_begins_with_the_whole_text_again(course: Course) -> None:
    course.add()
    course.after(24).send_due()
    course.add(at=SESSION + timedelta(days=20))
    assert course.after(21 * 24).send_due()[-1].startswith("This is an automated check-in")


@pytest.mark.parametrize("words", ["STOP", "please stop texting me", "wrong number"])
def test_an_opt_out_always_wins(course: Course, words: str) -> None:
    course.add()
    course.after(23.9).text(words)
    assert [text for text in course.after(24).send_due() if "check-in" in text] == []
    assert {state for state, _ in course.states()} == {"cancelled"}


def test_an_opt_out_stops_sessions_that_are_told_later(course: Course) -> None:
    course.text("STOP")
    added = course.add()
    assert added.has_opted_out
    assert added.due == ()
    assert course.states() == []


def test_who_was_a_wrong_number_gets_no_follow_up_even_after_start(course: Course) -> None:
    course.add()
    course.text("wrong number")
    course.text("START")
    course.add(at=SESSION + timedelta(hours=1))
    course.after(26).send_due()
    assert {error for _, error in course.states()[3:4]} == {"wrong number"}


@pytest.mark.parametrize("level", ["urgent", "emergency"])
def test_a_red_flag_since_the_session_stops_all_that_follows(course: Course, level: str) -> None:
    course.add()
    course.after(30)
    Alerts(course.database.url).record(
        course.vault.conversation(PATIENT),
        Assessment(level, ("SIGN",), "urgent"),
        course.now,  # type: ignore[arg-type]
    )
    assert course.after(72).send_due() == []
    assert course.after(120).send_due() == []
    assert [error for _, error in course.states()] == ["too late", "red flag", "red flag"]


def test_an_emergency_stops_a_follow_up_before_it_is_on_record(course: Course) -> None:
    course.add()
    course.after(23.99).text("i cant breathe")
    texts = course.after(24).send_due()
    assert len(texts) == 1
    assert "emergency number now" in texts[0]
    assert course.states()[0] == ("cancelled", "red flag")


def test_a_red_flag_before_the_session_or_of_somebody_else_stops_nothing(course: Course) -> None:
    course.add()
    alerts, urgent = Alerts(course.database.url), Assessment("urgent", ("SIGN",), "urgent")
    alerts.record(course.vault.conversation(PATIENT), urgent, SESSION - timedelta(hours=1))
    alerts.record(course.vault.conversation(OTHER), urgent, SESSION + timedelta(hours=1))
    assert len(course.after(24).send_due()) == 1


def test_who_has_just_told_a_score_is_not_asked_for_it(course: Course) -> None:
    course.add()
    assert course.after(20).text("my pain is 3/10")
    assert course.after(24).send_due() == []
    assert course.states()[0] == ("cancelled", "answered already")
    assert len(course.after(72).send_due()) == 1


def test_a_text_that_waits_for_its_answer_goes_first(course: Course) -> None:
    course.add()
    course.after(24).text("can i swim", is_handled=False)
    assert course.send_due() == []
    course.text("thanks")
    course.now += timedelta(minutes=2)
    assert len(course.send_due()) == 1


def test_a_sender_that_was_away_until_the_night_waits_for_the_morning(course: Course) -> None:
    course.add(at=datetime(2026, 3, 10, 19, 45, tzinfo=ZoneInfo(ZONE)))
    course.now = datetime(2026, 3, 11, 20, 5, tzinfo=ZoneInfo(ZONE))
    assert course.send_due() == []
    assert course.due()[0] == "Thu 12 09:00"
    course.now = datetime(2026, 3, 12, 9, 0, tzinfo=ZoneInfo(ZONE))
    assert len(course.send_due()) == 1


def test_a_text_that_is_too_late_is_never_sent(course: Course) -> None:
    course.add()
    assert course.after(24 + 20.1).send_due() == []
    assert course.states()[0] == ("expired", "too late")


def test_a_session_that_is_cancelled_while_a_sender_has_the_row_is_seen(course: Course) -> None:
    course.add()
    with course.database.write() as connection:  # as a process of an older version might do, without the outbox
        connection.exec_driver_sql("update needlewise_sessions set is_cancelled = true")
    assert course.after(24).send_due() == []
    assert course.states()[0] == ("cancelled", "session cancelled")


def test_who_is_erased_is_not_texted(course: Course) -> None:
    course.add()
    erase(course.database, course.vault.conversation(PATIENT))
    assert course.after(24).send_due() == []
    assert course.states() == []


def test_a_follow_up_of_unknown_outcome_is_handed_out_to_be_looked_up_and_never_as_a_new_one(course: Course) -> None:
    course.add()
    first = course.after(24).lease()
    assert first
    course.now += timedelta(seconds=61)
    again = course.lease("two")
    assert again
    assert (again.is_unsure, again.is_started_by_us) == (True, True)
