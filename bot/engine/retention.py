"""Keeping web conversations no longer than the clinic says."""

from __future__ import annotations

import asyncio
import logging
from asyncio import AbstractEventLoop
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.web.archive import Archive
from bot.channels.web.session_token import CONVERSATION_PREFIX
from bot.safety.alerts import database_url, shared_alerts
from bot.unanswered.store import shared_unanswered

SECONDS_BETWEEN = 3600.0

log = logging.getLogger(__name__)


async def start_retention(days: int, app: Any, loop: AbstractEventLoop) -> None:
    """Deletes what is too old now, before anybody is served, and every hour from then on."""
    await asyncio.to_thread(forget_what_is_old, days, datetime.now(timezone.utc))
    app.ctx.retention = loop.create_task(_repeat(days))


async def stop_retention(app: Any, loop: AbstractEventLoop) -> None:
    """Ends the hourly deleting."""
    app.ctx.retention.cancel()


def forget_what_is_old(days: int, now: datetime) -> None:
    """Deletes what was said on the web, and the alerts it led to, more than `days` ago.

    A database that fails is logged, and tried again an hour later.
    """
    moment = now - timedelta(days=days)
    try:
        alerts = shared_alerts().forget_before(moment, CONVERSATION_PREFIX)
        shared_unanswered().forget_before(moment, CONVERSATION_PREFIX)
        events = Archive(database_url(), CONVERSATION_PREFIX).forget_before(moment)  # the last one empties the log
    except SQLAlchemyError as failure:
        log.error("old conversations not deleted: %s", type(failure).__name__)
        return
    if events or alerts:
        log.info("%d events and %d alerts older than %d days deleted", events, alerts, days)


async def _repeat(days: int) -> None:
    while True:
        await asyncio.sleep(SECONDS_BETWEEN)
        await asyncio.to_thread(forget_what_is_old, days, datetime.now(timezone.utc))
