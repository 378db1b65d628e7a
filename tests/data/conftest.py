"""Clinics whose contacts make texts as long, or as bare, as they get."""

from __future__ import annotations

import pytest

from bot.clinic import Clinic, load_clinic

CLINICS = {
    "the demo clinic": load_clinic(),
    "a clinic with long contacts": Clinic(
        name="N" * 40,
        zone="Europe/London",
        phone="+61 (0)2 5550 0134",
        hours="Monday to Friday, 8 am to 6 pm",
        address="Unit 12, 345 Long Riverbend Road, Riverbend NSW 2999",
        parking="free behind the building, from Mill Lane",
        booking_link="https://book.example.com/riverbend",
        emergency_number="112",
        crisis_line="116 123",
    ),
    "a clinic with nothing filled in": Clinic(name="", zone="Europe/London"),
}


@pytest.fixture(params=CLINICS)
def any_clinic(request: pytest.FixtureRequest) -> Clinic:
    """One clinic after the other."""
    return CLINICS[request.param]
