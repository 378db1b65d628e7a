"""A clinic plays through the days after a session: the whole product in this process, on a clock that we move."""

from __future__ import annotations

import asyncio
import json
import os
import re
import secrets
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from sqlalchemy import func, select

from bot.channels.sms.carriers.carrier import WebhookRequest
from bot.channels.sms.carriers.console import ConsoleCarrier, signed_headers
from bot.channels.sms.service import Parts, SmsService
from bot.channels.sms.settings import Pace
from bot.clinic import load_clinic
from bot.engine.logs import quieten
from bot.followups.plan import Recipient
from bot.followups.session_form import Consent, FormError, NewSession, read_time
from bot.followups.sessions import Sessions
from bot.rendering import segments
from bot.safety.alerts import DATABASE_VARIABLE
from bot.texting.database import Database
from bot.texting.delivery import SendResult
from bot.texting.number_vault import NumberVault
from bot.texting.outbox import UNSENT
from bot.texting.tables import INBOX, OUTBOX

PATIENT = "+61491570006"  # reserved for fiction
POLL_SECONDS = 0.05
LONGEST_TURN_SECONDS = 60.0
WHEN = re.compile(r"(?:(?P<days>\d+) days? ago|(?P<day>today|yesterday))\s+(?P<time>\d{1,2}:\d\d)")
WAIT = re.compile(r"\+\s*(\d+(?:\.\d+)?)\s*(h|d)")
HELP = "Type the patient's texts. Enter goes on to what comes next, +6h or +2d waits so long, Ctrl-D plays to the end."


def run_rehearsal(session: str, days: int, recipient: str) -> None:
    """Plays `days` days from a session on, in a database that is thrown away; what is typed are the patient's texts."""
    quieten()
    clinic = load_clinic()
    at = session_moment(session, datetime.now(ZoneInfo(clinic.zone)))
    whom: Recipient = "guardian" if recipient == "guardian" else "patient"
    with tempfile.TemporaryDirectory(prefix="needlewise-rehearsal-") as folder:
        os.environ[DATABASE_VARIABLE] = f"sqlite:///{folder}/rehearsal.db"
        asyncio.run(_rehearse(at, days, whom, clinic.zone))


def session_moment(text: str, now: datetime) -> datetime:
    """The moment of "2 days ago 15:00", "yesterday 9:30" or "2026-03-10 15:00", in the zone of `now`."""
    found = WHEN.fullmatch(text.strip().lower())
    if found:
        back = int(found["days"] or (found["day"] == "yesterday"))
        text = f"{(now - timedelta(days=back)).date()} {found['time']:0>5}"
    try:
        return read_time(text, str(now.tzinfo))
    except ValueError as problem:
        raise FormError.about(
            "session", 'is no time. Write it like "2 days ago 15:00" or "2026-03-10 15:00".'
        ) from problem


class Phone(ConsoleCarrier):
    """The patient's phone: shows each text with its time and segments."""

    def __init__(self, zone: str) -> None:
        self.key = secrets.token_hex(16)
        super().__init__(self.key)
        self._zone = ZoneInfo(zone)

    def moment(self) -> str:
        """The clock as the patient sees it."""
        return f"{datetime.now(self._zone):%a %d %b %H:%M}"

    async def send(self, number: str, text: str, client_ref: str) -> SendResult:
        """Shows a text."""
        parts = segments(text)
        print(f"\n{self.moment()}  {text}\n  [{parts} segment{'s' if parts > 1 else ''}]", flush=True)
        return await super().send(number, text, client_ref)

    def texting(self, text: str) -> WebhookRequest:
        """What the webhook gets when the patient texts."""
        body = json.dumps({"id": secrets.token_hex(8), "from": PATIENT, "text": text}).encode()
        return WebhookRequest("", "", signed_headers(self.key, body), body)


@dataclass
class Rehearsal:
    """The clock, the phone and the service, and what is still to come."""

    clock: Any
    phone: Phone
    service: SmsService
    database: Database
    end: datetime
    is_typed: bool = True

    async def play(self) -> None:
        """From one event to the next, until the end."""
        await self._ask()
        while (now := datetime.now(timezone.utc)) < self.end:
            await self._go_to(min(max(self._next() or self.end, now), self.end))
            if datetime.now(timezone.utc) < self.end:
                await self._ask()
        print(f"\n{self.phone.moment()}  The rehearsal is over.", flush=True)

    async def _ask(self) -> None:
        """Takes texts and waits until the patient has nothing more to say for now."""
        while self.is_typed:
            try:
                typed = (await asyncio.to_thread(input, f"{self.phone.moment()}  patient: ")).strip()
            except EOFError:
                self.is_typed = False
                return
            if not typed:
                return
            if wait := WAIT.fullmatch(typed):
                hours = float(wait[1]) * (24 if wait[2] == "d" else 1)
                await self._go_to(min(datetime.now(timezone.utc) + timedelta(hours=hours), self.end))
                continue
            await self.service.receive(self.phone.texting(typed))
            await self._settled()

    async def _go_to(self, target: datetime) -> None:
        """Moves the clock, but never past something that is due before."""
        while True:
            due = self._next()
            step = min(due, target) if due else target
            self.clock.move_to(max(step, datetime.now(timezone.utc)), tick=True)
            await self._settled()
            if step >= target:
                return

    def _next(self) -> datetime | None:
        """When the next text is due."""
        query = select(func.min(OUTBOX.c.next_attempt_at)).where(OUTBOX.c.state == "waiting")
        with self.database.read() as connection:
            due: datetime | None = connection.execute(query).scalar()
        return due

    async def _settled(self) -> None:
        """Waits until everything that is due has been done."""
        for _ in range(int(LONGEST_TURN_SECONDS / POLL_SECONDS)):
            await asyncio.sleep(POLL_SECONDS)
            if not await asyncio.to_thread(self._is_busy):
                return

    def _is_busy(self) -> bool:
        now = datetime.now(timezone.utc)
        due = OUTBOX.c.state.in_(UNSENT) & (OUTBOX.c.next_attempt_at <= now)
        with self.database.read() as connection:
            waiting = connection.execute(select(INBOX.c.id).where(INBOX.c.state == "waiting")).first()
            return bool(waiting or connection.execute(select(OUTBOX.c.id).where(due)).first())


async def _rehearse(at: datetime, days: int, recipient: Recipient, zone: str) -> None:
    from bot.engine.serving import load_agent

    print("Loading the model ...", flush=True)
    await play_through(await load_agent(), at, days, recipient, zone)


async def play_through(agent: Any, at: datetime, days: int, recipient: Recipient, zone: str) -> None:
    """Plays the days after a session with a loaded agent, in the database of the environment."""
    from bot.engine.shell import reply_to

    async def converse(conversation: str, text: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
        return await reply_to(agent, text, conversation, "sms", metadata)

    database, vault, phone = Database(), NumberVault(secrets.token_hex(32)), Phone(zone)
    with time_machine.travel(at, tick=True) as clock:
        service = SmsService(Parts(phone, database, vault, Pace(poll_seconds=POLL_SECONDS)), converse)
        consent = Consent("rehearsal", at, "rehearsal")
        Sessions(database, vault).add(NewSession(PATIENT, at, zone, consent, recipient), at)
        await service.start()
        print(f"{phone.moment()}  The session. {HELP}", flush=True)
        try:
            await Rehearsal(clock, phone, service, database, at + timedelta(days=days)).play()
        finally:
            await service.stop()
