"""Asking the assistant in this process, for what the web channel neither takes nor tells.

That is: the SMS form, the time of the session as a clinic knows it, and how sure classifier and gate are. The only
module of the evaluation that knows the engine.
"""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from bot.engine.logs import quieten
from bot.engine.serving import load_agent
from bot.engine.shell import reply_to
from bot.safety.session_time import SESSION_TIME
from evaluation.asking import Reply, in_one
from evaluation.items import Channel, session_time


@dataclass(frozen=True)
class Understood:
    """What the pipeline makes of a text that stands alone: likeliest label, its confidence, the gate's score."""

    label: str
    confidence: float
    scope: float


class Assistant:
    """The agent of the trained model, with the database that DATABASE_URL names."""

    def __init__(self) -> None:
        quieten()
        self._loop = asyncio.new_event_loop()
        self._agent = self._loop.run_until_complete(load_agent(self._loop))

    def talk(self, channel: Channel, session: str | None = None) -> ProcessTalk:
        """A new conversation; `session` is what the clinic knows ("2 days ago")."""
        return ProcessTalk(self._agent, self._loop, channel, session)

    def understand(self, text: str) -> Understood:
        """What the pipeline makes of a text."""
        parsed: dict[str, Any] = self._loop.run_until_complete(self._agent.parse_message(text))
        best: dict[str, Any] = next(iter(parsed.get("ranking") or []), {})
        return Understood(best.get("label", ""), best.get("confidence", 0.0), parsed.get("scope", 0.0))


class ProcessTalk:
    """A conversation with the agent in this process; by SMS a digit picks what was offered last."""

    def __init__(self, agent: Any, loop: asyncio.AbstractEventLoop, channel: Channel, session: str | None) -> None:
        self._agent = agent
        self._loop = loop
        self._channel = channel
        self._session = session
        self._id = f"evaluation:{uuid.uuid4().hex}"
        self._offered: tuple[str, ...] = ()

    def say(self, text: str) -> Reply:
        """The reply to a text, in the form of the channel."""
        known = session_time(self._session, datetime.now(timezone.utc))
        metadata = {SESSION_TIME: known} if known else None
        asked = reply_to(self._agent, self._picked(text), self._id, self._channel, metadata)
        reply = in_one(self._loop.run_until_complete(asked))
        self._offered = reply.offered
        return reply

    def _picked(self, text: str) -> str:
        if self._channel == "sms" and text.isdigit() and 1 <= int(text) <= len(self._offered):
            return self._offered[int(text) - 1]
        return text.lstrip("/ ") or "?"
