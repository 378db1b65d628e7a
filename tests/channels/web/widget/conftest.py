"""The widget in a real browser, talking to a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.channels.web.widget.chat import Chat
from tests.conftest import Server, find_browser

CLINIC = """clinic:
  name: Harbour Physio
  demo: true
  zone: Australia/Sydney
  phone: (02) 5550 0199
  email: hello@harbour.example
  hours: Monday to Friday, 8 am to 6 pm
  emergency_number: "000"
  crisis_line: 13 55 50
  origins: [http://127.0.0.1:{port}]
"""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A Chromium; it ends with these tests, for its event loop would be in the way of others."""
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=find_browser())
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser profile of the test's own; its options may be given as a parameter."""
    options: dict[str, Any] = getattr(request, "param", {})
    fresh = browser.new_context(**{"viewport": {"width": 1100, "height": 760}, "locale": "en-AU", **options})
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab of that profile."""
    return context.new_page()


@pytest.fixture
def chat(page: Page, server: Server) -> Chat:
    """The chat on the demo page, not yet opened."""
    return Chat(page, server.url.removesuffix("webhooks/web"))


@pytest.fixture(scope="package")
def site_port() -> int:
    """The port of a clinic's website of its own, which the server of `clinic_server` knows."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="package")
def clinic_server(site_port: int, trained_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of a clinic that has filled in its contacts and lists its website."""
    folder = tmp_path_factory.mktemp("clinic")
    (folder / "clinic.yml").write_text(CLINIC.format(port=site_port), encoding="utf-8")
    running = Server(folder / "conversations.db", CLINIC_DIR=str(folder))
    yield running
    running.stop()
