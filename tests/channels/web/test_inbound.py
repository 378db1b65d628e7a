"""What comes in over HTTP is an object with two texts, or it is refused."""

from __future__ import annotations

import json

import pytest

from bot.channels.web.inbound import LONGEST_TEXT, RefusalError, parse, readable_text


def body(**fields: object) -> bytes:
    return json.dumps(fields).encode()


def test_session_and_message_are_read_and_other_fields_ignored() -> None:
    inbound = parse(body(session="s", message="m", sender="sms:1", input_channel="sms", metadata={"x": 1}))
    assert (inbound.session, inbound.message) == ("s", "m")
    assert not hasattr(inbound, "sender")


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"not json", 400),
        (b"[]", 400),
        (b'"text"', 400),
        (b"\xff\xfe", 400),
        (b"[" * 5000, 400),
        (body(session="s"), 400),
        (body(session="s", message=None), 400),
        (body(session="s", message=["x"]), 400),
        (body(message="m"), 401),
        (body(session=5, message="m"), 401),
        (body(session="", message="m"), 401),
        (body(session="s", message="m" * (LONGEST_TEXT + 1)), 413),
    ],
)
def test_anything_else_is_refused_with_a_status(raw: bytes, status: int) -> None:
    with pytest.raises(RefusalError) as refusal:
        parse(raw)
    assert refusal.value.status == status


def test_safety_can_read_a_message_that_will_be_refused() -> None:
    assert readable_text(body(message="help " * 5000)).startswith("help")
    assert readable_text(b"nothing here") == ""
    assert readable_text(body(message=7)) == ""
