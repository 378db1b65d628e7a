"""The channel as a carrier meets it: signed posts over HTTP, and what reaches the phone."""

from __future__ import annotations

import pytest
import requests
from twilio.request_validator import RequestValidator

from bot.channels.sms.settings import FAKE_NUMBER, FAKE_SID, FAKE_TOKEN
from bot.rendering import segments
from tests.channels.sms.harness import PATIENT, Clinic, eventually

OTHER = "+61491570110"
FORM = {"MessageSid": "SM1", "AccountSid": FAKE_SID, "From": PATIENT, "To": FAKE_NUMBER, "Body": "hello there"}


def test_a_text_is_acknowledged_and_answered_by_one_text(texting_clinic: Clinic) -> None:
    assert texting_clinic.carrier.text("what should I wear") == 204
    assert texting_clinic.carrier.reply() == ["Echo what should I wear"]
    assert eventually(lambda: texting_clinic.states() == ["delivered"])


def test_a_text_that_is_brought_again_and_again_is_answered_once(texting_clinic: Clinic) -> None:
    carrier = texting_clinic.carrier
    for _ in range(4):
        assert carrier.text("what should I wear", sid="SM7") == 204
    carrier.reply()
    assert carrier.text("what should I wear", sid="SM7") == 204
    assert carrier.reply() == ["Echo what should I wear"]


@pytest.mark.parametrize(
    ("form", "signature"),
    [
        (FORM, ""),
        (FORM, "bm90IGEgc2lnbmF0dXJl"),
        (FORM, RequestValidator("another token").compute_signature("x", FORM)),
        ({**FORM, "AccountSid": "ACother"}, None),
        ({**FORM, "To": "+61491570157"}, None),
        ({"Body": "hello there"}, None),
    ],
)
def test_a_forged_post_is_refused_and_leaves_nothing(
    texting_clinic: Clinic, form: dict[str, str], signature: str | None
) -> None:
    assert texting_clinic.carrier.post("", form, signature)[0] == 403
    assert texting_clinic.carrier.post("/status", form, signature)[0] == 403
    assert texting_clinic.rows("select * from needlewise_inbox") == []


def test_a_signed_post_with_a_changed_body_is_refused(texting_clinic: Clinic) -> None:
    carrier = texting_clinic.carrier
    signature = RequestValidator(FAKE_TOKEN).compute_signature(carrier.webhook, FORM)
    assert carrier.post("", {**FORM, "Body": "something else"}, signature)[0] == 403
    assert carrier.post("", FORM, signature)[0] == 204
    assert carrier.post("", FORM, signature)[0] == 204  # a replay is acknowledged and has no effect
    assert carrier.reply() == ["Echo hello there"]


def test_a_body_that_is_no_form_is_refused(texting_clinic: Clinic) -> None:
    for body in (b"\xff\xfe=\x80", b"", b'{"json": 1}'):
        assert requests.post(texting_clinic.carrier.webhook, data=body, timeout=10).status_code == 403


def test_behind_a_proxy_the_public_address_and_its_query_are_what_is_signed(idle_clinic: Clinic) -> None:
    clinic = idle_clinic.start(PUBLIC_BASE_URL="https://clinic.example/bot/")
    public = "https://clinic.example/bot/webhooks/sms/fake"
    for query in ("", "?clinic=7&x=a%20b"):
        signature = RequestValidator(FAKE_TOKEN).compute_signature(public + query, FORM)
        assert clinic.carrier.post(query, FORM, signature)[0] == 204
    assert clinic.carrier.post("", FORM)[0] == 403  # signed for the address inside


@pytest.mark.parametrize("fields", [{"NumMedia": "1", "MediaUrl0": "https://x.example/1"}, {"NumMedia": "1"}])
def test_a_picture_without_words_gets_a_sentence(texting_clinic: Clinic, fields: dict[str, str]) -> None:
    assert texting_clinic.carrier.text("", **fields) == 204
    (reply,) = texting_clinic.carrier.reply()
    assert "can't see pictures" in reply
    assert "emergency" in reply


@pytest.mark.parametrize("text", ["", "   ", "???", "🙂"])
def test_a_text_without_words_gets_a_sentence(texting_clinic: Clinic, text: str) -> None:
    assert texting_clinic.carrier.text(text) == 204
    (reply,) = texting_clinic.carrier.reply()
    assert "couldn't read" in reply


def test_a_sender_that_is_no_phone_number_is_acknowledged_and_left_alone(texting_clinic: Clinic) -> None:
    assert texting_clinic.carrier.text("you have won", number="BIGBANK") == 204
    assert texting_clinic.carrier.text("your code is 1234", number="12345") == 204
    assert texting_clinic.rows("select * from needlewise_inbox") == []


def test_only_the_configured_carrier_has_an_address(texting_clinic: Clinic) -> None:
    for carrier in ("twilio", "console", "none", "x"):
        address = texting_clinic.carrier.webhook.replace("fake", carrier)
        assert requests.post(address, data=FORM, timeout=10).status_code == 404


