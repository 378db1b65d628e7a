"""Carriers that are busy, away, slow or wrong: every text arrives once, or the clinic is told."""

from __future__ import annotations

import pytest

from bot.channels.sms.carriers.fake_server import Trouble
from bot.texting.delivery import MOST_ATTEMPTS
from tests.channels.sms.harness import Clinic, eventually

TROUBLES = {
    "too many requests": Trouble(429, 20429, retry_after=1),
    "unavailable": Trouble(503),
    "an error, nothing sent": Trouble(500),
    "an error, and sent": Trouble(500, accepts=True),
    "no answer, nothing sent": Trouble(0),
    "no answer, and sent": Trouble(0, accepts=True),
    "cut off, nothing sent": Trouble(0, drops=True),
    "cut off, and sent": Trouble(0, accepts=True, drops=True),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_text_arrives_once_whatever_happens_on_the_way(texting_clinic: Clinic, trouble: str) -> None:
    carrier = texting_clinic.carrier
    carrier.server.statuses = "none"  # nothing but our own looking finds out
    carrier.server.troubles.append(TROUBLES[trouble])
    carrier.text("what should I wear")
    carrier.text("and my second question")
    assert eventually(lambda: texting_clinic.states() == ["accepted", "accepted"], 20), texting_clinic.states()
    assert carrier.texts_to() == ["Echo what should I wear", "Echo and my second question"]


def test_a_status_tells_what_became_of_a_text_before_we_look(texting_clinic: Clinic) -> None:
    carrier = texting_clinic.carrier
    carrier.server.troubles.append(TROUBLES["no answer, and sent"])
    carrier.text("what should I wear")
    assert eventually(lambda: texting_clinic.states() == ["delivered"])
    assert carrier.reply() == ["Echo what should I wear"]


def test_a_carrier_that_stays_away_is_tried_with_growing_pauses_and_then_reported(texting_clinic: Clinic) -> None:
    carrier = texting_clinic.carrier
    carrier.server.troubles.extend([TROUBLES["unavailable"]] * 20)
    carrier.text("what should I wear")
    assert eventually(lambda: texting_clinic.states() == ["failed"], 30)
    assert carrier.server.asked == MOST_ATTEMPTS
    assert [row.reason for row in texting_clinic.rows("select reason from needlewise_clinic_list")] == ["not_delivered"]
    assert "not_delivered" in texting_clinic.log


def test_a_refused_text_is_reported_and_not_tried_again(texting_clinic: Clinic) -> None:
    carrier = texting_clinic.carrier
    carrier.server.troubles.append(Trouble(400, 21211))
    carrier.text("what should I wear")
    assert eventually(lambda: texting_clinic.states() == ["failed"])
    (item,) = texting_clinic.rows("select reason, reference from needlewise_clinic_list")
    assert (item.reason, item.reference.split()[1]) == ("not_delivered", "21211")
    assert carrier.server.asked == 1


def test_an_emergency_overtakes_a_text_that_waits_for_the_carrier(texting_clinic: Clinic) -> None:
    carrier = texting_clinic.carrier
    carrier.server.troubles.append(Trouble(503, retry_after=3))
    carrier.text("what should I wear")
    eventually(lambda: carrier.server.asked == 1)
    carrier.text("i cant breathe")
    first, second = carrier.reply(count=2)
    assert "emergency number now" in first
    assert second == "Echo what should I wear"


@pytest.mark.parametrize("order", ["in_order", "reversed", "duplicated", "delayed"])
def test_statuses_climb_a_ladder_and_never_step_back(texting_clinic: Clinic, order: str) -> None:
    carrier = texting_clinic.carrier
    carrier.server.statuses = order  # type: ignore[assignment]
    carrier.text("what should I wear")
    assert eventually(lambda: texting_clinic.states() == ["delivered"])
    carrier.reply()
    assert texting_clinic.states() == ["delivered"]


@pytest.mark.parametrize("order", ["in_order", "reversed"])
def test_a_text_that_did_not_arrive_is_reported_once(texting_clinic: Clinic, order: str) -> None:
    carrier = texting_clinic.carrier
    carrier.server.statuses = order  # type: ignore[assignment]
    carrier.server.last_status, carrier.server.error_code = "undelivered", "30003"
    carrier.text("what should I wear")
    assert eventually(lambda: texting_clinic.states() == ["undelivered"])
    carrier.reply()
    (item,) = texting_clinic.rows("select reason, reference from needlewise_clinic_list")
    assert (item.reason, item.reference.split()[1]) == ("not_delivered", "30003")


def test_a_status_of_a_text_that_is_not_ours_changes_nothing(texting_clinic: Clinic) -> None:
    carrier = texting_clinic.carrier
    carrier.text("what should I wear")
    carrier.reply()
    form = {"MessageSid": "SMother", "MessageStatus": "failed", "AccountSid": carrier.server.sid}
    numbers = {"From": carrier.server.number, "To": "+61491570110"}
    assert carrier.post("/status?ref=1", {**form, **numbers})[0] == 204
    assert carrier.post("/status?ref=999", {**form, **numbers})[0] == 204
    assert eventually(lambda: texting_clinic.states() == ["delivered"])


def test_where_storing_fails_an_emergency_is_answered_in_the_webhook_and_nothing_else_acknowledged(
    texting_clinic: Clinic,
) -> None:
    carrier = texting_clinic.carrier
    from sqlalchemy import create_engine, text

    with create_engine(texting_clinic.url, future=True).begin() as connection:
        connection.execute(text("drop table needlewise_inbox"))
    form = {"AccountSid": carrier.server.sid, "From": "+61491570006", "To": carrier.server.number}
    assert carrier.post("", {**form, "MessageSid": "SM1", "Body": "what should I wear"})[0] == 503
    status, body = carrier.post("", {**form, "MessageSid": "SM2", "Body": "i cant breathe"})
    assert status == 200
    assert "<Response><Message>Call your local emergency number now" in body
