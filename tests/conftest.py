"""Shared parts of the tests: each real and loaded once per run."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from bot.clinic import Clinic, load_clinic
from bot.data_files import PROJECT_ROOT
from bot.knowledge.base import Knowledge, load_knowledge
from bot.language.reader import Reader
from bot.safety.triage import Triage
from tests import postgresql

DOCUMENTS = PROJECT_ROOT.parent / "shared" / "sources"
EVALUATION = PROJECT_ROOT.parent / "shared" / "evaluation"
START_SECONDS = 300
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def find_browser() -> str | None:
    """The program of an installed Chromium."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


# What a laptop may lack: name in needs(...) and REQUIRE, whether it is here, and what the skip says.
PARTS: dict[str, tuple[Callable[[], bool], str]] = {
    "documents": (DOCUMENTS.is_dir, "the two documents are not at hand (they are not part of the repository)"),
    "evaluation": (EVALUATION.is_dir, "the shared evaluation messages are not at hand"),
    "browser": (lambda: find_browser() is not None, "no Chromium is installed (on Debian: apt-get install chromium)"),
    "export": (
        (PROJECT_ROOT / ".cache" / "export" / "bin" / "python").is_file,
        "the environment with torch is not at hand; KEEP_EXPORT_ENVIRONMENT=1 make encoder keeps it",
    ),
    "postgresql": (postgresql.is_installed, "PostgreSQL's programs are not at hand (apt-get install postgresql)"),
}

# What tests of the database run on.
ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))]


def url_of(request: pytest.FixtureRequest, folder: Path) -> str:
    """An empty database of the engine that the fixture's parameter names."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres").new_database())
    return f"sqlite:///{folder / 'texting.db'}"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips a test whose part is missing; where REQUIRE names the part, fails it instead."""
    required = set(os.environ.get("REQUIRE", "").replace(",", " ").split())
    for marker in item.iter_markers("needs"):
        (part,) = marker.args
        is_here, sentence = PARTS[part]
        if is_here():
            continue
        if part in required:
            pytest.fail(f"REQUIRE names `{part}`, but {sentence}.")
        pytest.skip(f"Skipped: {sentence}.")


@pytest.fixture(scope="session", autouse=True)
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database of the tests' own for all that runs in this process."""
    url = f"sqlite:///{tmp_path_factory.mktemp('database') / 'conversations.db'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        yield url


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgresql.PostgresServer]:
    """A real PostgreSQL server."""
    server = postgresql.PostgresServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The real reader with the real language data."""
    return Reader()


@pytest.fixture(scope="session")
def triage() -> Triage:
    """The real triage with the real signs."""
    return Triage()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The real knowledge base."""
    return load_knowledge()


@pytest.fixture(scope="session")
def clinic() -> Clinic:
    """The demo clinic."""
    return load_clinic()


@pytest.fixture(scope="session")
def trained_model() -> Path:
    """The model, trained now if its files have changed."""
    from bot.engine import training

    return training.MODEL if training.is_trained() else training.train()


@pytest.fixture(scope="session")
def agent(trained_model: Path) -> Any:
    """The real agent in this process."""
    from bot.engine.logs import quieten
    from bot.engine.serving import load_agent

    quieten()
    return asyncio.run(load_agent())


class Conversation:
    """One conversation with the agent in this process."""

    def __init__(self, agent: Any, channel: str) -> None:
        self.agent = agent
        self.channel = channel
        self.id = f"test:{uuid.uuid4().hex}"

    def say(self, text: str) -> dict[str, Any]:
        """The one message that answers a text."""
        (message,) = self.send(text)
        return message

    def send(self, text: str) -> list[dict[str, Any]]:
        """All messages that answer a text, as Rasa gives them."""
        from bot.engine.shell import reply_to

        return asyncio.run(reply_to(self.agent, text, self.id, self.channel))


@pytest.fixture
def conversation(agent: Any) -> Conversation:
    """A new web conversation."""
    return Conversation(agent, "web")


@pytest.fixture
def sms_conversation(agent: Any) -> Conversation:
    """A new conversation in the SMS form."""
    return Conversation(agent, "sms")


class Server:
    """A running server in a process of its own, as a clinic would run it."""

    def __init__(self, database: Path, port: int | None = None, **environment: str) -> None:
        self.database = database
        self.port = port or _free_port()
        self.url = f"http://127.0.0.1:{self.port}/webhooks/web"
        own = {"DATABASE_URL": f"sqlite:///{database}", "WEB_RATE_LIMIT": "off"}
        self._environment = {**os.environ, **own, **environment}
        self._log = database.with_suffix(".log")
        self.start()

    def start(self) -> None:
        """Starts the process and waits until it answers."""
        command = [sys.executable, "-m", "bot.cli", "serve", "--port", str(self.port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=PROJECT_ROOT, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                requests.post(f"{self.url}/session", timeout=5)
                return
            except requests.ConnectionError:
                time.sleep(0.2)
        raise AssertionError(f"The server did not start:\n{self.log}")

    @property
    def process_id(self) -> int:
        """The id of its process."""
        return self._process.pid

    def ask_to_stop(self) -> None:
        """Sends the signal that ends the process."""
        self._process.terminate()

    def stop(self) -> None:
        """Stops the process and waits for its end."""
        self.ask_to_stop()
        self._process.wait(30)

    @property
    def log(self) -> str:
        """Everything the process has printed."""
        return self._log.read_text(encoding="utf-8")

    def get(self, path: str) -> requests.Response:
        """A page of the server."""
        return requests.get(f"http://127.0.0.1:{self.port}/{path}", timeout=10)

    def open_session(self) -> str:
        """A new session token."""
        return str(requests.post(f"{self.url}/session", timeout=10).json()["session"])

    def post(self, body: Any) -> requests.Response:
        """A raw request to the webhook: bytes as they are, anything else as JSON."""
        if isinstance(body, bytes):
            return requests.post(f"{self.url}/webhook", data=body, timeout=60)
        return requests.post(f"{self.url}/webhook", json=body, timeout=60)

    def ask(self, text: str, session: str | None = None) -> list[dict[str, Any]]:
        """The messages that answer a text."""
        response = self.post({"session": session or self.open_session(), "message": text})
        assert response.status_code == requests.codes.ok, response.text
        messages: list[dict[str, Any]] = response.json()
        return messages


@pytest.fixture(scope="session")
def server(trained_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server that tests may share, but not stop."""
    running = Server(tmp_path_factory.mktemp("server") / "conversations.db")
    yield running
    running.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
