"""What browsers are told with every response."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
import requests
from sanic.response import HTTPResponse

from bot.channels.web.headers import ResponseHeaders
from tests.conftest import Server

ORIGIN = "https://www.clinic.example"


def headers_for(origin: str | None, method: str = "POST") -> dict[str, str]:
    response = HTTPResponse()
    request = SimpleNamespace(headers={"origin": origin} if origin else {}, method=method)
    asyncio.run(ResponseHeaders([ORIGIN])(request, response))  # type: ignore[arg-type]
    return {name.lower(): value for name, value in response.headers.items()}


def test_a_listed_website_may_read_and_may_ask_before_it_sends() -> None:
    assert headers_for(ORIGIN)["access-control-allow-origin"] == ORIGIN
    asked = headers_for(ORIGIN, "OPTIONS")
    assert asked["access-control-allow-methods"] == "POST"
    assert asked["access-control-allow-headers"] == "Content-Type"


@pytest.mark.parametrize(
    "origin", [None, "null", "https://evil.example", "http://www.clinic.example", f"{ORIGIN}.evil.example", "*"]
)
def test_no_other_website_may_read(origin: str | None) -> None:
    found = headers_for(origin)
    assert not [name for name in found if name.startswith("access-control")]
    assert "Origin" in found["vary"]


@pytest.mark.parametrize(
    "path", ["/webhooks/web/session", "/webhooks/web/settings", "/webhooks/web/widget.js", "/", "/nothing"]
)
def test_every_response_is_protected(server: Server, path: str) -> None:
    address = server.url.removesuffix("/webhooks/web") + path
    response = requests.post(address, timeout=10) if path.endswith("session") else requests.get(address, timeout=10)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in response.headers


def test_what_was_said_is_kept_by_no_cache(server: Server) -> None:
    response = server.post({"session": server.open_session(), "message": "hello"})
    assert response.headers["Cache-Control"] == "no-store"
