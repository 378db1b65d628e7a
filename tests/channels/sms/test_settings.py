"""Settings of the channel are checked at start, and an error says what to write."""

from __future__ import annotations

import pytest

from bot.channels.sms.settings import Pace, SmsSettingsError, configured_carrier, load_carrier, load_pace

TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "one, two", "TWILIO_NUMBER": "+61491570156",
    "PUBLIC_BASE_URL": "https://clinic.example",
}  # fmt: skip


@pytest.fixture
def twilio(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in TWILIO.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_the_console_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SMS_CARRIER", raising=False)
    assert configured_carrier() == "console"


def test_an_unknown_carrier_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMS_CARRIER", "pigeon")
    with pytest.raises(SmsSettingsError, match="console, fake, twilio, none"):
        configured_carrier()


def test_each_carrier_is_made_under_its_name(twilio: pytest.MonkeyPatch) -> None:
    for name in ("console", "fake", "twilio"):
        carrier = load_carrier(name, Pace())
        assert carrier
        assert carrier.name == name
    assert load_carrier("none", Pace()) is None


@pytest.mark.parametrize("missing", TWILIO)
def test_twilio_without_one_of_its_settings_is_refused(twilio: pytest.MonkeyPatch, missing: str) -> None:
    twilio.delenv(missing)
    with pytest.raises(SmsSettingsError, match=missing):
        load_carrier("twilio", Pace())


@pytest.mark.parametrize(
    ("name", "value"), [("SMS_LEASE_SECONDS", "soon"), ("SMS_RETRY_SECONDS", "0"), ("SMS_LEASE_SECONDS", "5")]
)
def test_a_pace_that_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SmsSettingsError, match="SMS_"):
        load_pace()
