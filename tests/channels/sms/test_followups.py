"""Follow-ups through the real channel: a server on a clock of its own, and the fake carrier over HTTP."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from bot.channels.sms.carriers.fake_server import Trouble
from bot.followups.session_form import Consent, NewSession
from bot.followups.sessions import Sessions
from bot.texting.database import Database
from tests.channels.sms.harness import PATIENT, Clinic, eventually

ZONE = "Australia/Sydney"
SYDNEY = ZoneInfo(ZONE)
SESSION = datetime(2026, 3, 10, 15, 0, tzinfo=SYDNEY)
QUICK = {"SMS_LEASE_SECONDS": "1.5", "SMS_CARRIER_SECONDS": "1.0"}
CHECK_IN = "automated check-in"
OUT = {"accepted", "sent", "delivered"}


def add_sessions(clinic: Clinic, *numbers: str, at: datetime = SESSION) -> None:
    """Tells of sessions at the moment at which they are, from another process than the server's."""
    database = Database(clinic.url)
    sessions = Sessions(database, clinic.vault)
    for number in numbers or (PATIENT,):
        sessions.add(NewSession(number, at, ZONE, Consent("patient", at, "form")), at.astimezone(timezone.utc))
    database.close()


def check_ins(clinic: Clinic, number: str = PATIENT) -> list[str]:
    return [text for text in clinic.carrier.texts_to(number) if CHECK_IN in text]


def restart(clinic: Clinic, now: datetime) -> None:
    clinic.kill()
    clinic.start(now=now)


def test_a_patient_is_asked_three_times_and_answers(idle_clinic: Clinic) -> None:
    add_sessions(idle_clinic)
    for day, answer, texts in ((1, "7", 2), (3, "was 7 now 2", 4), (5, "session time", 6)):
        restart(idle_clinic, SESSION + timedelta(days=day, seconds=-1))
        assert eventually(lambda texts=texts: len(idle_clinic.carrier.texts_to()) == texts - 1)
        idle_clinic.carrier.text(answer)
        assert eventually(lambda texts=texts: len(idle_clinic.carrier.texts_to()) == texts)
    assert len(check_ins(idle_clinic)) == 3
    assert f"Echo session time {SESSION.isoformat()}" in idle_clinic.carrier.texts_to()
    rows = idle_clinic.rows("select day, score from needlewise_journal order by at")
    assert [tuple(row) for row in rows] == [(1, 7), (3, 2)]


def test_nothing_is_sent_before_its_time_and_nothing_at_night(idle_clinic: Clinic) -> None:
    add_sessions(idle_clinic, at=datetime(2026, 3, 10, 19, 59, 59, tzinfo=SYDNEY))
    idle_clinic.start(now=datetime(2026, 3, 11, 20, 0, 30, tzinfo=SYDNEY))  # the sender was away at that second
    time.sleep(2.5)
    assert check_ins(idle_clinic) == []
    restart(idle_clinic, datetime(2026, 3, 12, 8, 59, 57, tzinfo=SYDNEY))
    assert check_ins(idle_clinic) == []
    assert eventually(lambda: len(check_ins(idle_clinic)) == 1)


