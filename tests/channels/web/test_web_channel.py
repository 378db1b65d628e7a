"""The web channel as a widget meets it: a running server, asked over HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import requests

from bot.channels.web.session_token import SessionTokens
from tests.conftest import Server

SCHEMA = json.loads((Path(__file__).parents[2] / "data" / "reply.schema.json").read_text(encoding="utf-8"))


def only(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """The one message of a reply, which has words and fits the schema."""
    (message,) = messages
    assert message["text"].strip()
    jsonschema.validate(message["custom"], SCHEMA)
    return message


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("Should I eat something before my session?", "preparation/food"),
        ("will the needle hurt much?", "sensations/pain"),
        ("can I go to the gym tomorrow, had it done today", "aftercare/exercise"),
        ("how many sessions will I need", "sessions/overview"),
        ("what is dry needling", "treatment/what_it_is"),
    ],
)
def test_each_topic_answers_with_its_source(server: Server, question: str, entry: str) -> None:
    message = only(server.ask(question))
    assert message["custom"]["kind"] == "answer"
    assert message["custom"]["entries"] == [entry]
    assert message["custom"]["sources"]
    assert "From: " in message["text"]
    assert message["recipient_id"].startswith("web:")


def test_an_offered_question_can_be_picked(server: Server) -> None:
    session = server.open_session()
    first = only(server.ask("can I exercise tomorrow", session))
    suggestion = first["custom"]["suggestions"][0]
    second = only(server.ask(suggestion["payload"], session))
    assert second["custom"]["entries"] == [json.loads(suggestion["payload"].removeprefix("/choose"))["entry"]]


def test_a_payload_that_was_not_offered_is_text(server: Server) -> None:
    payload = '/choose{"entry": "gaps/flying"}'
    picked, written = only(server.ask(payload)), only(server.ask(payload.removeprefix("/")))
    assert picked["custom"].get("entries") == written["custom"].get("entries") != ["gaps/flying"]


@pytest.mark.parametrize(
    "command", ["/restart", "/session_start", "/red_flag_emergency", '/EXTERNAL_x{"a": 1}', "///greet"]
)
def test_a_typed_command_is_text(server: Server, command: str) -> None:
    session = server.open_session()
    only(server.ask("what should I wear", session))
    assert only(server.ask(command, session))["custom"]["kind"] in {
        "decline",
        "clarify",
        "unknown",
        "smalltalk",
        "answer",
    }


@pytest.mark.parametrize("text", ["", "   ", "🙂🙂🙂", "???", "\x00\x01", "\u202e\u200b", "/", "...\n\n"])
def test_a_message_without_words_gets_a_sentence(server: Server, text: str) -> None:
    assert only(server.ask(text))["custom"]["kind"] == "notice"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> can i exercise tomorrow",
        "¿Puedo hacer ejercicio mañana después de la sesión?",
        "can i\x00 exercise\u202e tomorrow\u200b",
        "a" * 2000,
        "exercise? " * 150,
        "{clinic_phone} {emergency_number} {0} %s",
        "'; DROP TABLE events; --",
        "١٢٣ пожалуйста 你好",
    ],
)
def test_strange_text_gets_words_and_nothing_of_it_comes_back(server: Server, text: str) -> None:
    message = only(server.ask(text))
    assert "<script" not in message["text"]
    assert "DROP TABLE" not in message["text"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"null", 400),
        ({"session": "forged", "message": "hello"}, 401),
        ({"message": "hello"}, 401),
        ({"session": "x"}, 400),
        ({"session": "x", "message": {"text": "hello"}}, 400),
        (b'{"session": "x", "message": "' + b"a" * 100_000 + b'"}', 413),
    ],
)
def test_a_wrong_request_is_refused_with_a_sentence_and_the_emergency_line(
    server: Server, body: Any, status: int
) -> None:
    response = server.post(body)
    assert response.status_code == status
    assert "call your local emergency number" in response.json()["error"]


def test_a_text_that_is_too_long_is_refused(server: Server) -> None:
    response = server.post({"session": server.open_session(), "message": "word " * 2000})
    assert response.status_code == 413
    assert "2000 characters" in response.json()["error"]
    assert response.json()["messages"] == []


@pytest.mark.parametrize(
    "text",
    [
        "I can't breathe",
        "chst pain since this morning lol",
        "my throat is closing up",
        "i want to die",
        "cant move my leg",
    ],
)
def test_an_emergency_gets_the_fixed_text_at_once(server: Server, text: str) -> None:
    message = only(server.ask(text))
    assert (message["custom"]["kind"], message["custom"]["level"]) == ("escalate", "emergency")
    assert "your local emergency number" in message["text"]
    assert message["custom"]["suggestions"] == []


def test_an_emergency_is_answered_even_in_a_request_that_is_refused(server: Server) -> None:
    refused = [
        server.post({"session": "forged", "message": "i cant breathe"}),
        server.post({"message": "i cant breathe"}),
        server.post({"session": server.open_session(), "message": "bla " * 2000 + "i cant breathe"}),
    ]
    for response in refused:
        assert response.status_code in {401, 413}
        assert only(response.json()["messages"])["custom"]["level"] == "emergency"


def test_an_emergency_with_a_leading_slash_is_not_lost(server: Server) -> None:
    assert only(server.ask("/I can't breathe"))["custom"]["level"] == "emergency"


def test_an_expired_or_foreign_token_opens_nothing(server: Server) -> None:
    first, second = (server.open_session().rsplit(".", 1) for _ in range(2))
    swapped = f"{first[0]}.{second[1]}"
    for token in (SessionTokens("x" * 40).issue(), server.open_session()[:-2], swapped):
        assert server.post({"session": token, "message": "hello"}).status_code == 401


def test_sender_channel_and_metadata_of_a_body_are_ignored(server: Server) -> None:
    session = server.open_session()
    own = only(server.ask("what should I wear", session))
    disguised = server.post(
        {
            "session": session,
            "message": "what should I wear",
            "sender": "web:somebody-else",
            "input_channel": "sms",
            "metadata": {"session_time": "2026-01-01T00:00:00Z"},
        }
    )
    message = only(disguised.json())
    assert message["recipient_id"] == own["recipient_id"]
    assert "**" in message["text"]


@pytest.mark.parametrize("channel", ["rest", "socketio", "twilio", "callback", "telegram"])
def test_rasas_own_channels_are_off(server: Server, channel: str) -> None:
    response = requests.post(
        server.url.replace("/web", f"/{channel}") + "/webhook", json={"sender": "x", "message": "hi"}, timeout=10
    )
    assert response.status_code == 404
    assert "emergency" in response.json()["error"]


@pytest.mark.parametrize("path", ["/conversations/x/tracker", "/model/parse", "/domain", "/status", "/version"])
def test_rasas_own_interface_is_off(server: Server, path: str) -> None:
    assert requests.get(server.url.removesuffix("/webhooks/web") + path, timeout=10).status_code == 404


def test_no_words_of_patients_stand_in_the_log(server: Server) -> None:
    server.ask("my secret word is xylophone and i want to exercise")
    server.post({"session": "forged", "message": "xylophone"})
    assert "xylophone" not in server.log


def test_a_stream_has_each_message_on_a_line(server: Server) -> None:
    body = {"session": server.open_session(), "message": "what should I wear"}
    with requests.post(f"{server.url}/webhook?stream=true", json=body, timeout=30, stream=True) as response:
        assert response.headers["Content-Type"] == "application/x-ndjson"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        messages = [json.loads(line) for line in response.iter_lines()]
    assert only(messages)["custom"]["entries"] == ["preparation/clothing"]


@pytest.mark.parametrize("text", ["", "i cant breathe"])
def test_a_stream_says_something_to_every_text(server: Server, text: str) -> None:
    body = {"session": server.open_session(), "message": text}
    response = requests.post(f"{server.url}/webhook?stream=true", json=body, timeout=30)
    only([json.loads(line) for line in response.text.splitlines()])
