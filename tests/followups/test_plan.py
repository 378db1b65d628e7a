"""The texts that we start: short, plain, and without anything that a stranger should not read."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
import textstat

from bot.answer import Wording
from bot.clinic import Clinic
from bot.data_files import DataFileError
from bot.followups.plan import PLAN_FILE, Origin, load_plan
from bot.language.reader import Reader
from bot.rendering import GSM_BASIC, GSM_EXTENDED, segments
from tests.data.conftest import CLINICS
from tests.data.texts import shown

PLAN = load_plan()
TEXTS = {
    f"{checkin.id} {recipient} {'first' if is_first else 'later'}": PLAN.words(checkin, recipient, is_first)
    for checkin, recipient, is_first in product(PLAN.checkins, ("patient", "guardian"), (True, False))
}
FIRST = [name for name in TEXTS if name.endswith("first")]


def sent(name: str, clinic: Clinic) -> str:
    return shown(Wording(TEXTS[name], TEXTS[name]), clinic, "sms")


@pytest.mark.parametrize("clinic", CLINICS)
@pytest.mark.parametrize("name", TEXTS)
def test_text_fits_two_segments_of_gsm(name: str, clinic: str) -> None:
    text = sent(name, CLINICS[clinic])
    assert not set(text) - GSM_BASIC - GSM_EXTENDED
    assert segments(text) <= 2


@pytest.mark.parametrize("name", FIRST)
def test_first_text_says_who_texts_that_nobody_watches_how_to_stop_and_what_to_do_in_an_emergency(
    name: str, clinic: Clinic
) -> None:
    text = sent(name, clinic)
    for needed in (clinic.name, "automated", "Nobody watches", "STOP", "In an emergency, don't text: call"):
        assert needed in text


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_names_the_clinic_and_how_to_stop(name: str, clinic: Clinic) -> None:
    assert clinic.name in sent(name, clinic)
    assert "STOP" in sent(name, clinic)


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_names_a_diagnosis_a_body_part_a_treatment_or_a_date(name: str, reader: Reader) -> None:
    text = TEXTS[name].replace("{clinic_name}", "")
    found = {finding.category for finding in reader.read(text).findings}
    assert not found & {"condition", "body_area"}
    assert not re.search(r"needl|session|treatment|physio|monday|tuesday|yesterday|\d{1,2}[./]\d|book", text.lower())


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_asks_for_a_word_that_carriers_keep_for_themselves(name: str) -> None:
    assert not re.search(r"\b(YES|CANCEL|END|QUIT|HELP|INFO)\b", TEXTS[name])


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_plain(name: str, clinic: Clinic) -> None:
    assert textstat.flesch_kincaid_grade(sent(name, clinic).replace(clinic.name, "the clinic")) <= 8


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('from_time: "09:00"', 'from_time: "9 am"', "are times"),
        ('until_time: "20:00"', 'until_time: "09:00"', "the same"),
        ("id: day_3", "id: day_1", "same id"),
        ("after_hours: 72", "after_hours: -72", "after_hours"),
        ("unless: [cancelled, red_flag, answered]", "unless: [rain]", "rain"),
        ("{emergency_number}. Text", "{emergency_nummer}. Text", "emergency_nummer"),
    ],
)
def test_a_broken_plan_stops_the_program_and_names_what_is_wrong(tmp_path: Path, old: str, new: str, said: str) -> None:
    broken = tmp_path / "followups.yml"
    broken.write_text(PLAN_FILE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataFileError, match=said):
        load_plan(broken)


@pytest.mark.parametrize("text", ["inbound:17", "followup:", "followup:x:day_1", "followup:4", "", "followup:4:"])
def test_only_a_follow_up_has_an_origin_of_one(text: str) -> None:
    assert Origin.read(text) is None


def test_an_origin_is_read_as_it_is_written() -> None:
    assert Origin.read(str(Origin(17, "day_1"))) == Origin(17, "day_1")
