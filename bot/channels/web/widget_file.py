"""The widget's one file: under its plain name, and under one with its hash, which a page can pin."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from pathlib import Path

from sanic.request import Request
from sanic.response import HTTPResponse, empty, raw

WIDGET_PATH = Path(__file__).with_name("widget.js")
HASH_CHARACTERS = 12
A_YEAR, FIVE_MINUTES = 31_536_000, 300  # seconds


class WidgetFile:
    """Serves `widget.js`, stripped and compressed once; the name with the hash may be kept for ever."""

    NAME = "widget.js"

    def __init__(self, path: Path = WIDGET_PATH) -> None:
        self.source = _served(path.read_text(encoding="utf-8")).encode()
        self.compressed = gzip.compress(self.source, 9, mtime=0)
        digest = hashlib.sha384(self.source).digest()
        self.integrity = "sha384-" + base64.b64encode(digest).decode()
        self.hashed_name = f"widget.{digest.hex()[:HASH_CHARACTERS]}.js"

    async def respond(self, request: Request) -> HTTPResponse:
        """The file, or 304 where the browser has it already."""
        is_pinned = request.path.endswith(self.hashed_name)
        headers = {
            "Cache-Control": f"public, max-age={A_YEAR}, immutable" if is_pinned else f"public, max-age={FIVE_MINUTES}",
            "ETag": f'"{self.hashed_name}"',
            "Vary": "Accept-Encoding",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        if request.headers.get("if-none-match") == headers["ETag"]:
            return empty(304, headers=headers)
        is_compressed = "gzip" in request.headers.get("accept-encoding", "")
        if is_compressed:
            headers["Content-Encoding"] = "gzip"
        body = self.compressed if is_compressed else self.source
        return raw(body, headers=headers, content_type="text/javascript; charset=utf-8")

    def embed_code(self, address: str) -> str:
        """The script tag for a clinic's page, pinned to this very file; `address` is the bot's public address."""
        return (
            f'<script src="{address.rstrip("/")}/webhooks/web/{self.hashed_name}"\n'
            f'        integrity="{self.integrity}"\n'
            '        crossorigin="anonymous" defer></script>'
        )


def _served(source: str) -> str:
    """The source without lines that are comments and without indentation; nothing else is changed."""
    return re.sub(r"(?m)^[ ]+", "", re.sub(r"(?m)^[ ]*(//.*|/\*\* .*\*/)\n", "", source))
