"""The SMS channel in Rasa's and Sanic's terms: `POST /webhooks/sms/<carrier>` and `…/<carrier>/status`."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.sms.carriers.carrier import ForgedError, WebhookAnswer, WebhookRequest
from bot.channels.sms.carriers.console import ConsoleCarrier
from bot.channels.sms.service import Parts, SmsService
from bot.channels.sms.settings import configured_carrier, load_carrier, load_pace
from bot.channels.web.conversing import Handler
from bot.channels.web.outbound import WebOutput
from bot.texting.database import Database
from bot.texting.number_vault import shared_vault
from bot.texting.wording import CHANNEL

LONGEST_TURN_SECONDS = 20.0
ROUTE = "/webhooks/sms"


class SmsOutput(WebOutput):
    """Collects the messages of a turn."""

    @classmethod
    def name(cls) -> str:
        """The name by which answers are rendered for this channel."""
        return CHANNEL


class SmsChannel(InputChannel):
    """Serves the one carrier that is configured; the addresses of all others do not exist."""

    def __init__(self, parts: Parts | None) -> None:
        self._parts = parts

    @classmethod
    def name(cls) -> str:
        """The channel's name in URLs and trackers."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> SmsChannel:
        """Builds the channel from the environment."""
        pace = load_pace()
        carrier = load_carrier(configured_carrier(), pace)
        return cls(Parts(carrier, Database(), shared_vault(), pace) if carrier else None)

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The routes of the configured carrier; its workers start and stop with the server."""
        blueprint = Blueprint("sms_channel")
        if self._parts is None:
            return blueprint
        service = SmsService(self._parts, _converse_through(on_new_message))
        carrier = self._parts.carrier

        @blueprint.post(f"/{carrier.name}")
        async def receive(request: Request) -> HTTPResponse:
            return _response(await service.receive(_webhook_request(request, carrier.name)))

        @blueprint.post(f"/{carrier.name}/status")
        async def receive_status(request: Request) -> HTTPResponse:
            return _response(await service.receive_status(_webhook_request(request, f"{carrier.name}/status")))

        @blueprint.listener("after_server_start")
        async def start(*_: Any) -> None:
            await service.start()

        @blueprint.listener("before_server_stop")
        async def stop(*_: Any) -> None:
            await service.stop()

        if isinstance(carrier, ConsoleCarrier):
            _add_phone(blueprint, carrier)
        return blueprint


def _add_phone(blueprint: Blueprint, carrier: ConsoleCarrier) -> None:
    """The address from which the phone in the terminal fetches its texts."""

    @blueprint.post(f"/{carrier.name}/texts")
    async def fetch(request: Request) -> HTTPResponse:
        asked = _webhook_request(request, f"{carrier.name}/texts")
        try:
            carrier.verify(asked)
        except ForgedError:
            return _response(WebhookAnswer(403))
        return json(carrier.fetch(asked))


def _converse_through(on_new_message: Handler) -> Any:
    async def converse(conversation: str, text: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
        output = SmsOutput()
        message = UserMessage(text, output, conversation, input_channel=CHANNEL, metadata=metadata)
        await asyncio.wait_for(on_new_message(message), LONGEST_TURN_SECONDS)
        return output.messages

    return converse


def _webhook_request(request: Request, path: str) -> WebhookRequest:
    """The path is ours, not the request's: a proxy may have changed that."""
    return WebhookRequest(f"{ROUTE}/{path}", request.query_string, request.headers, request.body)


def _response(answer: WebhookAnswer) -> HTTPResponse:
    return HTTPResponse(answer.body, answer.status, content_type=answer.content_type if answer.body else None)
