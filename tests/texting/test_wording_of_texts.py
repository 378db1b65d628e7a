"""Texts never ask for a word that carriers intercept, and HELP says all that it must."""

from __future__ import annotations

import re

import pytest

from bot.clinic import load_clinic
from bot.knowledge.base import Turn, shared_knowledge
from bot.rendering import Renderer, segments
from bot.texting.wording import Wording
from tests.data.texts import ENTRIES, REPLIES

INTERCEPTED = r"(?i:reply|text|answer|send|type|say)\s+(?:back\s+)?['\"]?(YES|CANCEL|END|QUIT|HELP|INFO|Yes|No)\b"


@pytest.mark.parametrize("reply", REPLIES)
def test_no_phrase_asks_for_an_intercepted_word(reply: str) -> None:
    wording = shared_knowledge().replies.wording(reply)
    assert not re.search(INTERCEPTED, wording.sms)


@pytest.mark.parametrize("entry", ENTRIES)
def test_no_answer_asks_for_an_intercepted_word(entry: str) -> None:
    text = Renderer(load_clinic()).render(shared_knowledge().answer(Turn((entry,))), "sms").text
    assert not re.search(INTERCEPTED, text)


def test_help_names_clinic_purpose_contact_stop_and_the_emergency_line() -> None:
    text = Wording().of_reply("sms_help")
    for part in ("Riverbend Dry Needling", "dry needling", "(02) 5550 0134", "STOP", "In an emergency, call"):
        assert part in text
    assert segments(text) <= 2
