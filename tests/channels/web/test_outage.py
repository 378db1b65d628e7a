"""Whatever fails behind the channel, a patient gets words, and an emergency gets its text."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.web import channel as channel_module
from bot.channels.web.channel import WebChannel

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
def web() -> WebChannel:
    return WebChannel.from_credentials({})


def reply(web: WebChannel, text: str, handler: Handler) -> list[dict[str, Any]]:
    emergency = web._floor.emergency_in(text)
    return asyncio.run(web._converse("web:1", text, handler, emergency))


@pytest.mark.parametrize("handler", [crash, hang, stay_silent])
def test_a_failure_is_an_apology_with_the_clinics_phone(
    web: WebChannel, handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_module, "LONGEST_WAIT_SECONDS", 0.2)
    (message,) = reply(web, "what should I wear", handler)
    assert message["custom"]["kind"] == "error"
    assert "(02) 5550 0134" in message["text"]
    assert "your local emergency number" in message["text"]


@pytest.mark.parametrize("handler", [crash, hang, stay_silent, answer_something_else])
def test_a_failure_never_swallows_an_emergency(
    web: WebChannel, handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_module, "LONGEST_WAIT_SECONDS", 0.2)
    (message,) = reply(web, "my chest hurts and i cant breathe", handler)
    assert message["custom"]["level"] == "emergency"
    assert "Soreness" not in message["text"]
