"""The fixed texts: short enough, the action first, and nothing in them that may not be said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.answer import Wording, fill
from bot.clinic import Clinic
from bot.data_files import DataFileError
from bot.rendering import GSM_BASIC, Renderer, reflow, segments
from bot.safety.messages import GENERAL_EMERGENCY, SafetyMessages, load_unset_contacts
from bot.safety.signs import SAFETY_DIR
from bot.safety.triage import Assessment

UNSET = load_unset_contacts()
REALISTIC = {
    "clinic_name": "Northern Rivers Dry Needling and Sports Physiotherapy",
    "clinic_phone": "+61 2 5550 0134",
    "clinic_hours": "Monday to Friday, 8 am to 6 pm",
    "emergency_number": "999 or 112",
    "crisis_line": "Lifeline on 13 11 14",
}
CONTACTS = [pytest.param(UNSET, id="unset"), pytest.param(REALISTIC, id="realistic")]
MESSAGES = SafetyMessages()
ALL = sorted(MESSAGES.ids)
ALARMS = [each for each in ALL if each == "crisis" or (each.startswith("emergency") and each != "emergency_line")]
URGENT = [each for each in ALL if each.startswith("urgent")]
ROUTINE = [each for each in ALL if each.startswith("routine")]
MOST_WEB_WORDS = {**dict.fromkeys(ALL, 60), **dict.fromkeys(URGENT, 90)}  # safety policy, section 5
ILLNESSES = (
    "pneumothorax|collapsed lung|lung|heart attack|stroke|infection|sepsis|allerg|anaphyla|clot\\b|embol|bleed on"
    "|seizure|epilep|cauda|nerve damage|depress|suicid|panic"
)
REASSURANCE = "normal|don't worry|usually|harmless|nothing to|no need|probably|fine|rare|common|will pass|should settle"


def filled(message: str, contacts: dict[str, str]) -> Wording:
    wording = MESSAGES.wording(message)
    return Wording(web=fill(reflow(wording.web), contacts), sms=fill(reflow(wording.sms), contacts))


@pytest.mark.parametrize("contacts", CONTACTS)
@pytest.mark.parametrize("message", ALL)
def test_web_texts_are_as_short_as_the_policy_wants(message: str, contacts: dict[str, str]) -> None:
    assert len(filled(message, contacts).web.split()) <= MOST_WEB_WORDS[message]


@pytest.mark.parametrize("contacts", CONTACTS)
@pytest.mark.parametrize("message", ALL)
def test_sms_texts_fit_two_parts_of_plain_letters(message: str, contacts: dict[str, str]) -> None:
    sms = filled(message, contacts).sms
    assert len(sms) <= 300
    assert set(sms) <= GSM_BASIC
    assert segments(sms) <= 2


@pytest.mark.parametrize("contacts", CONTACTS)
@pytest.mark.parametrize("message", ALARMS)
def test_the_action_stands_within_the_first_hundred_characters(message: str, contacts: dict[str, str]) -> None:
    number = contacts["crisis_line" if message == "crisis" else "emergency_number"]
    wording = filled(message, contacts)
    action = rf"Call (your maternity unit or )?{re.escape(number)}"
    assert len(re.findall(f"{action} now", wording.sms[:100])) == 1
    assert re.search(rf"\*\*{action}", wording.web[:100])


@pytest.mark.parametrize("message", URGENT)
def test_urgent_texts_send_to_someone_today_and_name_what_makes_it_an_emergency(message: str) -> None:
    wording = filled(message, REALISTIC)
    assert re.search(r"\b(call|get medical advice)\b", wording.sms[:100].lower())
    for text in (wording.web, wording.sms):
        assert re.search(r"today|now", text)
        assert "999 or 112" in text
        assert "automated" in text


@pytest.mark.parametrize("message", ROUTINE)
def test_routine_texts_say_whom_to_tell(message: str) -> None:
    wording = filled(message, REALISTIC)
    assert "+61 2 5550 0134" in wording.web
    assert "+61 2 5550 0134" in wording.sms or "doctor" in wording.sms


@pytest.mark.parametrize("message", ALL)
def test_no_placeholder_is_left_open(message: str) -> None:
    for text in (filled(message, UNSET).web, filled(message, UNSET).sms):
        assert "{" not in text


@pytest.mark.parametrize("message", [*ALARMS, *URGENT, "normal", "emergency_line"])
def test_texts_name_the_emergency_number(message: str) -> None:
    wording = MESSAGES.wording(message)
    assert "{emergency_number}" in wording.web
    assert "{emergency_number}" in wording.sms


@pytest.mark.parametrize("message", ALARMS)
def test_alarms_say_that_this_is_automated_and_ask_nothing(message: str) -> None:
    wording = MESSAGES.wording(message)
    for text in (wording.web, wording.sms):
        assert "automated" in text
        assert "?" not in text


@pytest.mark.parametrize("message", [message for message in ALARMS if message != "crisis"])
def test_alarms_of_the_body_say_what_to_tell_whoever_comes(message: str) -> None:
    wording = MESSAGES.wording(message)
    assert all(re.search(r"dry needling, where.* when", reflow(text)) for text in (wording.web, wording.sms))


@pytest.mark.parametrize("words", [pytest.param(ILLNESSES, id="illness"), pytest.param(REASSURANCE, id="reassurance")])
@pytest.mark.parametrize("message", ALL)
def test_texts_name_no_illness_and_reassure_about_nothing(message: str, words: str) -> None:
    wording = MESSAGES.wording(message)
    topic = MESSAGES.escalation(Assessment("emergency", (), message)).sources[0].section
    assert not re.search(rf"\b({words})", f"{wording.web}\n{wording.sms}\n{topic}".lower())


@pytest.mark.parametrize("message", ALARMS)
def test_an_escalation_speaks_the_text_of_its_sign(message: str) -> None:
    answer = MESSAGES.escalation(Assessment("emergency", ("SIGN-X",), message))
    assert (answer.kind, answer.level, answer.review) == ("escalate", "emergency", None)
    assert answer.wordings == (MESSAGES.wording(message),)
    assert not answer.suggestions


@pytest.mark.parametrize("message", ["no_such_text", "", None])
def test_an_escalation_without_a_known_text_speaks_the_general_one(message: str | None) -> None:
    answer = MESSAGES.escalation(Assessment("emergency", ("SIGN-X",), message))
    assert answer.wordings == (MESSAGES.wording(GENERAL_EMERGENCY),)
    assert answer.level == "emergency"


def test_the_general_emergency_text_always_has_the_level_emergency() -> None:
    assert MESSAGES.escalation(Assessment("urgent", ("SIGN-X",), "no_such_text")).level == "emergency"


@pytest.mark.parametrize("channel", ["web", "sms", None, "carrier-pigeon"])
def test_a_clinic_without_numbers_still_sends_a_whole_text(channel: str | None) -> None:
    answer = MESSAGES.escalation(Assessment("emergency", (), "emergency"))
    text = Renderer(Clinic(name="A clinic", zone="UTC")).render(answer, channel).text
    assert "Call your local emergency number now." in text


def test_an_unknown_text_has_no_wording() -> None:
    with pytest.raises(KeyError):
        MESSAGES.wording("no_such_text")


def test_a_text_without_its_short_form_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "messages.yml"
    path.write_text("messages:\n  - id: emergency\n    topic: x\n    web: x\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"messages\.yml, line 2: `emergency`: .*`sms`"):
        SafetyMessages(path)


def test_a_file_without_the_general_text_is_refused_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "messages.yml"
    texts = (SAFETY_DIR / "messages.yml").read_text(encoding="utf-8")
    path.write_text(texts.replace("- id: emergency\n", "- id: renamed\n"), encoding="utf-8")
    with pytest.raises(DataFileError, match="emergency"):
        SafetyMessages(path)


def test_placeholder_that_nobody_fills_in_stops_the_load(tmp_path: Path) -> None:
    (tmp_path / "messages.yml").write_text(
        "messages:\n  - {id: emergency, topic: t, web: 'Call {nurse}.', sms: Call.}\n", encoding="utf-8"
    )
    with pytest.raises(DataFileError, match=r"line 2: `emergency` has the unknown placeholder `{nurse}`"):
        SafetyMessages(tmp_path / "messages.yml")