def test_a_long_reply_becomes_two_texts_of_two_segments_at_most(texting_clinic: Clinic) -> None:
    texting_clinic.carrier.text("tell me at length")
    replies = texting_clinic.carrier.reply(count=2)
    assert len(replies) == 2
    assert all(segments(reply) <= 2 for reply in replies)


def test_texts_of_one_conversation_are_answered_in_their_order(texting_clinic: Clinic) -> None:
    for number in range(6):
        texting_clinic.carrier.text(f"slow question {number}")
    assert texting_clinic.carrier.reply(count=6) == [f"Echo slow question {number}" for number in range(6)]


def test_fifty_patients_at_once_get_each_their_own_answers(texting_clinic: Clinic) -> None:
    patients = [f"+6149157{number:04}" for number in range(50)]
    texts = [(patient, f"question {turn} of {patient[-4:]}x") for turn in range(2) for patient in patients]
    assert set(texting_clinic.carrier.text_all(texts)) == {204}
    eventually(lambda: len(texting_clinic.carrier.server.accepted) >= 100, 60)
    for patient in patients:
        expected = sorted(f"Echo question {turn} of {patient[-4:]}x" for turn in range(2))
        assert sorted(texting_clinic.carrier.texts_to(patient)) == expected


def test_a_choice_by_digit_or_letter_belongs_to_the_last_question_for_two_hours(texting_clinic: Clinic) -> None:
    carrier = texting_clinic.carrier
    carrier.text("offer me something")
    carrier.reply()
    carrier.text("2")
    assert carrier.reply(count=2)[-1] == 'Echo /choose{"entry": "topic/2"}'
    carrier.text("C please")
    assert carrier.reply(count=3)[-1] == 'Echo /choose{"entry": "topic/3"}'
    carrier.text("7")  # no choice of that question, so perhaps an answer to something else
    assert carrier.reply(count=4)[-1] == "Echo 7"


def test_a_digit_that_answers_nothing_gets_a_sentence(texting_clinic: Clinic) -> None:
    texting_clinic.carrier.text("2")
    assert "not sure what that number is about" in texting_clinic.carrier.reply()[0]


def test_a_slash_is_no_command(texting_clinic: Clinic) -> None:
    texting_clinic.carrier.text("/restart")
    assert texting_clinic.carrier.reply() == ["Echo restart"]


def test_too_many_texts_are_told_once_and_emergencies_answered_all_the_same(texting_clinic: Clinic) -> None:
    carrier = texting_clinic.carrier
    carrier.text_all([(PATIENT, f"question {number}") for number in range(34)])
    eventually(lambda: len(carrier.texts_to()) >= 31, 40)
    assert sum("lot of texts" in text for text in carrier.texts_to()) == 1
    carrier.text("i cant breathe")
    assert eventually(lambda: "emergency number now" in carrier.texts_to()[-1])


def test_a_text_that_is_too_long_is_told_so_and_an_emergency_in_it_answered(texting_clinic: Clinic) -> None:
    texting_clinic.carrier.text("word " * 500)
    assert "too long" in texting_clinic.carrier.reply()[0]
    texting_clinic.carrier.text("word " * 500 + " i cant breathe", number=OTHER)
    assert "emergency number now" in texting_clinic.carrier.reply(OTHER)[0]


@pytest.mark.parametrize("text", ["crash now", "a silence fell"])
def test_a_conversation_that_fails_leaves_words_and_a_note_for_the_clinic(texting_clinic: Clinic, text: str) -> None:
    texting_clinic.carrier.text(text)
    (reply,) = texting_clinic.carrier.reply()
    assert "something went wrong" in reply
    assert texting_clinic.rows("select reason from needlewise_clinic_list")[0].reason == "not_answered"


def test_a_conversation_that_fails_does_not_swallow_an_urgent_sign(texting_clinic: Clinic) -> None:
    texting_clinic.carrier.text("crash. there is pus coming out of the needle spot")
    (reply,) = texting_clinic.carrier.reply()
    assert "today" in reply


def test_neither_words_nor_numbers_stand_in_the_log(texting_clinic: Clinic) -> None:
    carrier = texting_clinic.carrier
    carrier.text("xylophone crash")
    carrier.text("wrong number xylophone")
    carrier.text("i cant breathe xylophone")
    carrier.post("", FORM, "forged")
    carrier.reply(count=3)
    assert "xylophone" not in texting_clinic.log
    assert "49157" not in texting_clinic.log


def test_neither_number_nor_its_plain_hash_is_stored(texting_clinic: Clinic) -> None:
    texting_clinic.carrier.text("hello there")
    texting_clinic.carrier.reply()
    (contact,) = texting_clinic.rows("select * from needlewise_contacts")
    assert PATIENT not in str(contact)
    assert contact.conversation == texting_clinic.vault.conversation(PATIENT)
    assert texting_clinic.vault.decrypt(contact.number) == PATIENT
