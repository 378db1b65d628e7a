"""The console carrier: `needlewise phone` is the patient's phone, and nothing leaves this machine."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections import deque
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.channels.sms.carriers.carrier import (
    Capabilities,
    ForgedError,
    UnreadableError,
    WebhookAnswer,
    WebhookRequest,
)
from bot.texting.delivery import DeliveryStatus, SendResult
from bot.texting.inbox import InboundText
from bot.texting.phone_numbers import NumberError, international

SIGNATURE = "x-needlewise-signature"
MOST_KEPT = 1000  # texts, for all phones together


class ConsoleCarrier:
    """Takes signed JSON from the phone, and keeps what it sends until the phone fetches it."""

    name = "console"
    capabilities = Capabilities(can_look_up=False, can_answer_in_webhook=True, reports_delivery=False)

    def __init__(self, key: str) -> None:
        self._key = key
        self._sent: deque[tuple[int, str, str]] = deque(maxlen=MOST_KEPT)
        self._count = 0

    def verify(self, request: WebhookRequest) -> None:
        """The phone signs with the key that only processes of this machine can read."""
        given = request.headers.get(SIGNATURE, "")
        if not hmac.compare_digest(given.encode(), sign(self._key, request.body).encode()):
            raise ForgedError("signature")

    def parse_inbound(self, request: WebhookRequest) -> InboundText:
        """`{"id": "…", "from": "+61…", "text": "…"}`"""
        body = _body(request)
        try:
            number = international(str(body.get("from", "")))
        except NumberError as problem:
            raise UnreadableError("the sender is no phone number") from problem
        return InboundText(self.name, str(body.get("id") or secrets.token_hex(8)), number, str(body.get("text", "")))

    def parse_status(self, request: WebhookRequest) -> DeliveryStatus | None:
        """A phone in a terminal has no delivery reports."""
        return None

    async def send(self, number: str, text: str, client_ref: str) -> SendResult:
        """Keeps the text for the phone."""
        self._count += 1
        self._sent.append((self._count, number, text))
        return SendResult("accepted", f"console-{secrets.token_hex(8)}", "delivered")

    async def find(self, number: str, text: str, since: datetime) -> list[str]:
        """Nothing is known of texts before the last start."""
        return []

    def answer(self, text: str | None) -> WebhookAnswer:
        """The phone shows a text that stands in the answer."""
        return WebhookAnswer(200, json.dumps({"text": text}), "application/json") if text else WebhookAnswer(204)

    async def close(self) -> None:
        """Nothing is open."""

    def fetch(self, request: WebhookRequest) -> list[dict[str, Any]]:
        """What was sent to a phone behind a place in the row: `{"from": "+61…", "after": 0}`, verified before."""
        body = _body(request)
        after = body.get("after")
        return [
            {"place": place, "text": text}
            for place, number, text in self._sent
            if number == body.get("from") and isinstance(after, int) and place > after
        ]


def sign(key: str, body: bytes) -> str:
    """The phone's signature over a body."""
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


def signed_headers(key: str, body: bytes) -> Mapping[str, str]:
    """The headers that a phone sends."""
    return {SIGNATURE: sign(key, body), "content-type": "application/json"}


def _body(request: WebhookRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except ValueError as problem:
        raise UnreadableError("not JSON") from problem
    if not isinstance(body, dict):
        raise UnreadableError("no object")
    return body
