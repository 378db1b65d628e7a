"""A session as a clinic tells it, read field by field; every problem names its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.clinic import Clinic
from bot.followups.plan import Recipient
from bot.safety.session_time import LONGEST_AGO
from bot.texting.phone_numbers import NumberError, international

NEEDED = ("phone", "time", "consent_who", "consent_when", "consent_how")
OPTIONAL = ("zone", "recipient", "condition", "body_area", "reference")
RECIPIENTS: dict[str, Recipient] = {"": "patient", "patient": "patient", "guardian": "guardian"}
LONGEST_AHEAD = timedelta(days=366)
LONGEST = {"condition": 80, "body_area": 80, "reference": 80, "consent_who": 120, "consent_how": 120}


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field, and what to write instead."""

    field: str
    text: str

    def __str__(self) -> str:
        return f"{self.field}: {self.text}"


class FormError(ValueError):
    """A session cannot be taken as it is told; `problems` names all fields at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems

    @classmethod
    def about(cls, field: str, text: str) -> FormError:
        """An error about one field."""
        return cls([Problem(field, text)])


@dataclass(frozen=True)
class Consent:
    """Who agreed to be texted, when, and how."""

    who: str
    when: datetime
    how: str


@dataclass(frozen=True)
class NewSession:
    """A session as it is to be kept; `number` in international form, `at` with a zone, `zone` the patient's."""

    number: str
    at: datetime
    zone: str
    consent: Consent
    recipient: Recipient = "patient"
    condition: str | None = None
    body_area: str | None = None
    reference: str | None = None


def read_session(told: Mapping[str, Any], clinic: Clinic, now: datetime) -> NewSession:
    """The session that the fields tell; raises FormError with every problem."""
    return _Form(told, clinic, now).read()


def read_time(text: str, zone: str) -> datetime:
    """A moment such as `2026-03-10 15:00` in a zone, or `2026-03-10T15:00+11:00`; ValueError for anything else.

    A time of day that a change of clocks skips is no moment; of one that comes twice, the first is meant.
    """
    moment = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    if moment.tzinfo is not None:
        return moment
    local = moment.replace(tzinfo=ZoneInfo(zone))
    if local.astimezone(timezone.utc).astimezone(local.tzinfo).replace(tzinfo=None) != moment:
        raise ValueError("skipped")
    return local


class _Form:
    """Reads the fields of one session, and gathers what is wrong."""

    def __init__(self, told: Mapping[str, Any], clinic: Clinic, now: datetime) -> None:
        self._told = told
        self._clinic = clinic
        self._now = now
        self._problems: list[Problem] = []

    def read(self) -> NewSession:
        self._check_names()
        zone = self._zone()
        number, at = self._number(), self._moment("time", zone)
        consent = Consent(self._text("consent_who"), self._moment("consent_when", zone), self._text("consent_how"))
        self._check_times(at, consent.when)
        session = NewSession(
            number=number,
            at=at,
            zone=zone,
            consent=consent,
            recipient=self._recipient(),
            condition=self._text("condition") or None,
            body_area=self._text("body_area") or None,
            reference=self._text("reference") or None,
        )
        if self._problems:
            raise FormError(self._problems)
        return session

    def _check_names(self) -> None:
        for field in self._told:
            if field not in (*NEEDED, *OPTIONAL):
                self._refuse(str(field), f"is not known. Known are {', '.join((*NEEDED, *OPTIONAL))}.")
        for field in NEEDED:
            if not str(self._told.get(field) or "").strip():
                self._refuse(field, "is missing.")

    def _text(self, field: str) -> str:
        value = self._told.get(field)
        if value is not None and not isinstance(value, str):
            self._refuse(field, "must be a text.")
            return ""
        text = " ".join((value or "").split())
        if len(text) > LONGEST.get(field, 60):
            self._refuse(field, f"must have at most {LONGEST.get(field, 60)} characters.")
        return text

    def _number(self) -> str:
        text = self._text("phone")
        try:
            return international(text, self._clinic.country) if text else ""
        except NumberError as problem:
            self._refuse("phone", str(problem))
            return ""

    def _zone(self) -> str:
        zone = self._text("zone") or self._clinic.zone
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self._refuse("zone", "is no time zone. Write one like Australia/Sydney or Europe/London.")
            return self._clinic.zone
        return zone

    def _moment(self, field: str, zone: str) -> datetime:
        text = self._text(field)
        if text:
            try:
                return read_time(text, zone)
            except ValueError as problem:
                skipped = str(problem) == "skipped"
                advice = f"does not exist in {zone}, where clocks are set forward then." if skipped else _TIME_ADVICE
                self._refuse(field, advice)
        return self._now

    def _recipient(self) -> Recipient:
        text = self._text("recipient").lower()
        if text not in RECIPIENTS:
            self._refuse("recipient", "must be patient or guardian.")
        return RECIPIENTS.get(text, "patient")

    def _check_times(self, at: datetime, consented: datetime) -> None:
        if at < self._now - LONGEST_AGO:
            self._refuse("time", f"is more than {LONGEST_AGO.days} days ago.")
        if at > self._now + LONGEST_AHEAD:
            self._refuse("time", "is more than a year ahead.")
        if consented > self._now:
            self._refuse("consent_when", "lies in the future.")

    def _refuse(self, field: str, text: str) -> None:
        if field not in {problem.field for problem in self._problems}:
            self._problems.append(Problem(field, text))


_TIME_ADVICE = "is no time. Write it like 2026-03-10 15:00, or with its zone like 2026-03-10T15:00+11:00."
