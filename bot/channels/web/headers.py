"""Headers of every response: what browsers may do with it, and which websites may read it."""

from __future__ import annotations

from collections.abc import Iterable

from sanic.request import Request
from sanic.response import BaseHTTPResponse

A_DAY = "86400"  # seconds
PROTECTION = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class ResponseHeaders:
    """Middleware that adds protection everywhere, and permission for the clinic's own websites."""

    def __init__(self, origins: Iterable[str]) -> None:
        self._origins = frozenset(origins)

    async def __call__(self, request: Request, response: BaseHTTPResponse) -> None:
        """Leaves headers that a response has already as they are."""
        for name, value in PROTECTION.items():
            response.headers.setdefault(name, value)
        known = response.headers.get("vary")
        response.headers["Vary"] = f"{known}, Origin" if known else "Origin"
        origin = request.headers.get("origin") if request else None
        if origin in self._origins:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = "POST"
                response.headers["Access-Control-Allow-Headers"] = "Content-Type"
                response.headers["Access-Control-Max-Age"] = A_DAY
