"""The settings of the channel, all from the environment, checked once at start."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta

from bot.channels.sms.carriers.carrier import Carrier
from bot.channels.sms.carriers.console import ConsoleCarrier
from bot.channels.sms.carriers.twilio import TwilioAccount, TwilioCarrier
from bot.channels.web.session_token import load_secret
from bot.texting.phone_numbers import NumberError, international

CARRIER_VARIABLE = "SMS_CARRIER"
DEFAULT_CARRIER = "console"
REAL_CARRIERS = frozenset({"twilio"})
CARRIERS = ("console", "fake", "twilio", "none")
DEFAULT_API = "https://api.twilio.com"

# The fake carrier's account; its server is `needlewise carrier`, on this machine.
FAKE_SID, FAKE_TOKEN, FAKE_NUMBER = "ACfake", "fake-carrier-token", "+61491570156"
FAKE_API = "http://127.0.0.1:5010"


class SmsSettingsError(Exception):
    """A setting is missing or wrong; the text says which and what to write."""


@dataclass(frozen=True)
class Pace:
    """How long a worker may hold something, when a failed sending is tried again, and how often the tables are read."""

    lease: timedelta = timedelta(seconds=60)
    retry: timedelta = timedelta(seconds=5)
    poll_seconds: float = 1.0
    carrier_seconds: float = 10.0


def configured_carrier() -> str:
    """The name in SMS_CARRIER; `console` without one."""
    name = os.environ.get(CARRIER_VARIABLE) or DEFAULT_CARRIER
    if name not in CARRIERS:
        raise SmsSettingsError(f"{CARRIER_VARIABLE} is `{name}`. Write one of: {', '.join(CARRIERS)}.")
    return name


def load_carrier(name: str, pace: Pace) -> Carrier | None:
    """The carrier of a name, with its account from the environment; None for `none`."""
    if name == "none":
        return None
    if name == "console":
        return ConsoleCarrier(load_secret())
    return TwilioCarrier(_fake_account(pace) if name == "fake" else _twilio_account(pace), name)


def load_pace() -> Pace:
    """The pace of the environment: SMS_LEASE_SECONDS, SMS_RETRY_SECONDS, SMS_CARRIER_SECONDS."""
    default = Pace()
    lease = _seconds("SMS_LEASE_SECONDS", default.lease.total_seconds())
    retry = _seconds("SMS_RETRY_SECONDS", default.retry.total_seconds())
    carrier = _seconds("SMS_CARRIER_SECONDS", default.carrier_seconds)
    if carrier >= lease:
        raise SmsSettingsError(
            "SMS_LEASE_SECONDS must be longer than SMS_CARRIER_SECONDS, or a text could go out twice."
        )
    return Pace(timedelta(seconds=lease), timedelta(seconds=retry), min(default.poll_seconds, lease), carrier)


def _twilio_account(pace: Pace) -> TwilioAccount:
    numbers = tuple(_number(each) for each in _needed("TWILIO_NUMBER").split(","))
    return TwilioAccount(
        sid=_needed("TWILIO_ACCOUNT_SID"),
        tokens=tuple(token.strip() for token in _needed("TWILIO_AUTH_TOKEN").split(",")),
        numbers=numbers,
        public_url=_needed("PUBLIC_BASE_URL"),
        api_url=os.environ.get("TWILIO_API_URL") or DEFAULT_API,
        confirms_keywords=os.environ.get("TWILIO_CONFIRMS_KEYWORDS", "yes") != "no",
        timeout_seconds=pace.carrier_seconds,
    )


def _fake_account(pace: Pace) -> TwilioAccount:
    return TwilioAccount(
        sid=FAKE_SID,
        tokens=(FAKE_TOKEN,),
        numbers=(FAKE_NUMBER,),
        public_url=os.environ.get("PUBLIC_BASE_URL") or f"http://127.0.0.1:{os.environ.get('PORT') or 5005}",
        api_url=os.environ.get("FAKE_CARRIER_URL") or FAKE_API,
        confirms_keywords=False,
        timeout_seconds=pace.carrier_seconds,
    )


def _needed(name: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise SmsSettingsError(f"{name} is not set. The carrier `twilio` needs it; .env.example says where it stands.")
    return value


def _number(text: str) -> str:
    try:
        return international(text.strip())
    except NumberError as problem:
        raise SmsSettingsError(f"TWILIO_NUMBER: {problem}") from problem


def _seconds(name: str, default: float) -> float:
    text = os.environ.get(name) or str(default)
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if seconds <= 0:
        raise SmsSettingsError(f"{name} is `{text}`. Write a number of seconds above 0.")
    return seconds
