"""What the channel needs of a carrier. A new carrier is one class with these methods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import parse_qsl

from bot.texting.delivery import DeliveryStatus, SendResult
from bot.texting.inbox import InboundText


class ForgedError(Exception):
    """A request does not come from the carrier, or is not for us."""


class UnreadableError(Exception):
    """A request comes from the carrier, but holds no text that could be answered."""


class LookUpError(Exception):
    """The carrier could not say which texts it has sent."""


@dataclass(frozen=True)
class WebhookRequest:
    """A request as it came in: the path behind the public address, the raw query, the raw body."""

    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    def form(self) -> list[tuple[str, str]]:
        """The fields of a form in their order; blank ones are kept, because signatures cover them.

        Raises ForgedError for a body that is no text.
        """
        try:
            return parse_qsl(self.body.decode("utf-8"), keep_blank_values=True, errors="strict")
        except (UnicodeDecodeError, ValueError) as problem:
            raise ForgedError("the body is no form") from problem

    def queried(self, name: str) -> str:
        """A field of the query, or an empty text."""
        return dict(parse_qsl(self.query, keep_blank_values=True)).get(name, "")


@dataclass(frozen=True)
class WebhookAnswer:
    """What a webhook answers to its carrier."""

    status: int
    body: str = ""
    content_type: str = "text/plain"


@dataclass(frozen=True)
class Capabilities:
    """What a carrier can do beyond bringing and sending."""

    can_look_up: bool  # it can say which texts it has sent to a number
    can_answer_in_webhook: bool  # a text in the webhook's answer reaches the patient
    reports_delivery: bool


class Carrier(Protocol):
    """Numbers are in international form; all times have a zone."""

    name: str
    capabilities: Capabilities

    def verify(self, request: WebhookRequest) -> None:
        """Raises ForgedError unless the request comes from the carrier and is for our account."""

    def parse_inbound(self, request: WebhookRequest) -> InboundText:
        """The text of a verified request; raises UnreadableError if nobody could be answered."""

    def parse_status(self, request: WebhookRequest) -> DeliveryStatus | None:
        """The status of a verified request; None for one that says nothing about delivery."""

    async def send(self, number: str, text: str, client_ref: str) -> SendResult:
        """Sends a text; never raises for what a carrier or a network may do."""

    async def find(self, number: str, text: str, since: datetime) -> list[str]:
        """The carrier's ids of this very text to a number since a moment; raises LookUpError."""

    def answer(self, text: str | None) -> WebhookAnswer:
        """The acknowledgement of a webhook; with a text, one that sends it where the carrier can do so."""

    async def close(self) -> None:
        """Closes connections."""
