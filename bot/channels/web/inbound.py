"""Reading what comes in over HTTP; nothing of it is trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from bot.channels.web.feedback import Feedback

LONGEST_TEXT = 2000  # characters of one message
LONGEST_BODY = 64 * 1024  # bytes of one request


class RefusalError(Exception):
    """A request that is not served: the HTTP status and the id of the phrase that says why.

    `retry_after` are seconds to wait where waiting helps; `conversation` is known where only the rate was wrong.
    """

    def __init__(self, status: int, reply: str, retry_after: int = 0, conversation: str = "") -> None:
        super().__init__(reply)
        self.status = status
        self.reply = reply
        self.retry_after = retry_after
        self.conversation = conversation


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
    fields = _fields(body) or {}
    message = fields.get("message")
    if not isinstance(message, str):
        raise RefusalError(400, "bad_request")
    session = parse_session(body)
    if len(message) > LONGEST_TEXT:
        raise RefusalError(413, "too_long")
    return Inbound(session, message)


def parse_session(body: bytes) -> str:
    """The session of a body that holds nothing else of interest; raises RefusalError without one."""
    fields = _fields(body)
    if fields is None:
        raise RefusalError(400, "bad_request")
    session = fields.get("session")
    if not isinstance(session, str) or not session:
        raise RefusalError(401, "bad_session")
    return session


def parse_feedback(body: bytes) -> Feedback:
    """The feedback of a body; raises RefusalError for a field that is missing or that is none of its values."""
    try:
        return msgspec.json.decode(body, type=Feedback)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise RefusalError(400, "bad_feedback") from problem


def _fields(body: bytes) -> dict[str, Any] | None:
    try:
        fields = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None
