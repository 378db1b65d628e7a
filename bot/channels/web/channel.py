"""The web channel: `POST /webhooks/web/session` and `POST /webhooks/web/webhook`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.core.events import BotUttered
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.answer import Answer
from bot.channels.safety_floor import SafetyFloor
from bot.channels.web.inbound import LONGEST_TEXT, RefusalError, parse, readable_text
from bot.channels.web.outbound import CHANNEL, WebOutput
from bot.channels.web.session_token import SessionError, SessionTokens, load_secret
from bot.clinic import load_clinic
from bot.language.cleaning import clean
from bot.rendering import Renderer
from bot.replies import Replies

LONGEST_WAIT_SECONDS = 20.0
PAYLOAD_PREFIX = "/"

log = logging.getLogger(__name__)

Handler = Callable[[UserMessage], Awaitable[Any]]


class WebChannel(InputChannel):
    """Takes messages of signed sessions, and answers every request with words."""

    def __init__(self, tokens: SessionTokens, floor: SafetyFloor, renderer: Renderer, replies: Replies) -> None:
        self._tokens = tokens
        self._floor = floor
        self._renderer = renderer
        self._replies = replies

    @classmethod
    def name(cls) -> str:
        """The channel's name in URLs and trackers."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebChannel:
        """Builds the channel from the clinic's settings and the environment's secret."""
        replies = Replies()
        return cls(SessionTokens(load_secret()), SafetyFloor(), Renderer(load_clinic(), replies), replies)

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The two routes of the channel."""
        blueprint = Blueprint("web_channel")

        @blueprint.post("/session")
        async def open_session(request: Request) -> HTTPResponse:
            return json({"session": self._tokens.issue(), "expires_in_seconds": self._tokens.lifetime_seconds})

        @blueprint.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            return await self._receive(request, on_new_message)

        return blueprint

    async def _receive(self, request: Request, on_new_message: Handler) -> HTTPResponse:
        """Safety reads first, and reads the whole text, whatever becomes of the request afterwards."""
        emergency = self._floor.emergency_in(readable_text(request.body))
        try:
            inbound = parse(request.body)
            conversation = self._tokens.conversation(inbound.session)
        except SessionError:
            return self._refuse(RefusalError(401, "bad_session"), emergency)
        except RefusalError as refusal:
            return self._refuse(refusal, emergency)
        if inbound.message in await _offered_payloads(request.app, conversation, inbound.message):
            return json(await self._converse(conversation, inbound.message, on_new_message, emergency))
        text = clean(inbound.message).lstrip(PAYLOAD_PREFIX + " ")  # a leading slash is a command to Rasa
        if not any(character.isalnum() for character in text):
            return json([self._message(conversation, self._replies.answer("empty", "notice"))])
        return json(await self._converse(conversation, text, on_new_message, emergency))

    async def _converse(
        self, conversation: str, text: str, on_new_message: Handler, emergency: Answer | None
    ) -> list[dict[str, Any]]:
        output = WebOutput()
        message = UserMessage(text, output, conversation, input_channel=CHANNEL)
        try:
            await asyncio.wait_for(on_new_message(message), LONGEST_WAIT_SECONDS)
        except Exception as failure:  # whatever it was, the patient gets words
            log.error("conversation failed: %s", type(failure).__name__)
        if emergency and not any(_level(sent) == "emergency" for sent in output.messages):
            self._floor.record(conversation, text)
            return [self._message(conversation, emergency)]
        return output.messages or [self._message(conversation, self._replies.answer("failure", "error"))]

    def _refuse(self, refusal: RefusalError, emergency: Answer | None) -> HTTPResponse:
        """The reason in a sentence; an emergency in the refused text is answered all the same."""
        reason = self._replies.answer(refusal.reply, "error", limit=str(LONGEST_TEXT))
        messages = [self._message("", emergency)] if emergency else []
        return json({"error": self._renderer.render(reason, CHANNEL).text, "messages": messages}, status=refusal.status)

    def _message(self, conversation: str, answer: Answer) -> dict[str, Any]:
        reply = self._renderer.render(answer, CHANNEL)
        return {"recipient_id": conversation, "text": reply.text, "custom": reply.custom}


async def _offered_payloads(app: Sanic, conversation: str, text: str) -> set[str]:
    """The payloads of all quick replies that this conversation has been shown; none if the text is like no payload."""
    if not text.startswith(PAYLOAD_PREFIX):
        return set()
    try:
        tracker = await app.ctx.agent.tracker_store.retrieve(conversation)
    except Exception as failure:  # then nothing was offered as far as we know, and the text is read as text
        log.error("conversation not readable: %s", type(failure).__name__)
        return set()
    uttered = [event for event in (tracker.events if tracker else []) if isinstance(event, BotUttered)]
    return {button["payload"] for event in uttered for button in event.data.get("buttons") or []}


def _level(message: dict[str, Any]) -> str:
    return str((message.get("custom") or {}).get("level"))
