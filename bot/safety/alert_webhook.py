"""Tells a clinic's own system of urgent and emergency alerts: signed, retried, behind the reply and never before it.

The form is that of the open Standard Webhooks specification (https://www.standardwebhooks.com), so that a
clinic can check the signature with any library for it. What is sent is what the record holds: conversation id,
level, ids of the signs, time; no word of any message.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import json
import logging
import os
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit

import aiohttp
from sqlalchemy.exc import SQLAlchemyError

from bot.clinic import LOCAL_HOSTS, Clinic, ClinicError
from bot.safety.alerts import Alert, Alerts

log = logging.getLogger(__name__)

KEY_VARIABLE = "ALERT_WEBHOOK_SECRET"
KEY_PREFIX = "whsec_"
SHORTEST_KEY = 24  # bytes, the least that the specification allows
LONGEST_WAIT = aiohttp.ClientTimeout(total=10)
TAKEN = range(200, 300)
LOOK_EVERY_SECONDS = 2.0
RETRY_AFTER = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 3600))  # then every hour
GIVE_UP_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Webhook:
    """Where alerts go, and the key that signs them."""

    url: str
    key: bytes


def configured_webhook(clinic: Clinic) -> Webhook | None:
    """The webhook of `clinic.yml` with the key of the environment; None where the clinic wants none.

    Raises ClinicError for an address without https (but for this machine itself), and for a key that is missing,
    is not base64 or is shorter than 24 bytes.
    """
    if not clinic.alert_webhook:
        return None
    address = urlsplit(clinic.alert_webhook)
    if not address.hostname or not (address.scheme == "https" or address.hostname in LOCAL_HOSTS):
        raise ClinicError(f"`alert_webhook: {clinic.alert_webhook}` in clinic/clinic.yml must start with https://.")
    try:
        key = base64.b64decode(os.environ.get(KEY_VARIABLE, "").removeprefix(KEY_PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if len(key) < SHORTEST_KEY:
        raise ClinicError(
            f"clinic/clinic.yml names an alert_webhook, so {KEY_VARIABLE} must hold its key: {KEY_PREFIX} and "
            f"at least {SHORTEST_KEY} random bytes in base64."
        )
    return Webhook(clinic.alert_webhook, key)


def signed_request(alert: Alert, key: bytes, sent_at: datetime) -> tuple[dict[str, str], bytes]:
    """Headers and body of one alert; the id stays the same with each try, so that a receiver can drop doubles."""
    body = json.dumps(
        {
            "type": "needlewise.alert",
            "timestamp": alert.at.isoformat(),
            "data": {
                "conversation": alert.conversation,
                "level": alert.assessment.level,
                "signs": list(alert.assessment.signs),
            },
        }
    ).encode()
    message_id, timestamp = f"alert_{alert.id}", str(int(sent_at.timestamp()))
    signature = hmac.digest(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256)
    headers = {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
    }
    return headers, body


async def send_alerts(alerts: Alerts, webhook: Webhook) -> None:
    """Sends what is due, again and again until it is cancelled; a failure of anything is logged and tried again."""
    async with aiohttp.ClientSession(timeout=LONGEST_WAIT) as client:
        while True:
            try:
                await send_due(alerts, webhook, client, datetime.now(timezone.utc))
            except SQLAlchemyError as failure:
                log.error("alerts not readable for the webhook: %s", type(failure).__name__)
            await asyncio.sleep(LOOK_EVERY_SECONDS)


async def send_due(alerts: Alerts, webhook: Webhook, client: aiohttp.ClientSession, now: datetime) -> int:
    """Tries each alert that is due once; returns how many the receiver took."""
    taken = 0
    for alert in await asyncio.to_thread(alerts.undelivered, now, GIVE_UP_AFTER):
        tries = alert.tries + 1
        next_try = now + RETRY_AFTER[min(tries, len(RETRY_AFTER)) - 1]
        if not await asyncio.to_thread(alerts.claim, alert, next_try):
            continue  # another process is at it
        if await _post(client, webhook, alert, now):
            await asyncio.to_thread(alerts.mark_delivered, alert, now)
            taken += 1
        elif next_try - alert.at > GIVE_UP_AFTER:
            log.error("alert %s was not taken by the webhook in 24 hours and is given up", alert.id)
    return taken


async def _post(client: aiohttp.ClientSession, webhook: Webhook, alert: Alert, now: datetime) -> bool:
    headers, body = signed_request(alert, webhook.key, now)
    try:
        async with client.post(webhook.url, data=body, headers=headers, allow_redirects=False) as response:
            if response.status in TAKEN:
                return True
            log.warning("alert %s: the webhook answered %s", alert.id, response.status)
    except (aiohttp.ClientError, asyncio.TimeoutError) as failure:
        log.warning("alert %s: the webhook cannot be reached: %s", alert.id, type(failure).__name__)
    return False
