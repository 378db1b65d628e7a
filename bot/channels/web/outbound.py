"""Collecting the replies of a turn in the form that the widget gets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from rasa.core.channels.channel import OutputChannel

CHANNEL = "web"


class WebOutput(OutputChannel):
    """Keeps text, data and quick replies of an answer in one message; Rasa's own channels tear them apart.

    `messages` holds all so far; iterating gives each as it comes, until `finish` is called.
    """

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self._coming: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()

    @classmethod
    def name(cls) -> str:
        """The name by which answers are rendered for this channel."""
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Adds one message with whatever of text, custom and buttons it has."""
        parts = {key: message[key] for key in ("text", "custom", "buttons") if message.get(key)}
        if parts:
            self.messages.append({"recipient_id": recipient_id, **parts})
            self._coming.put_nowait(self.messages[-1])

    def finish(self) -> None:
        """Says that no further message will come."""
        self._coming.put_nowait(None)

    async def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        """The messages as they come."""
        while (message := await self._coming.get()) is not None:
            yield message
