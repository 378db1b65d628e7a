"""A clinic's server and its carrier, both real processes or ports, driven from tests."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import requests
from sqlalchemy import create_engine, text

from bot.channels.sms.carriers.fake_server import FakeCarrierServer
from bot.channels.sms.settings import FAKE_NUMBER, FAKE_SID, FAKE_TOKEN
from bot.data_files import PROJECT_ROOT
from bot.texting.number_vault import NumberVault

KEY = "a key that is long enough for tests of texting"
PATIENT = "+61491570006"
PACE = {"SMS_LEASE_SECONDS": "3", "SMS_RETRY_SECONDS": "0.2", "SMS_CARRIER_SECONDS": "1.0"}
Result = TypeVar("Result")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(condition: Callable[[], Any], seconds: float = 15.0) -> Any:
    """Waits until a condition is true, and returns what it said."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    return condition()


class Carrier:
    """The fake carrier in a thread of its own; its methods wait for what they do."""

    def __init__(self, port: int) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.webhook = f"http://127.0.0.1:{port}/webhooks/sms/fake"
        self.server = FakeCarrierServer(self.webhook, FAKE_SID, FAKE_TOKEN, FAKE_NUMBER)
        self.wait_for(self.server.start())

    def wait_for(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def text(self, body: str, number: str = PATIENT, sid: str | None = None, **fields: str) -> int:
        """Brings a text; returns the webhook's status."""
        return self.wait_for(self.server.text(number, body, sid, **fields))

    def text_all(self, bodies: list[tuple[str, str]]) -> list[int]:
        """Brings many texts at once: pairs of number and body."""

        async def bring() -> list[int]:
            return list(await asyncio.gather(*(self.server.text(number, body) for number, body in bodies)))

        return self.wait_for(bring())

    def post(self, path: str, form: dict[str, str], signature: str | None = None) -> tuple[int, str]:
        return self.wait_for(self.server.post(self.webhook + path, form, signature))

    def texts_to(self, number: str = PATIENT) -> list[str]:
        """What has reached a phone, in order."""
        return [each.text for each in self.server.accepted if each.number == number]

    def reply(self, number: str = PATIENT, count: int = 1) -> list[str]:
        """Waits until a phone has so many texts, and a moment for one too many."""
        eventually(lambda: len(self.texts_to(number)) >= count)
        time.sleep(0.3)
        return self.texts_to(number)

    def stop(self) -> None:
        self.wait_for(self.server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)


class Nursery:
    """The process from which small servers are forked."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.channels.sms.small_server"]
        environment = {**os.environ, "NEEDLEWISE_DATA_KEY": KEY}
        self._process = subprocess.Popen(
            command, cwd=PROJECT_ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        assert "ready\n" in self._process.stdout  # lines before it are other libraries' remarks

    def fork(self, order: dict[str, Any]) -> int:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


class Clinic:
    """A small server on a database, with its carrier."""

    def __init__(self, nursery: Nursery, url: str, folder: Path) -> None:
        self._nursery = nursery
        self._folder = folder
        self.port = free_port()
        self.url = url
        self.carrier = Carrier(self.port)
        self.vault = NumberVault(KEY)
        self.process = 0
        self.environment = {
            **PACE,
            "DATABASE_URL": url,
            "SMS_CARRIER": "fake",
            "PORT": str(self.port),
            "PUBLIC_BASE_URL": f"http://127.0.0.1:{self.port}",
            "FAKE_CARRIER_URL": f"http://127.0.0.1:{self.carrier.server.port}",
        }

    def start(self, die_at: str = "", now: datetime | None = None, **environment: str) -> Clinic:
        """Starts the server; `now` is the moment at which its clock begins."""
        order = {
            "now": now.isoformat() if now else "",
            "environment": {**self.environment, **environment},
            "port": self.port,
            "log": str(self._folder / "server.log"),
            "die_at": die_at,
        }
        self.process = self._nursery.fork(order)
        assert eventually(self._answers), self.log
        return self

    def _answers(self) -> bool:
        try:
            requests.get(f"http://127.0.0.1:{self.port}/", timeout=5)
        except requests.ConnectionError:
            return not self.is_alive()  # a server that was to die has done so
        return True

    def is_alive(self) -> bool:
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return False
        return True

    def kill(self) -> None:
        if self.process and self.is_alive():
            os.kill(self.process, signal.SIGKILL)
            assert eventually(lambda: not self.is_alive())

    def rows(self, query: str, **values: Any) -> list[Any]:
        """The rows of a query on the server's database."""
        engine = create_engine(self.url, future=True)
        with engine.connect() as connection:
            rows = connection.execute(text(query), values).all()
        engine.dispose()
        return rows

    def states(self) -> list[str]:
        """The states of all texts of the outbox, in order."""
        return [row.state for row in self.rows("select state from needlewise_outbox order by id")]

    @property
    def log(self) -> str:
        path = self._folder / "server.log"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def stop(self) -> None:
        self.kill()
        self.carrier.stop()
