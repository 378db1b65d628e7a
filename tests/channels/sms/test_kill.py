"""A server that is killed at any point loses nothing it has acknowledged, and answers nothing twice."""

from __future__ import annotations

import asyncio
from collections import Counter

import aiohttp
import pytest

from tests.channels.sms.harness import Clinic, eventually
from tests.channels.sms.places import PLACES

PATIENTS = [f"+6149157100{number}" for number in range(3)]
ALARMED = "+61491571009"
QUICK = {"SMS_LEASE_SECONDS": "1.5", "SMS_CARRIER_SECONDS": "1.0"}


def bring(clinic: Clinic, texts: dict[str, tuple[str, str]]) -> set[str]:
    """Brings texts by their ids, as a carrier does; the ids that were acknowledged."""
    acknowledged = set()
    for sid, (number, body) in texts.items():
        try:
            if clinic.carrier.text(body, number, sid) == 204:
                acknowledged.add(sid)
        except (aiohttp.ClientError, asyncio.TimeoutError):
            continue  # a carrier whose post fails brings the text again later
    return acknowledged


@pytest.mark.parametrize("place", PLACES)
def test_killed_at_any_point_nothing_is_lost_and_nothing_doubled(idle_clinic: Clinic, place: str) -> None:
    clinic = idle_clinic.start(die_at=place, **QUICK)
    texts = {f"SM{turn}{patient[-1]}": (patient, f"question {turn}x") for turn in (1, 2) for patient in PATIENTS}
    texts["SM0"] = (ALARMED, "i cant breathe")
    acknowledged = bring(clinic, texts)
    assert eventually(lambda: not clinic.is_alive()), "the server did not reach the place"
    clinic.start(**QUICK)
    unacknowledged = {sid: text for sid, text in texts.items() if sid not in acknowledged}
    assert bring(clinic, unacknowledged) == set(unacknowledged)
    bring(clinic, texts)  # and once more, as carriers do
    eventually(lambda: len(clinic.carrier.server.accepted) >= len(texts), 20)
    clinic.carrier.reply(ALARMED)
    for patient in PATIENTS:
        assert Counter(clinic.carrier.texts_to(patient)) == {"Echo question 1x": 1, "Echo question 2x": 1}
    assert len(clinic.carrier.texts_to(ALARMED)) == 1


def test_killed_again_and_again_every_text_is_answered_once(idle_clinic: Clinic) -> None:
    texts = {f"SM{number}": (f"+614915720{number:02}", f"question {number}x") for number in range(20)}
    waiting = dict(texts)
    for _ in range(4):
        idle_clinic.start(**QUICK)
        acknowledged = bring(idle_clinic, dict(list(waiting.items())[:5]))
        waiting = {sid: text for sid, text in waiting.items() if sid not in acknowledged}
        idle_clinic.kill()
    idle_clinic.start(**QUICK)
    bring(idle_clinic, texts)
    eventually(lambda: len(idle_clinic.carrier.server.accepted) >= len(texts), 30)
    idle_clinic.carrier.reply()
    got = Counter((each.number, each.text) for each in idle_clinic.carrier.server.accepted)
    assert got == {(number, f"Echo {body}"): 1 for number, body in texts.values()}


def test_a_text_that_ends_the_process_each_time_gets_words_in_the_end(idle_clinic: Clinic) -> None:
    idle_clinic.start(die_at="before the turn", **QUICK)
    idle_clinic.carrier.text("deadly question")
    for _ in range(2):
        assert eventually(lambda: not idle_clinic.is_alive())
        idle_clinic.start(die_at="before the turn", **QUICK)
    assert eventually(lambda: not idle_clinic.is_alive())
    idle_clinic.start(**QUICK)
    (reply,) = idle_clinic.carrier.reply()
    assert "something went wrong" in reply
