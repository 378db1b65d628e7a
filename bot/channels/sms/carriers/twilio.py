"""Twilio, or whatever speaks like it: signed webhooks, and sending over its REST interface."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

import aiohttp
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from bot.channels.sms.carriers.carrier import (
    Capabilities,
    ForgedError,
    LookUpError,
    UnreadableError,
    WebhookAnswer,
    WebhookRequest,
)
from bot.texting.delivery import DeliveryStatus, SendResult
from bot.texting.inbox import InboundText
from bot.texting.opt_out_rules import Request
from bot.texting.outbox import DeliveryState
from bot.texting.phone_numbers import NumberError, international

API_VERSION = "2010-04-01"
SIGNATURE = "x-twilio-signature"
TIMEOUT_SECONDS = 10.0
CLOCKS_DIFFER = timedelta(seconds=5)
STATES: dict[str, DeliveryState] = {
    "accepted": "accepted",
    "queued": "accepted",
    "scheduled": "accepted",
    "sending": "accepted",
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "undelivered",
    "failed": "failed",
    "canceled": "failed",
}
# Twilio confirms these itself when they are the whole message. Its CANCEL, END and YES mean more than one thing.
KEYWORDS: dict[str, Request] = {
    "STOP": "stop", "STOPALL": "stop", "UNSUBSCRIBE": "stop", "CANCEL": "stop", "END": "stop", "QUIT": "stop",
    "START": "start", "UNSTOP": "start",
}  # fmt: skip
OPT_OUT_TYPES: dict[str, Request] = {"STOP": "stop", "START": "start", "HELP": "help"}


@dataclass(frozen=True)
class TwilioAccount:
    """An account with its numbers. Several tokens are valid while one replaces another; the first one sends."""

    sid: str
    tokens: tuple[str, ...]
    numbers: tuple[str, ...]
    public_url: str
    api_url: str = "https://api.twilio.com"
    confirms_keywords: bool = True
    timeout_seconds: float = TIMEOUT_SECONDS


class TwilioCarrier:
    """A carrier in Twilio's manner."""

    capabilities = Capabilities(can_look_up=True, can_answer_in_webhook=True, reports_delivery=True)

    def __init__(self, account: TwilioAccount, name: str = "twilio") -> None:
        self.name = name
        self._account = account
        self._validators = [RequestValidator(token) for token in account.tokens]
        self._session: aiohttp.ClientSession | None = None

    def verify(self, request: WebhookRequest) -> None:
        """The signature covers the public address, the query and all fields, also blank ones."""
        fields: MultiDict[str] = MultiDict(request.form())
        address = self._account.public_url.rstrip("/") + request.path + (f"?{request.query}" if request.query else "")
        signature = request.headers.get(SIGNATURE, "")
        if not any(validator.validate(address, fields, signature) for validator in self._validators):
            raise ForgedError("signature")
        if fields.get("AccountSid") != self._account.sid:
            raise ForgedError("account")
        if not {fields.get("To"), fields.get("From")} & set(self._account.numbers):
            raise ForgedError("number")

    def parse_inbound(self, request: WebhookRequest) -> InboundText:
        """The fields of Twilio's message webhook."""
        fields = dict(request.form())
        if fields.get("To") not in self._account.numbers or not fields.get("MessageSid"):
            raise UnreadableError("no message to us")
        try:
            number = international(fields.get("From", ""))
        except NumberError as problem:
            raise UnreadableError("the sender is no phone number") from problem
        pictures = fields.get("NumMedia", "")
        text = fields.get("Body", "")
        return InboundText(
            carrier=self.name,
            message_id=fields["MessageSid"],
            number=number,
            text=text,
            pictures=int(pictures) if pictures.isdecimal() else 0,
            carrier_request=self._confirmed(text, fields.get("OptOutType", "")),
        )

    def _confirmed(self, text: str, opt_out_type: str) -> Request | None:
        if opt_out_type:
            return OPT_OUT_TYPES.get(opt_out_type.upper())
        return KEYWORDS.get(text.strip().upper()) if self._account.confirms_keywords else None

    def parse_status(self, request: WebhookRequest) -> DeliveryStatus | None:
        """The fields of Twilio's status callback; our reference stands in the address that we gave it."""
        fields = dict(request.form())
        state = STATES.get(fields.get("MessageStatus", ""))
        if state is None or not fields.get("MessageSid"):
            return None
        return DeliveryStatus(fields["MessageSid"], state, fields.get("ErrorCode", ""), request.queried("ref"))

    async def send(self, number: str, text: str, client_ref: str) -> SendResult:
        """Posts to the Messages resource."""
        callback = (
            f"{self._account.public_url.rstrip('/')}/webhooks/sms/{self.name}/status?{urlencode({'ref': client_ref})}"
        )
        form = {"To": number, "From": self._account.numbers[0], "Body": text, "StatusCallback": callback}
        try:
            async with self._client().post(self._messages_url(), data=form) as response:
                return await _result(response)
        except aiohttp.ClientConnectorError as problem:  # nothing has left this machine
            return SendResult("try_again", code=type(problem).__name__)
        except (aiohttp.ClientError, asyncio.TimeoutError) as problem:
            return SendResult("unknown", code=type(problem).__name__)

    async def find(self, number: str, text: str, since: datetime) -> list[str]:
        """Reads the Messages resource, which Twilio filters by day only."""
        query = {"To": number, "From": self._account.numbers[0], "DateSent>": f"{since - timedelta(days=1):%Y-%m-%d}"}
        try:
            async with self._client().get(self._messages_url(), params=query) as response:
                response.raise_for_status()
                messages = (await response.json())["messages"]
            return [
                message["sid"]
                for message in messages
                if message["body"] == text and parsedate_to_datetime(message["date_created"]) >= since - CLOCKS_DIFFER
            ]
        except (aiohttp.ClientError, asyncio.TimeoutError, KeyError, TypeError, ValueError) as problem:
            raise LookUpError(type(problem).__name__) from problem

    def answer(self, text: str | None) -> WebhookAnswer:
        """TwiML with a message, or nothing to do."""
        if text is None:
            return WebhookAnswer(204)
        body = f'<?xml version="1.0" encoding="UTF-8"?><Response><Message>{escape(text)}</Message></Response>'
        return WebhookAnswer(200, body, "text/xml")

    async def close(self) -> None:
        """Closes the connections of sending."""
        if self._session:
            await self._session.close()

    def _messages_url(self) -> str:
        return f"{self._account.api_url.rstrip('/')}/{API_VERSION}/Accounts/{self._account.sid}/Messages.json"

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                auth=aiohttp.BasicAuth(self._account.sid, self._account.tokens[0]),
                timeout=aiohttp.ClientTimeout(total=self._account.timeout_seconds),
            )
        return self._session


async def _result(response: aiohttp.ClientResponse) -> SendResult:
    """What an answer of the Messages resource means. A 500, 502 or 504 does not say whether the text is out."""
    body = await _json(response)
    code = str(body.get("code") or response.status)
    if response.status in {200, 201} and body.get("sid"):
        return SendResult("accepted", body["sid"], STATES.get(body.get("status", ""), "accepted"))
    if response.status in {401, 403, 429, 503}:
        return SendResult("try_again", code=code, retry_after=_seconds(response.headers.get("Retry-After", "")))
    return SendResult("refused" if 400 <= response.status < 500 else "unknown", code=code)  # noqa: PLR2004


async def _json(response: aiohttp.ClientResponse) -> dict[str, Any]:
    try:
        body = await response.json(content_type=None)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _seconds(text: str) -> timedelta | None:
    return timedelta(seconds=int(text)) if text.isdecimal() else None
