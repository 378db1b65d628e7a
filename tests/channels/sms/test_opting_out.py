"""STOP works at once, in any wording, and never against an emergency."""

from __future__ import annotations

import pytest

from tests.channels.sms.harness import PATIENT, Clinic, eventually

ALARM = "i cant breathe and my chest hurts"


@pytest.mark.parametrize("text", ["STOP", "stop please", "please dont text me again", "remove me from your list"])
def test_an_opt_out_is_confirmed_once_and_kept_with_its_words(texting_clinic: Clinic, text: str) -> None:
    carrier = texting_clinic.carrier
    carrier.text(text, sid="SMstop")
    carrier.text("stop")
    carrier.text("what should i wear")
    (confirmation,) = carrier.reply()
    assert "won't get any more texts" in confirmation
    event = texting_clinic.rows("select * from needlewise_consents order by id")[0]
    assert (event.event, event.evidence, event.reference) == ("stop", text, "fake:SMstop")


def test_who_has_opted_out_gets_emergency_and_urgent_texts_and_help_and_nothing_else(texting_clinic: Clinic) -> None:
    carrier = texting_clinic.carrier
    carrier.text("stop")
    carrier.text("can i exercise")
    carrier.text("")
    assert len(carrier.reply()) == 1, "the confirmation goes first, or the alarm overtakes it"
    carrier.text(ALARM)
    assert "emergency number now" in carrier.reply(count=2)[1]
    carrier.text("there is pus coming out of the needle spot")
    assert "today" in carrier.reply(count=3)[2]
    carrier.text("HELP")
    replies = carrier.reply(count=4)
    assert "Text STOP" in replies[3]
    assert "In an emergency" in replies[3]
    assert len(replies) == 4


@pytest.mark.parametrize("text", ["START", "please text me again", "resume"])
def test_an_opt_out_is_undone(texting_clinic: Clinic, text: str) -> None:
    carrier = texting_clinic.carrier
    carrier.text("stop")
    carrier.text(text)
    assert "Welcome back" in carrier.reply(count=2)[1]
    carrier.text("what should i wear")
    assert carrier.reply(count=3)[2] == "Echo what should i wear"


def test_an_alarm_and_an_opt_out_in_one_text_get_both(texting_clinic: Clinic) -> None:
    texting_clinic.carrier.text(f"stop texting me. {ALARM}")
    first, second = texting_clinic.carrier.reply(count=2)
    assert "emergency number now" in first
    assert "won't get any more texts" in second


def test_an_opt_out_overtakes_answers_that_are_under_way(texting_clinic: Clinic) -> None:
    carrier = texting_clinic.carrier
    carrier.text("slow question")
    carrier.text("stop")
    carrier.reply()
    replies = carrier.reply()
    assert len(replies) == 1
    assert "won't get any more texts" in replies[0]
    # The answer is cancelled where it had been written already.
    assert [state for state in texting_clinic.states() if state != "cancelled"] == ["delivered"]


def test_a_wrong_number_is_unlinked_and_listed(texting_clinic: Clinic) -> None:
    texting_clinic.carrier.text("sorry you have the wrong number")
    (reply,) = texting_clinic.carrier.reply()
    assert "won't text this number again" in reply
    (contact,) = texting_clinic.rows("select is_linked from needlewise_contacts")
    assert not contact.is_linked
    assert [row.reason for row in texting_clinic.rows("select reason from needlewise_clinic_list")] == ["wrong_number"]


def test_a_doubtful_opt_out_stops_and_is_listed(texting_clinic: Clinic) -> None:
    carrier = texting_clinic.carrier
    carrier.text("you text too much")
    carrier.text("what should i wear")
    assert len(carrier.reply()) == 1
    assert [row.reason for row in texting_clinic.rows("select reason from needlewise_clinic_list")] == ["doubtful_stop"]


def test_what_the_carrier_has_confirmed_is_not_confirmed_again(texting_clinic: Clinic) -> None:
    carrier = texting_clinic.carrier
    carrier.text("STOP", OptOutType="STOP")
    carrier.text("what should i wear")
    carrier.text("START", OptOutType="START")
    carrier.text("and now", number=PATIENT)
    assert carrier.reply() == ["Echo and now"]


def test_a_number_that_the_carrier_has_blocked_is_opted_out(texting_clinic: Clinic) -> None:
    carrier = texting_clinic.carrier
    carrier.server.blocked.add(PATIENT)
    carrier.text("what should i wear")
    events = eventually(lambda: texting_clinic.rows("select event from needlewise_consents"))
    assert [row.event for row in events] == ["carrier_stop"]
    carrier.server.blocked.clear()
    carrier.text("and can i exercise")
    assert carrier.reply(count=0) == []


def test_a_cancelled_appointment_is_no_opt_out(texting_clinic: Clinic) -> None:
    texting_clinic.carrier.text("cancel my appointment")
    assert texting_clinic.carrier.reply() == ["Echo cancel my appointment"]
