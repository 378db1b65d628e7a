"""The channel as a carrier meets it: signed posts over HTTP, and what reaches the phone."""

from __future__ import annotations

from tests.channels.sms.harness import Clinic, eventually


def test_a_text_is_acknowledged_at_once_and_answered_by_one_text(texting_clinic: Clinic) -> None:
    assert texting_clinic.carrier.text("what should I wear") == 204
    assert texting_clinic.carrier.reply() == ["Echo what should I wear"]
    assert eventually(lambda: texting_clinic.states() == ["delivered"])
