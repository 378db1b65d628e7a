"""Reading what comes in over HTTP; nothing of it is trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

LONGEST_TEXT = 2000  # characters of one message
LONGEST_BODY = 64 * 1024  # bytes of one request


class RefusalError(Exception):
    """A request that is not served: the HTTP status and the id of the phrase that says why."""

    def __init__(self, status: int, reply: str) -> None:
        super().__init__(reply)
        self.status = status
        self.reply = reply


@dataclass(frozen=True)
class Inbound:
    """A message as the widget sends it; any other field of the body is ignored."""

    session: str
    message: str


def readable_text(body: bytes) -> str:
    """The message in a body, as far as there is one; for safety, which reads even what will be refused."""
    fields = _fields(body)
    text = fields.get("message") if fields else None
    return text if isinstance(text, str) else ""


def parse(body: bytes) -> Inbound:
    """The message of a body; raises RefusalError for anything but an object with two texts within the limits."""
    fields = _fields(body)
    if fields is None:
        raise RefusalError(400, "bad_request")
    session, message = fields.get("session"), fields.get("message")
    if not isinstance(message, str):
        raise RefusalError(400, "bad_request")
    if not isinstance(session, str) or not session:
        raise RefusalError(401, "bad_session")
    if len(message) > LONGEST_TEXT:
        raise RefusalError(413, "too_long")
    return Inbound(session, message)


def _fields(body: bytes) -> dict[str, Any] | None:
    try:
        fields = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None
