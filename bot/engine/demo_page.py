"""A small clinic page with the chat, where `make run` ends in a browser; real patients never see it."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template
from typing import Any

from bot.clinic import load_clinic

FOLDER = Path(__file__).with_name("demo")
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def add_demo_page(app: Any) -> None:
    """Adds `/` and what the page needs to a Sanic application."""
    from sanic.response import HTTPResponse, html, raw

    page = Template((FOLDER / "page.html").read_text(encoding="utf-8")).substitute(name=escape(load_clinic().name))
    kinds = {"page.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}
    files = {name: (FOLDER / name).read_bytes() for name in kinds}

    async def show_page(request: Any) -> HTTPResponse:
        return html(page, headers={"Content-Security-Policy": POLICY})

    async def show_file(request: Any) -> HTTPResponse:
        name = request.path.removeprefix("/demo/")
        return raw(files[name], content_type=kinds[name])

    app.add_route(show_page, "/", name="demo page")
    for name in kinds:
        app.add_route(show_file, f"/demo/{name}", name=f"demo {name}")
