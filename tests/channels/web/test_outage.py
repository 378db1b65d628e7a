"""Whatever fails behind the channel, a patient gets words, and an emergency gets its text."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.safety_floor import SafetyFloor
from bot.channels.web import conversing as conversing_module
from bot.channels.web.conversing import Conversing, pieces_of
from bot.clinic import Clinic
from bot.rendering import Renderer
from bot.replies import Replies

Handler = Any


async def crash(message: UserMessage) -> None:
    raise RuntimeError("the model is gone")


async def hang(message: UserMessage) -> None:
    await asyncio.sleep(60)


async def stay_silent(message: UserMessage) -> None:
    return None


async def answer_something_else(message: UserMessage) -> None:
    await message.output_channel.send_response(
        message.sender_id, {"text": "Soreness is common.", "custom": {"level": "none"}}
    )


@pytest.fixture(scope="module")
def conversing(clinic: Clinic) -> Conversing:
    return Conversing(SafetyFloor(), Renderer(clinic), Replies())


def reply(conversing: Conversing, text: str, handler: Handler) -> list[dict[str, Any]]:
    async def collect() -> list[dict[str, Any]]:
        emergency = await conversing.emergency_in(text)
        return [message async for message in conversing.messages("web:1", text, handler, emergency)]

    return asyncio.run(collect())


@pytest.mark.parametrize("handler", [crash, hang, stay_silent])
def test_a_failure_is_an_apology_with_the_clinics_phone(
    conversing: Conversing, handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversing_module, "LONGEST_WAIT_SECONDS", 0.2)
    (message,) = reply(conversing, "what should I wear", handler)
    assert message["custom"]["kind"] == "error"
    assert "(02) 5550 0134" in message["text"]
    assert "your local emergency number" in message["text"]


@pytest.mark.parametrize("handler", [crash, hang, stay_silent, answer_something_else])
def test_a_failure_never_swallows_an_emergency(
    conversing: Conversing, handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversing_module, "LONGEST_WAIT_SECONDS", 0.2)
    (message,) = reply(conversing, "my chest hurts and i cant breathe", handler)
    assert message["custom"]["level"] == "emergency"
    assert "Soreness" not in message["text"]


async def answer_twice(message: UserMessage) -> None:
    await message.output_channel.send_response(message.sender_id, {"text": "First."})
    await asyncio.sleep(0.3)
    await message.output_channel.send_response(message.sender_id, {"text": "Second."})


def test_a_reply_is_handed_on_before_the_turn_ends(conversing: Conversing) -> None:
    async def seconds_until_each() -> list[float]:
        began = time.monotonic()
        return [
            time.monotonic() - began
            async for _ in conversing.messages("web:1", "what should I wear", answer_twice, None)
        ]

    first, second = asyncio.run(seconds_until_each())
    assert second - first > 0.2


def test_a_turn_ends_even_if_nobody_waits_for_it(conversing: Conversing) -> None:
    ended = []

    async def answer_and_end(message: UserMessage) -> None:
        await answer_twice(message)
        ended.append(message.sender_id)

    async def leave_after_the_first() -> None:
        async for _ in conversing.messages("web:1", "what should I wear", answer_and_end, None):
            break
        await asyncio.sleep(0.5)

    asyncio.run(leave_after_the_first())
    assert ended == ["web:1"]


@pytest.mark.parametrize("length", [0, 1, 300, 301, 1999, 2000, 2001, 3700, 3701, 10_000])
def test_the_pieces_of_a_long_text_overlap_and_hold_all_of_it(length: int) -> None:
    text = "".join(chr(97 + number % 26) for number in range(length))
    pieces = pieces_of(text)
    assert pieces[0] + "".join(piece[300:] for piece in pieces[1:]) == text
    assert all(len(piece) <= 2000 for piece in pieces)
    assert len(pieces) == 1 or length > 2000


@pytest.mark.parametrize("before", [0, 1690, 1990, 2000, 5000, 60_000])
def test_an_emergency_is_found_wherever_it_stands_in_a_long_text(conversing: Conversing, before: int) -> None:
    text = "bla " * (before // 4) + "my chest hurts and i cant breathe. " + "bla " * 500
    assert asyncio.run(conversing.emergency_in(text))
