"""Scores are kept with the day, once for each question, and only where a session is known."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.followups.answering import journal_answer
from bot.followups.chart import draw
from bot.replies import Replies
from bot.texting.export import export
from bot.texting.retention import erase, forget_old
from tests.followups.conftest import OTHER, PATIENT, SESSION, Course


def kept(course: Course, number: str = PATIENT) -> list[tuple[int, int | None, str | None]]:
    return [(each.day, each.score, each.trend) for each in course.journal.entries(course.vault.conversation(number))]


def test_answers_are_kept_with_the_day_of_the_session(course: Course) -> None:
    course.add()
    course.after(24).send_due()
    course.after(30).text("about 5/10")
    course.after(72).send_due()
    course.after(72.5).text("better")
    course.after(120).send_due()
    course.after(121).text("was 5 now 1")
    assert kept(course) == [(1, 5, None), (3, None, "better"), (5, 1, None)]


def test_the_day_is_that_of_the_patients_calendar(course: Course) -> None:
    course.add()  # 15:00
    course.after(10).text("pain is 6/10")  # 01:00 of the next day
    assert kept(course) == [(1, 6, None)]


def test_a_second_answer_to_the_same_question_takes_the_place_of_the_first(course: Course) -> None:
    course.add()
    course.after(24).send_due()
    course.after(24.1).text("7")
    told = course.after(24.2).text("sorry, 4")
    assert told
    assert told.report.assessment.level == "normal"
    assert kept(course) == [(1, 4, None)]


def test_a_rise_after_two_days_is_urgent_by_the_journal(course: Course) -> None:
    course.add()
    course.after(24).send_due()
    course.after(25).text("3")
    course.after(72).send_due()
    told = course.after(73).text("5")
    assert told
    assert (told.report.assessment.level, told.report.assessment.signs) == ("urgent", ("SCORE-RISING",))


def test_a_number_belongs_to_the_question_for_a_day_and_a_half(course: Course) -> None:
    course.add()
    course.after(24).send_due()
    assert course.after(24 + 35).text("4")
    assert course.after(24 + 37).text("4") is None


def test_without_a_session_nothing_is_kept(course: Course) -> None:
    assert course.text("my pain is 4/10") is None
    course.add(number=OTHER)
    assert course.text("my pain is 4/10") is None


def test_before_the_session_nothing_is_kept(course: Course) -> None:
    course.after(-5)
    course.add()
    assert course.text("my pain is 4/10") is None


def test_a_cancelled_session_has_no_time_and_no_journal(course: Course) -> None:
    course.add()
    conversation = course.vault.conversation(PATIENT)
    assert course.journal.session_time(conversation, course.now) == SESSION
    course.sessions.cancel(PATIENT, None, course.now)
    assert course.journal.session_time(conversation, course.now) is None
    assert course.after(5).text("my pain is 4/10") is None


def test_the_last_session_that_has_begun_counts(course: Course) -> None:
    course.add()
    course.add(at=SESSION + timedelta(days=7))
    conversation = course.vault.conversation(PATIENT)
    assert course.journal.session_time(conversation, SESSION + timedelta(days=6)) == SESSION
    assert course.journal.session_time(conversation, SESSION + timedelta(days=8)) == SESSION + timedelta(days=7)


def test_a_wrong_number_is_no_patient_of_the_session(course: Course) -> None:
    course.add()
    course.text("wrong number")
    assert course.journal.session_time(course.vault.conversation(PATIENT), course.after(1).now) is None


def test_the_scores_of_the_last_session_are_shown(course: Course) -> None:
    course.add()
    course.after(20).text("my pain is 6/10")
    course.add(at=SESSION + timedelta(days=7))
    course.after(7 * 24 + 24).send_due()
    course.text("4")
    course.after(7 * 24 + 72).send_due()
    course.text("worse")
    entries = course.journal.entries(course.vault.conversation(PATIENT))
    (wording,) = journal_answer(entries, Replies()).wordings
    assert wording.sms == "Pain after the last session, 0 (none) to 10 (worst): day 1: 4, day 3: worse."
    assert journal_answer([], Replies()).wordings[0].sms.startswith("There are no pain scores")


def test_the_chart_is_a_picture(course: Course, tmp_path: Path) -> None:
    course.add()
    for day, score in ((1, 6), (2, 4), (4, 1)):
        course.after(24 * day).text(f"my pain is {score}/10")
    entries = course.journal.entries(course.vault.conversation(PATIENT))
    draw(entries, tmp_path / "chart.png")
    draw(entries[:1], tmp_path / "one.png")
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG\r\n")
    assert (tmp_path / "chart.png").read_bytes() != (tmp_path / "one.png").read_bytes()


def test_sessions_and_scores_are_exported_and_erased_with_everything_else(course: Course) -> None:
    course.add()
    course.after(20).text("my pain is 6/10")
    found = export(course.database, course.vault, PATIENT)
    assert [row["consent_how"] for row in found["needlewise_sessions"]] == ["signed form"]
    assert [row["score"] for row in found["needlewise_journal"]] == [6]
    erase(course.database, course.vault.conversation(PATIENT))
    found = export(course.database, course.vault, PATIENT)
    assert found["needlewise_sessions"] == found["needlewise_journal"] == found["needlewise_outbox"] == []


def test_old_sessions_and_scores_are_forgotten_and_those_to_come_are_not(course: Course) -> None:
    course.add()
    course.after(20).text("my pain is 6/10")
    course.add(at=SESSION + timedelta(days=200), number=OTHER)
    forget_old(course.database, SESSION + timedelta(days=100))
    assert kept(course) == []
    assert [each.conversation for each in course.sessions.listed(SESSION - timedelta(days=1))] == [
        course.vault.conversation(OTHER)
    ]
