"""The web channel: its addresses under `/webhooks/web`, which `docs/reply.md` lists."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timezone
from functools import partial
from typing import Any

import msgspec
from rasa.core.channels.channel import InputChannel
from rasa.shared.core.events import BotUttered
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from bot.channels.safety_floor import Emergency, SafetyFloor
from bot.channels.web.admission import Admission
from bot.channels.web.archive import Archive
from bot.channels.web.conversing import Conversing, Handler, Message
from bot.channels.web.feedback import FeedbackStore
from bot.channels.web.inbound import RefusalError, parse, parse_feedback, parse_session, readable_text
from bot.channels.web.outbound import CHANNEL
from bot.channels.web.rate_limits import RateLimits
from bot.channels.web.session_token import CONVERSATION_PREFIX, SessionTokens, load_secret
from bot.channels.web.texts import WidgetSettings
from bot.channels.web.widget_file import WidgetFile
from bot.clinic import load_clinic
from bot.knowledge.base import shared_knowledge
from bot.language.cleaning import clean
from bot.rendering import Renderer
from bot.replies import Replies
from bot.safety.alerts import database_url, shared_alerts
from bot.unanswered.store import shared_unanswered

PAYLOAD_PREFIX = "/"
SETTINGS_SECONDS = 300  # that a browser may keep the widget's settings

RouteHandler = Callable[[Request], Awaitable[HTTPResponse | None]]

log = logging.getLogger(__name__)


class WebChannel(InputChannel):
    """Takes messages of signed sessions, and answers every request with words."""

    def __init__(
        self,
        admission: Admission,
        conversing: Conversing,
        archive: Archive,
        feedback: FeedbackStore,
        settings: WidgetSettings,
    ) -> None:
        self._admission = admission
        self._conversing = conversing
        self._archive = archive
        self._feedback = feedback
        self._settings = settings
        self._widget = WidgetFile()

    @classmethod
    def name(cls) -> str:
        """The channel's name in URLs and trackers."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebChannel:
        """Builds the channel from the clinic's settings and the environment."""
        clinic, replies = load_clinic(), Replies()
        renderer = Renderer(clinic, replies)
        return cls(
            Admission(SessionTokens(load_secret()), RateLimits()),
            Conversing(SafetyFloor(), renderer, replies),
            Archive(database_url(), CONVERSATION_PREFIX),
            FeedbackStore(database_url()),
            WidgetSettings(clinic, renderer),
        )

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The routes of the channel."""
        blueprint = Blueprint("web_channel")

        @blueprint.exception(RefusalError)
        async def refuse(request: Request, refusal: RefusalError) -> HTTPResponse:
            return await self._refuse(refusal)

        async def receive(request: Request) -> HTTPResponse | None:
            """Safety reads first, and reads the whole text, whatever becomes of the request afterwards."""
            text = readable_text(request.body)
            emergency = await self._conversing.emergency_in(text)
            try:
                return await self._receive(request, on_new_message, emergency)
            except RefusalError as refusal:
                return await self._refuse(refusal, emergency)

        posted = {
            "/session": self._open_session,
            "/webhook": receive,
            "/feedback": self._take_feedback,
            "/delete": self._delete,
        }
        for path, handler in posted.items():
            _add(blueprint, "POST", path, handler)
            _add(blueprint, "OPTIONS", path, _allow)
        _add(blueprint, "GET", "/settings", self._show_settings)
        _add(blueprint, "GET", f"/{WidgetFile.NAME}", self._widget.respond)
        _add(blueprint, "GET", f"/{self._widget.hashed_name}", self._widget.respond)
        return blueprint

    async def _open_session(self, request: Request) -> HTTPResponse:
        self._admission.count_address(request)
        token, _ = self._admission.new_session()
        return json({"session": token, "expires_in_seconds": self._admission.lifetime_seconds})

    async def _receive(
        self, request: Request, on_new_message: Handler, emergency: Emergency | None
    ) -> HTTPResponse | None:
        self._admission.count_address(request)
        inbound = parse(request.body)
        conversation = self._admission.conversation_of(inbound.session)
        self._admission.count_message(conversation)
        text = inbound.message
        if text not in await _offered_payloads(request.app, conversation, text):
            text = clean(text).lstrip(PAYLOAD_PREFIX + " ")  # a leading slash is a command to Rasa
        if any(character.isalnum() for character in text):
            return await _send(request, self._conversing.messages(conversation, text, on_new_message, emergency))
        return await _send(request, self._conversing.unreadable(conversation))

    async def _take_feedback(self, request: Request) -> HTTPResponse:
        """Only what we know ourselves is kept, so that nobody can leave words in the table."""
        self._admission.count_address(request)
        feedback = parse_feedback(request.body)
        self._admission.conversation_of(feedback.session)
        if unknown := set(feedback.entries) - shared_knowledge().entries.keys():
            log.warning("feedback on %d unknown entries refused", len(unknown))
            raise RefusalError(400, "bad_feedback")
        await asyncio.to_thread(self._feedback.add, feedback, datetime.now(timezone.utc))
        return json({"stored": True})

    async def _delete(self, request: Request) -> HTTPResponse:
        """Forgets a conversation, even an expired one; its alarms go on in the one that follows, without words."""
        self._admission.count_address(request)
        conversation = self._admission.conversation_of(parse_session(request.body), may_be_expired=True)
        token, successor = self._admission.new_session()
        async with request.app.ctx.agent.lock_store.lock(conversation):
            await asyncio.to_thread(shared_alerts().move, conversation, successor)
            await asyncio.to_thread(shared_unanswered().forget, conversation)
            await asyncio.to_thread(self._archive.forget, conversation)  # the last one empties the log
        log.info("a conversation was deleted by its visitor")
        return json({"deleted": True, "session": token, "expires_in_seconds": self._admission.lifetime_seconds})

    async def _show_settings(self, request: Request) -> HTTPResponse:
        settings = self._settings.of(request.args.get("lang") or "")
        return json(settings, headers={"Cache-Control": f"max-age={SETTINGS_SECONDS}"})

    async def _refuse(self, refusal: RefusalError, emergency: Emergency | None = None) -> HTTPResponse:
        body = await self._conversing.refusal(refusal, emergency)
        waiting = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
        return json(body, status=refusal.status, headers=waiting)


def _add(blueprint: Blueprint, method: str, path: str, handler: RouteHandler) -> None:
    """Adds a route; Sanic writes attributes on handlers, which methods do not take, but partial ones do."""
    blueprint.add_route(partial(handler), path, methods=[method], name=f"{method} {path}")


async def _send(request: Request, messages: AsyncIterator[Message]) -> HTTPResponse | None:
    """All messages as a list or, where a stream was asked for, each on a line as soon as it is there."""
    if request.args.get("stream") != "true":
        return json([message async for message in messages])
    response = await request.respond(content_type="application/x-ndjson")
    async for message in messages:
        await response.send(msgspec.json.encode(message) + b"\n")
    return None


async def _allow(request: Request) -> HTTPResponse:
    """Answers a browser that asks before it sends to another origin; the headers say whether it may."""
    return empty()


async def _offered_payloads(app: Sanic, conversation: str, text: str) -> set[str]:
    """The payloads of all quick replies that this conversation has been shown; none if the text is like no payload."""
    if not text.startswith(PAYLOAD_PREFIX):
        return set()
    try:
        tracker = await app.ctx.agent.tracker_store.retrieve_full_tracker(conversation)
    except Exception as failure:  # then nothing was offered as far as we know, and the text is read as text
        log.error("conversation not readable: %s", type(failure).__name__)
        return set()
    uttered = [event for event in (tracker.events if tracker else []) if isinstance(event, BotUttered)]
    return {button["payload"] for event in uttered for button in event.data.get("buttons") or []}
