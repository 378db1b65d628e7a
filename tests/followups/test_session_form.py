"""What a clinic tells of a session is checked field by field."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from bot.clinic import Clinic
from bot.followups.session_form import FormError, read_session

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=timezone.utc)
GOOD = {
    "phone": "0491 570 006",
    "time": "2026-03-10 15:00",
    "consent_who": "the patient",
    "consent_when": "2026-03-01",
    "consent_how": "signed form",
}


def problems(clinic: Clinic, **changed: Any) -> dict[str, str]:
    told = {field: value for field, value in {**GOOD, **changed}.items() if value is not None}
    with pytest.raises(FormError) as caught:
        read_session(told, clinic, NOW)
    return {problem.field: problem.text for problem in caught.value.problems}


def test_a_session_needs_no_more_than_number_time_and_consent(clinic: Clinic) -> None:
    session = read_session(GOOD, clinic, NOW)
    assert session.number == "+61491570006"
    assert session.at.isoformat() == "2026-03-10T15:00:00+11:00"
    assert session.zone == clinic.zone
    assert (session.recipient, session.condition, session.reference) == ("patient", None, None)
    assert (session.consent.who, session.consent.how) == ("the patient", "signed form")


@pytest.mark.parametrize(
    ("time", "zone", "expected"),
    [
        ("2026-03-10T15:00:00+01:00", "", "2026-03-10T14:00+00:00"),
        ("2026-03-10T04:00:00Z", "", "2026-03-10T04:00+00:00"),
        ("2026-03-10 15:00", "Europe/London", "2026-03-10T15:00+00:00"),
        ("2026-04-05 02:30", "Australia/Sydney", "2026-04-04T15:30+00:00"),  # comes twice: the first
    ],
)
def test_a_time_has_a_zone_of_its_own_or_the_patients(clinic: Clinic, time: str, zone: str, expected: str) -> None:
    session = read_session({**GOOD, "time": time, "zone": zone}, clinic, NOW)
    assert session.at.astimezone(timezone.utc).isoformat(timespec="minutes") == expected


@pytest.mark.parametrize("field", list(GOOD))
@pytest.mark.parametrize("value", [None, "", "   "])
def test_a_missing_field_is_named(clinic: Clinic, field: str, value: str | None) -> None:
    assert problems(clinic, **{field: value}) == {field: "is missing."}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("phone", "12", "no phone number"),
        ("phone", "Anna", "no phone number"),
        ("phone", 61491570006, "must be a text"),
        ("time", "tomorrow", "is no time"),
        ("time", "2026-10-04 02:30", "clocks are set forward"),
        ("time", "2025-12-01 15:00", "days ago"),
        ("time", "2027-12-01 15:00", "a year ahead"),
        ("zone", "Sydney", "no time zone"),
        ("zone", "../../etc/passwd", "no time zone"),
        ("recipient", "mother", "patient or guardian"),
        ("consent_when", "2026-03-12", "future"),
        ("consent_how", "x" * 121, "at most 120"),
        ("condition", ["tennis elbow"], "must be a text"),
        ("fone", "1", "is not known"),
    ],
)
def test_a_wrong_field_is_named_with_what_to_do(clinic: Clinic, field: str, value: Any, said: str) -> None:
    found = problems(clinic, **{field: value})
    assert list(found) == [field]
    assert said in found[field]


def test_all_that_is_wrong_is_told_at_once(clinic: Clinic) -> None:
    found = problems(clinic, phone="12", zone="Nowhere", consent_who="", recipient="dog")
    assert set(found) == {"phone", "zone", "consent_who", "recipient"}


def test_a_session_may_lie_ahead(clinic: Clinic) -> None:
    assert read_session({**GOOD, "time": "2026-03-20 15:00"}, clinic, NOW).at > NOW + timedelta(days=9)
