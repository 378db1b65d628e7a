"""Asking the running assistant over HTTP, as the clinic's website does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import requests

from bot.data_files import PROJECT_ROOT
from bot.safety.alerts import DATABASE_VARIABLE
from bot.safety.triage import LEVELS

START_SECONDS = 180
REPLY_SECONDS = 60
MOST_TRIES = 20


@dataclass(frozen=True)
class Reply:
    """What a patient gets in one turn: all messages together, and the highest level of them.

    `offered` are the payloads of quick replies; `sourced` is true where the last paragraph names the sources, or says
    that there are none, and `cites` where a source is named, so that facts of the knowledge base are told.
    """

    text: str
    kind: str = "none"
    level: str = "none"
    entries: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    sourced: bool = False
    cites: bool = False


class Talk(Protocol):
    """A conversation that has just begun."""

    def say(self, text: str) -> Reply:
        """The reply to the next message."""
        ...


class WebTalk:
    """A conversation through the web channel, with a session of its own."""

    def __init__(self, url: str, connection: requests.Session) -> None:
        self._url = url
        self._connection = connection
        self._session = str(_post(connection, f"{url}/session", {}).json()["session"])

    def say(self, text: str) -> Reply:
        """The reply to a text; a refusal counts as a reply, since it is what the patient gets."""
        answered = _post(self._connection, f"{self._url}/webhook", {"session": self._session, "message": text}).json()
        if isinstance(answered, dict):
            return in_one([{"text": answered["error"]}, *answered["messages"]])
        return in_one(answered)


class Web:
    """The web channel of a server, at an address such as `http://localhost:5005`."""

    def __init__(self, address: str) -> None:
        self._url = f"{address.rstrip('/')}/webhooks/web"
        self._connection = requests.Session()

    def talk(self) -> WebTalk:
        """A new conversation."""
        return WebTalk(self._url, self._connection)


def in_one(messages: list[dict[str, Any]]) -> Reply:
    """The messages of one turn as one reply."""
    custom = [message["custom"] for message in messages if message.get("custom")]
    payloads = [button["payload"] for message in messages for button in message.get("buttons") or []]
    return Reply(
        text="\n\n".join(str(message["text"]) for message in messages if message.get("text")),
        kind=str(custom[0]["kind"]) if custom else "none",
        level=max((str(each["level"]) for each in custom), key=LEVELS.index, default="none"),
        entries=tuple(entry for each in custom for entry in each["entries"]),
        offered=tuple(payloads),
        sourced=any(each["kind"] == "answer" for each in custom),
        cites=any(each["sources"] for each in custom),
    )


def _post(connection: requests.Session, url: str, body: dict[str, str]) -> requests.Response:
    """A server that limits how often one may ask says when to come again."""
    for _ in range(MOST_TRIES):
        response = connection.post(url, json=body, timeout=REPLY_SECONDS)
        if response.status_code != requests.codes.too_many_requests:
            return response
        time.sleep(float(response.headers.get("Retry-After", 5)))
    raise SystemExit("The server limits how often it may be asked. Start it with WEB_RATE_LIMIT=off.")


@contextmanager
def running_server(folder: Path) -> Iterator[str]:
    """The address of a server of this checkout, with a database of its own in `folder`, until it is left."""
    port, log = free_port(), folder / "server.log"
    database = {DATABASE_VARIABLE: f"sqlite:///{folder / 'server.db'}", "WEB_RATE_LIMIT": "off"}
    command = [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command, cwd=PROJECT_ROOT, env={**os.environ, **database}, stdout=stream, stderr=subprocess.STDOUT
        )
    try:
        wait_until_it_answers(process, f"http://127.0.0.1:{port}/webhooks/web/session", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def wait_until_it_answers(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Returns once anything answers at `url`; ends with the log where the process ends or takes too long."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            requests.post(url, timeout=5)
            return
        except requests.ConnectionError:
            time.sleep(0.2)
    raise SystemExit(f"The server did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
