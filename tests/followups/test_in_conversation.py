"""Scores in a conversation with the trained model: answered fittingly, with the question that stands beside them."""

from __future__ import annotations

import asyncio
import uuid
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from bot.engine.shell import reply_to
from bot.followups.assessing import PAIN_REPORT, assess
from bot.followups.plan import shared_plan
from bot.followups.score_reader import shared_score_reader
from bot.language.reader import Reader
from bot.safety.alerts import shared_alerts
from bot.texting.database import Database
from bot.texting.gsm_text import fit
from bot.texting.tables import JOURNAL

NOW = datetime.now(timezone.utc)


class Patient:
    """Somebody who answers a check-in; the channel's part is done here as it does it."""

    def __init__(self, agent: Any, reader: Reader) -> None:
        self.agent = agent
        self.reader = reader
        self.id = f"sms:{uuid.uuid4().hex}"

    def reply(self, text: str, hours: float, before: int | None = None) -> str:
        reading = shared_score_reader().read(self.reader.read(text), is_asked=True)
        metadata: dict[str, Any] = {"session_time": (NOW - timedelta(hours=hours)).isoformat()}
        if reading:
            metadata[PAIN_REPORT] = assess(reading, hours, before, shared_plan().scores).as_json()
        messages = asyncio.run(reply_to(self.agent, text, self.id, "sms", metadata))
        self.custom = messages[0]["custom"]
        return " ".join(fit(" ".join(message["text"] for message in messages)))


@pytest.fixture
def patient(agent: Any, reader: Reader) -> Patient:
    return Patient(agent, reader)


@pytest.mark.parametrize("text", ["3", "about 3/10", "pain is 3", "id say 3", "Three please", "2 at the start, now 3"])
def test_a_usual_score_is_noted_with_what_to_watch_for(patient: Patient, text: str) -> None:
    said = patient.reply(text, hours=24)
    assert said.startswith("Thanks, noted: 3 out of 10. That is within what is usual")
    assert "Chest pain or hard to breathe?" in said
    assert patient.custom["kind"] == "checkin"


@pytest.mark.parametrize("text", ["0", "no pain", "pain's gone", "nothing, all gone"])
def test_no_pain_is_good_to_hear_and_no_alarm(patient: Patient, text: str) -> None:
    assert patient.reply(text, hours=120).startswith("Thanks, noted: no pain")


@pytest.mark.parametrize(
    ("text", "hours", "before", "level"),
    [("3", 72, 4, "normal"), ("3", 72, 3, "routine"), ("3", 72, None, "routine"), ("4", 90, 6, "routine"),
     ("same", 72, None, "routine"), ("better", 90, None, "normal")],
)  # fmt: skip
def test_pain_that_lasts_is_for_the_practitioner_unless_it_is_easing(
    patient: Patient, text: str, hours: float, before: int | None, level: str
) -> None:
    said = patient.reply(text, hours, before)
    assert patient.custom["level"] == level
    assert said.startswith("Thanks, noted") is (level == "normal")


@pytest.mark.parametrize(
    ("text", "hours", "before"), [("8", 24, None), ("9/10", 100, 9), ("10", 2, None), ("4", 72, 3), ("worse", 60, None)]
)
def test_strong_or_rising_pain_is_urgent_and_on_record(
    patient: Patient, text: str, hours: float, before: int | None
) -> None:
    said = patient.reply(text, hours, before)
    assert said.startswith("Please speak to someone today")
    assert "usual" not in said
    (alert,) = shared_alerts().since(NOW - timedelta(hours=1), patient.id)
    assert alert.assessment.level == "urgent"


def test_worse_on_the_first_day_gets_one_question_with_the_emergency_signs(patient: Patient) -> None:
    said = patient.reply("worse", hours=20)
    assert "trouble breathing, chest pain" in said
    assert "emergency number now" in said


@pytest.mark.parametrize(
    ("text", "entry"),
    [("3, can I go for a run tomorrow?", "aftercare/exercise"),
     ("can i go to the gym? pain about 3/10", "aftercare/exercise"),
     ("its a 3, should i use ice", "aftercare/heat_or_ice")],
)  # fmt: skip
def test_a_question_in_the_same_text_is_answered_too(patient: Patient, text: str, entry: str) -> None:
    said = patient.reply(text, hours=24)
    assert said.startswith("Thanks, noted: 3 out of 10.")
    assert patient.custom["entries"] == [entry]


def test_a_question_beside_a_score_that_needs_advice_is_answered_after_the_advice(patient: Patient) -> None:
    said = patient.reply("3, can I go for a run tomorrow?", hours=100)
    assert patient.custom["entries"] == ["aftercare/exercise"]
    assert patient.custom["level"] == "routine"
    assert said.index("practitioner") < said.index("24-48 hours")


@pytest.mark.parametrize("text", ["3 and short of breath", "0 pain but my chest is tight", "2, i want to die"])
def test_an_emergency_beside_a_score_is_an_emergency(patient: Patient, text: str) -> None:
    patient.reply(text, hours=24)
    assert patient.custom["level"] == "emergency"


def test_an_alarm_is_remembered_whatever_the_next_score_says(patient: Patient) -> None:
    patient.reply("9", hours=24)
    assert patient.reply("2 now", hours=30).startswith("Please speak to someone today")


@pytest.mark.parametrize("text", ["show my scores", "what were my pain scores so far"])
def test_scores_are_shown_on_request(patient: Patient, text: str) -> None:
    assert patient.reply(text, hours=24).startswith("There are no pain scores to show")
    row = {"conversation": patient.id, "origin": "followup:1:day_1", "session": 1, "day": 1, "hours": 25.0, "score": 4,
           "trend": None, "at": NOW}  # fmt: skip
    database = Database()
    with database.write() as connection:
        database.put(connection, JOURNAL, row, changed=("score",))
    database.close()
    assert "day 1: 4." in patient.reply(text, hours=26)
    assert patient.custom["kind"] == "journal"
