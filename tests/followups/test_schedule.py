"""When follow-ups are due, and that each is there once."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rendering import segments
from tests.followups.conftest import OTHER, SESSION, ZONE, Course

SYDNEY = ZoneInfo(ZONE)


def test_three_texts_are_planned_after_a_session(course: Course) -> None:
    added = course.add()
    assert course.due() == ["Wed 11 15:00", "Fri 13 15:00", "Sun 15 15:00"]
    assert [f"{moment:%a %d %H:%M}" for moment in added.due] == course.due()


def test_the_same_session_twice_is_one(course: Course) -> None:
    first, again = course.add(), course.add()
    assert (first.is_new, again.is_new) == (True, False)
    assert first.session.id == again.session.id
    assert len(course.states()) == 3


def test_the_same_moment_told_in_another_zone_is_the_same_session(course: Course) -> None:
    course.add()
    assert not course.add(at=SESSION.astimezone(ZoneInfo("UTC"))).is_new
    assert len(course.states()) == 3


def test_two_patients_at_the_same_time_have_a_session_each(course: Course) -> None:
    course.add()
    assert course.add(number=OTHER).is_new
    assert len(course.states()) == 6


def test_a_late_session_is_asked_after_in_the_morning(course: Course) -> None:
    course.add(at=datetime(2026, 3, 10, 20, 30, tzinfo=SYDNEY))
    assert course.due()[0] == "Thu 12 09:00"


@pytest.mark.parametrize(
    ("session", "expected"),
    [("2026-10-03 15:00", "Sun 04 16:00"), ("2026-04-04 15:00", "Sun 05 14:00"), ("2026-04-04 09:30", "Sun 05 09:00"),
     ("2026-10-03 19:30", "Mon 05 09:00")],
)  # fmt: skip
def test_a_day_is_twenty_four_hours_also_where_clocks_are_changed(course: Course, session: str, expected: str) -> None:
    course.add(at=datetime.fromisoformat(session).replace(tzinfo=SYDNEY))
    assert course.due()[0] == expected


def test_the_patients_own_zone_decides_about_the_night(course: Course) -> None:
    course.add(zone="Australia/Perth")  # three hours behind Sydney: the session was at noon there
    course.add(number=OTHER, at=SESSION + timedelta(hours=7), zone="Australia/Perth")  # 19:00 in Perth, 22:00 in Sydney
    assert course.due()[:1] + course.due()[3:4] == ["Wed 11 15:00", "Wed 11 22:00"]


def test_a_moved_session_takes_its_texts_along(course: Course) -> None:
    course.add(reference="A-17")
    moved = course.add(reference="A-17", at=SESSION + timedelta(days=2, hours=1))
    assert (moved.is_new, moved.has_moved) == (False, True)
    assert course.due() == ["Fri 13 16:00", "Sun 15 16:00", "Tue 17 16:00"]
    assert course.after(25).send_due() == []


def test_what_was_sent_before_a_move_is_not_sent_again(course: Course) -> None:
    course.add(reference="A-17")
    assert len(course.after(24).send_due()) == 1
    course.add(reference="A-17", at=SESSION + timedelta(days=1))
    assert course.due() == ["Sat 14 15:00", "Mon 16 15:00"]


def test_a_session_moved_onto_another_one_leaves_one(course: Course) -> None:
    course.add()
    course.add(reference="A-17", at=SESSION + timedelta(days=1))
    course.add(reference="A-17")
    assert [session.is_cancelled for session in course.sessions.listed(SESSION - timedelta(days=1))] == [False, True]
    assert course.due() == ["Wed 11 15:00", "Fri 13 15:00", "Sun 15 15:00"]


def test_a_reference_that_is_given_to_another_number_leaves_the_first_one_alone(course: Course) -> None:
    course.add(reference="A-17")
    course.add(reference="A-17", number=OTHER)
    assert [state for state, _ in course.states()] == ["cancelled"] * 3 + ["waiting"] * 3


def test_a_cancelled_session_sends_nothing_until_it_is_added_again(course: Course) -> None:
    course.add()
    assert len(course.sessions.cancel("+61491570006", None, course.now)) == 1
    assert course.states() == [("cancelled", "session cancelled")] * 3
    course.add()
    assert [state for state, _ in course.states()] == ["waiting"] * 3


def test_only_the_session_at_that_time_is_cancelled(course: Course) -> None:
    course.add()
    course.add(at=SESSION + timedelta(days=7))
    assert [each.at for each in course.sessions.cancel("+61491570006", SESSION, course.now)] == [SESSION]
    assert [state for state, _ in course.states()] == ["cancelled"] * 3 + ["waiting"] * 3


def test_a_session_that_is_told_too_late_begins_with_the_text_that_is_still_due(course: Course) -> None:
    course.after(60)
    added = course.add()
    assert [f"{moment:%a}" for moment in added.due] == ["Fri", "Sun"]
    assert course.send_due() == []
    assert course.states()[0] == ("expired", "too late")
    assert len(course.after(72).send_due()) == 1


def test_a_guardian_is_asked_about_somebody_else(course: Course) -> None:
    course.add(recipient="guardian")
    (text,) = course.after(24).send_due()
    assert "your pain" not in text
    assert segments(text) <= 2
