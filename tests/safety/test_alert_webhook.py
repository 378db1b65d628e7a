"""Alerts on their way to a clinic's own system: over real HTTP, signed, retried, once."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import aiohttp
import msgspec
import pytest

from bot.clinic import Clinic, ClinicError
from bot.safety.alert_webhook import GIVE_UP_AFTER, KEY_VARIABLE, Webhook, configured_webhook, send_due
from bot.safety.alerts import Alerts
from bot.safety.triage import Assessment

NOW = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
KEY = bytes(range(32))
EMERGENCY = Assessment("emergency", ("SIGN-C",), "emergency")
URGENT = Assessment("urgent", ("SIGN-A",), "urgent_site")
ROUTINE = Assessment("routine", ("SIGN-D",), "routine_plan")


class Receiver:
    """A clinic's system on this machine, which answers with the next of `answers` and then with 204."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.received: list[tuple[dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.received.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
                self.send_header("location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.webhook = Webhook(f"http://127.0.0.1:{self.server.server_port}/alerts", KEY)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    running = Receiver()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def alerts(tmp_path: Path) -> Alerts:
    return Alerts(f"sqlite:///{tmp_path / 'alerts.db'}")


def send(alerts: Alerts, webhook: Webhook, now: datetime) -> int:
    async def once() -> int:
        async with aiohttp.ClientSession() as client:
            return await send_due(alerts, webhook, client, now)

    return asyncio.run(once())


def test_an_emergency_is_sent_with_level_signs_and_conversation_and_nothing_else(
    alerts: Alerts, receiver: Receiver
) -> None:
    alerts.record("web:1", EMERGENCY, NOW)
    assert send(alerts, receiver.webhook, NOW) == 1
    ((_, body),) = receiver.received
    assert json.loads(body) == {
        "type": "needlewise.alert",
        "timestamp": NOW.isoformat(),
        "data": {"conversation": "web:1", "level": "emergency", "signs": ["SIGN-C"]},
    }


def test_the_signature_covers_id_time_and_body(alerts: Alerts, receiver: Receiver) -> None:
    alerts.record("web:1", URGENT, NOW)
    send(alerts, receiver.webhook, NOW)
    ((headers, body),) = receiver.received
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert int(headers["webhook-timestamp"]) == int(NOW.timestamp())


def test_routine_advice_is_not_sent(alerts: Alerts, receiver: Receiver) -> None:
    alerts.record("web:1", ROUTINE, NOW)
    assert send(alerts, receiver.webhook, NOW) == 0
    assert receiver.received == []


def test_what_was_taken_is_not_sent_again(alerts: Alerts, receiver: Receiver) -> None:
    alerts.record("web:1", EMERGENCY, NOW)
    send(alerts, receiver.webhook, NOW)
    assert send(alerts, receiver.webhook, NOW + timedelta(hours=2)) == 0
    assert len(receiver.received) == 1


@pytest.mark.parametrize("refusal", [500, 503, 404, 302])
def test_a_refused_alert_is_tried_again_later_under_the_same_id(
    alerts: Alerts, receiver: Receiver, refusal: int
) -> None:
    receiver.answers = [refusal, refusal]
    alerts.record("web:1", EMERGENCY, NOW)
    tries = [send(alerts, receiver.webhook, NOW + timedelta(seconds=wait)) for wait in (0, 1, 6, 40)]
    assert tries == [0, 0, 0, 1], "at once, too early, second try, third try"
    assert len({headers["webhook-id"] for headers, _ in receiver.received}) == 1
    assert len(receiver.received) == 3


def test_a_receiver_that_is_away_costs_nothing_but_another_try(alerts: Alerts, receiver: Receiver) -> None:
    alerts.record("web:1", EMERGENCY, NOW)
    assert send(alerts, Webhook("http://127.0.0.1:9/", KEY), NOW) == 0
    assert send(alerts, receiver.webhook, NOW + timedelta(seconds=6)) == 1
    (alert,) = alerts.since(NOW)
    assert (alert.tries, alert.delivered) == (2, NOW + timedelta(seconds=6))


def test_after_a_day_it_is_given_up_loudly(
    alerts: Alerts, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.answers = [500] * 200
    alerts.record("web:1", EMERGENCY, NOW)
    hours = range(26)
    for hour in hours:
        send(alerts, receiver.webhook, NOW + timedelta(hours=hour))
    assert len(receiver.received) == len([hour for hour in hours if timedelta(hours=hour) <= GIVE_UP_AFTER])
    assert "given up" in caplog.text


def test_two_senders_at_once_send_one_alert_once(alerts: Alerts, receiver: Receiver) -> None:
    for number in range(10):
        alerts.record(f"web:{number}", EMERGENCY, NOW)

    async def both() -> list[int]:
        async with aiohttp.ClientSession() as client:
            return await asyncio.gather(*(send_due(alerts, receiver.webhook, client, NOW) for _ in range(3)))

    assert sum(asyncio.run(both())) == 10
    assert len(receiver.received) == 10


@pytest.fixture
def with_webhook(clinic: Clinic) -> Callable[[str | None], Clinic]:
    return lambda url: msgspec.structs.replace(clinic, alert_webhook=url)


def test_a_webhook_needs_https_except_on_this_machine(
    with_webhook: Callable[[str | None], Clinic], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "whsec_" + base64.b64encode(KEY).decode())
    assert configured_webhook(with_webhook(None)) is None
    assert configured_webhook(with_webhook("https://clinic.example/alerts")) == Webhook(
        "https://clinic.example/alerts", KEY
    )
    assert configured_webhook(with_webhook("http://127.0.0.1:8000/"))
    for address in ("http://clinic.example/alerts", "clinic.example", "ftp://clinic.example"):
        with pytest.raises(ClinicError, match="https://"):
            configured_webhook(with_webhook(address))


@pytest.mark.parametrize("secret", ["", "short", "whsec_c2hvcnQ=", "not base64 at all!"])
def test_a_webhook_without_a_proper_key_stops_the_start(
    with_webhook: Callable[[str | None], Clinic], monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, secret)
    with pytest.raises(ClinicError, match=KEY_VARIABLE):
        configured_webhook(with_webhook("https://clinic.example/alerts"))
