"""A phone in the terminal, for the console carrier of a server on this machine."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
import uuid
from collections.abc import Iterable

import requests

from bot.channels.sms.carriers.console import signed_headers
from bot.channels.sms.carriers.fake_server import FakeCarrierServer
from bot.channels.sms.settings import FAKE_NUMBER, FAKE_SID, FAKE_TOKEN
from bot.channels.web.session_token import load_secret
from bot.engine.serving import ServeError
from bot.rendering import segments
from bot.texting.phone_numbers import international

POLL_SECONDS = 0.4
LAST_WAIT_SECONDS = 3.0
REFUSALS = {
    403: "The server has another secret. Start both on the same machine, with the same NEEDLEWISE_SECRET.",
    404: "The server's carrier is not the console. Start it without SMS_CARRIER, or with SMS_CARRIER=console.",
}


class Phone:
    """Sends texts from one number and shows what comes back."""

    def __init__(self, server: str, number: str) -> None:
        self._address = f"{server.rstrip('/')}/webhooks/sms/console"
        self._number = international(number)
        self._key = load_secret()
        self._place = max((int(text["place"]) for text in self._fetch(0)), default=0)
        self._is_open = True

    def talk(self, lines: Iterable[str]) -> None:
        """Sends each line; texts that come in are printed at once."""
        listener = threading.Thread(target=self._listen, daemon=True)
        listener.start()
        for line in lines:
            if line.strip():
                self.send(line.rstrip("\n"))
        time.sleep(LAST_WAIT_SECONDS)
        self._is_open = False
        listener.join()

    def send(self, text: str) -> None:
        """Sends a text; a text in the webhook's own answer is shown like any other."""
        answer = self._post("", {"id": uuid.uuid4().hex, "from": self._number, "text": text})
        if answer.content:
            _show(str(answer.json()["text"]))

    def _listen(self) -> None:
        while self._is_open:
            for text in self._fetch(self._place):
                self._place = int(text["place"])
                _show(text["text"])
            time.sleep(POLL_SECONDS)

    def _fetch(self, after: int) -> list[dict[str, str]]:
        texts: list[dict[str, str]] = self._post("/texts", {"from": self._number, "after": after}).json()
        return texts

    def _post(self, path: str, body: dict[str, object]) -> requests.Response:
        data = json.dumps(body).encode()
        try:
            answer = requests.post(
                self._address + path, data=data, headers=dict(signed_headers(self._key, data)), timeout=20
            )
        except requests.ConnectionError as problem:
            raise ServeError("No server answers there. Start it first: make run") from problem
        if not answer.ok:
            raise ServeError(REFUSALS.get(answer.status_code, f"The server answered {answer.status_code}. Try again."))
        return answer


def _show(text: str) -> None:
    parts = segments(text)
    print(f"\n  {text}\n  [{parts} segment{'s' if parts > 1 else ''}]\n", flush=True)


def run_fake_carrier(webhook: str, port: int) -> None:
    """Serves the fake carrier until it is stopped."""

    async def serve() -> None:
        server = FakeCarrierServer(webhook, FAKE_SID, FAKE_TOKEN, FAKE_NUMBER)
        await server.start(port)
        print(f"The fake carrier listens on http://127.0.0.1:{server.port}.", flush=True)
        await asyncio.Event().wait()

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve())
