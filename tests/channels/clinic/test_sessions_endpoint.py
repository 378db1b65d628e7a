"""A booking system tells of sessions over HTTP, with the clinic's token."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import requests

from bot.channels.clinic.sessions_endpoint import ClinicTokenError, clinic_token
from tests.channels.sms.harness import Clinic, Nursery
from tests.conftest import ENGINES, url_of

TOKEN = "a token that is long enough for tests of the clinic"
NOW = datetime.now(timezone.utc)
SESSION: dict[str, Any] = {
    "phone": "+61491570006",
    "time": (NOW - timedelta(hours=2)).isoformat(),
    "zone": "Australia/Sydney",
    "consent": {"who": "patient", "when": (NOW - timedelta(days=3)).isoformat(), "how": "form at the desk"},
}


@pytest.fixture(scope="module", params=ENGINES)
def booked(
    request: pytest.FixtureRequest, nursery: Nursery, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Clinic]:
    folder = tmp_path_factory.mktemp("booked")
    clinic = Clinic(nursery, url_of(request, folder), folder)
    yield clinic.start(NEEDLEWISE_CLINIC_TOKEN=TOKEN)
    clinic.stop()


def post(clinic: Clinic, body: Any, token: str | None = TOKEN) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    address = f"http://127.0.0.1:{clinic.port}/clinic/sessions"
    if isinstance(body, bytes):
        return requests.post(address, data=body, headers=headers, timeout=20)
    return requests.post(address, json=body, headers=headers, timeout=20)


def test_a_session_is_kept_once(booked: Clinic) -> None:
    first, again = post(booked, SESSION), post(booked, SESSION)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["session"] == again.json()["session"]
    assert len(first.json()["followups"]) == 3
    number, zone = "+61491570006", "Australia/Sydney"
    (row,) = booked.rows("select zone, consent_how, conversation from needlewise_sessions")
    assert (row.zone, row.consent_how) == (zone, "form at the desk")
    assert row.conversation == booked.vault.conversation(number)


def test_from_then_on_questions_are_answered_knowing_when_the_session_was(booked: Clinic) -> None:
    patient = "+61491570110"
    post(booked, {**SESSION, "phone": patient})
    booked.carrier.text("session time?", patient)
    (reply,) = booked.carrier.reply(patient)
    told = datetime.fromisoformat(reply.split()[-1])
    assert told == datetime.fromisoformat(SESSION["time"]).replace(microsecond=told.microsecond)


def test_a_session_moves_by_its_reference(booked: Clinic) -> None:
    patient = {**SESSION, "phone": "+61491570156", "reference": "B-9"}
    first = post(booked, patient).json()
    moved = post(booked, {**patient, "time": (NOW + timedelta(days=1)).isoformat()}).json()
    assert moved["session"] == first["session"]
    assert (moved["is_new"], moved["has_moved"]) == (False, True)


@pytest.mark.parametrize("token", [None, "", "another token that is just as long as the other", TOKEN[:-1], "tökén"])
def test_without_the_token_nothing_is_kept_and_nothing_told(booked: Clinic, token: str | None) -> None:
    header = {"Authorization": f"Bearer {token}".encode()} if token is not None else {}
    address = f"http://127.0.0.1:{booked.port}/clinic/sessions"
    answer = requests.post(address, json={"phone": "12"}, headers=header, timeout=20)
    assert answer.status_code == 401
    assert "phone" not in answer.text


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"phone": "12"}, ["phone"]),
        ({"consent": None}, ["consent.how", "consent.when", "consent.who"]),
        ({"consent": "yes"}, ["consent"]),
        ({"consent": {"who": "patient", "when": "soon", "how": "form"}}, ["consent.when"]),
        ({"time": "2026-13-01", "recipient": "dog", "surname": "x"}, ["recipient", "surname", "time"]),
    ],
)
def test_what_is_wrong_is_named_by_field(booked: Clinic, changed: dict[str, Any], fields: list[str]) -> None:
    answer = post(booked, {**SESSION, **changed})
    assert answer.status_code == 422
    assert sorted(each["field"] for each in answer.json()["errors"]) == fields


@pytest.mark.parametrize("body", [b"", b"[]", b"phone=12", b"\xff\xfe", b'"x"'])
def test_a_body_that_is_no_object_is_told(booked: Clinic, body: bytes) -> None:
    answer = post(booked, body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "body"


def test_neither_number_nor_token_stand_in_the_log(booked: Clinic) -> None:
    post(booked, {**SESSION, "phone": "0491 57 xx"})
    assert "49157" not in booked.log
    assert TOKEN not in booked.log


def test_without_a_token_in_the_environment_there_is_no_such_address(nursery: Nursery, tmp_path: Path) -> None:
    clinic = Clinic(nursery, f"sqlite:///{tmp_path / 'texting.db'}", tmp_path).start()
    assert post(clinic, SESSION).status_code == 404
    clinic.stop()


def test_a_short_token_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEEDLEWISE_CLINIC_TOKEN", "short")
    with pytest.raises(ClinicTokenError, match="at least 32"):
        clinic_token()
