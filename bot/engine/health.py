"""Whether the server lives, and whether it can answer: `/health/live` and `/health/ready`."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Callable
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.databases import open_engine
from bot.safety.alerts import database_url

DRAIN_VARIABLE = "DRAIN_SECONDS"
LONGEST_PROBE_SECONDS = 2.0
REMEMBERED_SECONDS = 1.0  # so that a flood of questions is not a flood of queries

log = logging.getLogger(__name__)


class Health:
    """What the probes are told. Before the model is loaded nothing listens, so nobody is told anything.

    `is_loaded` says whether the agent can answer; draining begins when the process is asked to end.
    """

    def __init__(self, is_loaded: Callable[[], bool], url: str | None = None) -> None:
        self._is_loaded = is_loaded
        self._engine = open_engine(url or database_url())
        self._is_draining = False
        self._probe: tuple[float, bool] = (float("-inf"), False)

    async def status(self) -> str:
        """`ready`, or why not: `draining`, `loading`, `database`."""
        if self._is_draining:
            return "draining"
        if not self._is_loaded():
            return "loading"
        return "ready" if await self._has_database() else "database"

    async def drain(self) -> None:
        """Says from now on that it is not ready; goes on serving for DRAIN_SECONDS, in which others notice."""
        self._is_draining = True
        await asyncio.sleep(float(os.environ.get(DRAIN_VARIABLE) or 0))

    def blueprint(self) -> Blueprint:
        """The two addresses; 503 where the answer is no."""
        blueprint = Blueprint("health", url_prefix="/health")

        @blueprint.get("/live")
        async def live(request: Request) -> HTTPResponse:
            return json({"status": "live"})

        @blueprint.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            status = await self.status()
            return json({"status": status}, status=200 if status == "ready" else 503)

        return blueprint

    async def _has_database(self) -> bool:
        asked, answered = self._probe
        if time.monotonic() - asked > REMEMBERED_SECONDS:
            try:
                answered = await asyncio.wait_for(asyncio.to_thread(self._ask), LONGEST_PROBE_SECONDS)
            except asyncio.TimeoutError:
                answered = False
            self._probe = (time.monotonic(), answered)
        return answered

    def _ask(self) -> bool:
        """Whether conversations can be read; an answer of the database alone would not say that."""
        try:
            with self._engine.connect() as connection:
                connection.execute(text("select 1 from events limit 1"))
        except SQLAlchemyError as failure:
            log.error("not ready: %s", type(failure).__name__)
            return False
        return True


def health_of(app: Any) -> Health:
    """The health of the server whose agent stands in `app.ctx`."""
    return Health(lambda: bool(getattr(app.ctx, "agent", None) and app.ctx.agent.is_ready()))