@pytest.mark.parametrize(
    ("session", "due"), [("2026-10-03 15:00", "2026-10-04 16:00"), ("2026-04-04 15:00", "2026-04-05 14:00")]
)
def test_where_clocks_are_changed_a_text_goes_twenty_four_hours_later(
    idle_clinic: Clinic, session: str, due: str
) -> None:
    add_sessions(idle_clinic, at=datetime.fromisoformat(session).replace(tzinfo=SYDNEY))
    moment = datetime.fromisoformat(due).replace(tzinfo=SYDNEY)
    idle_clinic.start(now=moment - timedelta(seconds=2))
    assert eventually(lambda: len(check_ins(idle_clinic)) == 1)
    (row,) = idle_clinic.rows("select attempted_at from needlewise_outbox where attempted_at is not null")
    attempted = datetime.fromisoformat(str(row.attempted_at)).replace(tzinfo=timezone.utc)
    assert timedelta(0) <= attempted - moment < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("place", "arrives"),
    [
        ("before a text is leased for sending", 1),
        ("before the carrier is asked", 0),
        ("after the carrier has answered, before that is kept", 1),
        ("after the carrier's answer is kept", 1),
    ],
)
def test_killed_around_sending_a_follow_up_goes_out_at_most_once(idle_clinic: Clinic, place: str, arrives: int) -> None:
    add_sessions(idle_clinic)
    moment = SESSION + timedelta(hours=24)
    idle_clinic.start(die_at=place, now=moment, **QUICK)
    assert eventually(lambda: not idle_clinic.is_alive()), "the server did not reach the place"
    idle_clinic.start(now=moment + timedelta(seconds=30), **QUICK)
    expected = OUT if arrives else {"unknown"}
    assert eventually(lambda: idle_clinic.states()[0] in expected), idle_clinic.states()
    time.sleep(0.5)
    assert idle_clinic.states()[0] in expected
    assert len(check_ins(idle_clinic)) == arrives
    listed = [row.reason for row in idle_clinic.rows("select reason from needlewise_clinic_list")]
    assert listed == ([] if arrives else ["outcome_unknown"])


@pytest.mark.parametrize(
    ("trouble", "arrives", "states"),
    [
        (Trouble(503), 1, OUT),  # certainly not sent: tried again
        (Trouble(0), 0, {"unknown"}),
        (Trouble(0, accepts=True), 1, OUT),
        (Trouble(0, drops=True), 0, {"unknown"}),
    ],
    ids=["unavailable", "no answer, nothing sent", "no answer, and sent", "cut off, nothing sent"],
)
def test_a_follow_up_of_unknown_outcome_is_not_sent_again(
    idle_clinic: Clinic, trouble: Trouble, arrives: int, states: set[str]
) -> None:
    add_sessions(idle_clinic)
    idle_clinic.carrier.server.troubles.append(trouble)
    idle_clinic.start(now=SESSION + timedelta(hours=24), **QUICK)
    assert eventually(lambda: idle_clinic.states()[0] in states, 20), idle_clinic.states()
    time.sleep(0.5)
    assert len(check_ins(idle_clinic)) == arrives


def test_an_opt_out_that_races_a_due_follow_up_wins_as_soon_as_it_is_acknowledged(idle_clinic: Clinic) -> None:
    patients = [f"+614915730{number:02}" for number in range(24)]
    add_sessions(idle_clinic, *patients)
    moment = SESSION + timedelta(hours=24, seconds=-3)
    idle_clinic.start(now=moment)
    ahead = moment - datetime.now(timezone.utc)  # the server's clock is ahead of ours by this and its start
    acknowledged: dict[str, datetime] = {}

    def opt_out(share: list[str]) -> None:
        for patient in share:
            time.sleep(0.25)
            assert idle_clinic.carrier.text("STOP", patient) == 204
            acknowledged[idle_clinic.vault.conversation(patient)] = datetime.now(timezone.utc) + ahead

    threads = [threading.Thread(target=opt_out, args=(patients[place::2],)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(1.5)
    query = "select conversation, state, attempted_at from needlewise_outbox where origin like '%day_1'"
    rows = idle_clinic.rows(query)
    assert len(rows) == len(patients)
    slack = timedelta(seconds=1)  # between our clock and the server's
    for row in rows:
        if row.attempted_at is None:
            assert row.state == "cancelled"
        else:
            attempted = datetime.fromisoformat(str(row.attempted_at)).replace(tzinfo=timezone.utc)
            assert attempted <= acknowledged[row.conversation] + slack
    assert {row.state for row in rows} >= {"cancelled"}
    texts = {patient: idle_clinic.carrier.texts_to(patient) for patient in patients}
    assert all(sum("won't get any more texts" in text for text in got) == 1 for got in texts.values())
