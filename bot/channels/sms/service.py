"""The channel without Rasa and without a web server: webhooks in, texts out, workers between them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, TypeVar

from bot.channels.sms.carriers.carrier import (
    Carrier,
    ForgedError,
    UnreadableError,
    WebhookAnswer,
    WebhookRequest,
)
from bot.channels.sms.conversing import Clock, Converse, Conversing, Message
from bot.channels.sms.sending import Sending
from bot.channels.sms.settings import Pace
from bot.channels.sms.workers import RightOfWay, Worker
from bot.clinic import load_clinic
from bot.followups.journal import Journal
from bot.followups.judging import FollowUpJudge
from bot.safety.alerts import shared_alerts
from bot.texting.database import Database
from bot.texting.delivery import Deliveries
from bot.texting.inbox import InboundText
from bot.texting.intake import Intake
from bot.texting.number_vault import PREFIX, NumberVault
from bot.texting.outbox_lease import LeasedText
from bot.texting.retention import forget_old
from bot.texting.screening import Screened, shared_screening
from bot.texting.wording import Wording
from bot.unanswered.store import shared_unanswered

MOST_CONVERSATIONS = 2  # at once; more would not be faster, because Rasa computes in the event loop itself
LONGEST_HOLD_SECONDS = 2.0  # that a turn waits while texts come in
MOST_SENDINGS = 16
JOURNAL_SECONDS = 1.0
STORE_SECONDS = 8.0  # a carrier waits 15 for the answer
RETENTION_EVERY_SECONDS = 6 * 3600.0

T = TypeVar("T")

log = logging.getLogger(__name__)


def now_in_utc() -> datetime:
    """The present moment, with its zone."""
    return datetime.now(timezone.utc)


@dataclass(frozen=True)
class Parts:
    """What a service is made of; tests bring their own clock."""

    carrier: Carrier
    database: Database
    vault: NumberVault
    pace: Pace
    clock: Clock = now_in_utc


class SmsService:
    """Answers webhooks at once and does everything else in workers of its own."""

    def __init__(self, parts: Parts, converse: Converse) -> None:
        wording, screening = Wording(), shared_screening()
        deliveries = Deliveries(parts.database, parts.carrier.name, parts.pace.retry)
        self._parts = parts
        self._screening = screening
        self._intake = Intake(parts.database, parts.vault, wording)
        self._deliveries = deliveries
        self._journal = Journal(parts.database)
        self._webhooks = RightOfWay(LONGEST_HOLD_SECONDS)

        async def converse_behind_webhooks(conversation: str, text: str, metadata: dict[str, Any]) -> list[Message]:
            await self._webhooks.given()
            return await converse(conversation, text, metadata)

        self._conversing = Conversing(parts.database, screening, wording, converse_behind_webhooks, parts.clock)
        judge = FollowUpJudge(parts.database)
        self._sending = Sending(parts.database, parts.vault, parts.carrier, deliveries, parts.clock, judge)
        self._worker_name = uuid.uuid4().hex
        self._tasks: list[asyncio.Task[None]] = []

    async def receive(self, request: WebhookRequest) -> WebhookAnswer:
        """A text: verified, triaged, stored, acknowledged. What could not be stored is not acknowledged,
        but an emergency in it is answered in the webhook's own answer.
        """
        inbound = self._verified(request, self._parts.carrier.parse_inbound)
        if isinstance(inbound, WebhookAnswer):
            return inbound
        with self._webhooks.taken():
            return await self._take(inbound)

    async def _take(self, inbound: InboundText) -> WebhookAnswer:
        carrier, now = self._parts.carrier, self._parts.clock()
        screened = await self._screened(inbound, now)
        storing = asyncio.to_thread(self._intake.take, inbound, screened, now)
        try:
            await asyncio.wait_for(storing, STORE_SECONDS)
        except Exception as failure:  # whatever it was, an emergency is answered and nothing else acknowledged
            log.error("text not stored: %s", type(failure).__name__)
            alarm = self._intake.alarm_text(screened)
            return carrier.answer(alarm) if alarm else WebhookAnswer(503)
        self._wake()
        return carrier.answer(None)

    async def _screened(self, inbound: InboundText, now: datetime) -> Screened:
        """The text as triage reads it; where it raises an alarm, known answers to our own question are no guess."""
        screened = self._screening.read(inbound.text, now)
        if screened.escalation is None:
            return screened
        hearing = asyncio.to_thread(self._journal.is_understood, self._conversation(inbound), inbound.text, now)
        try:
            is_understood = await asyncio.wait_for(hearing, JOURNAL_SECONDS)
        except Exception as failure:  # in doubt the alarm stands
            log.error("journal not readable: %s", type(failure).__name__)
            return screened
        return self._screening.read(inbound.text, now, is_understood=True) if is_understood else screened

    def _conversation(self, inbound: InboundText) -> str:
        return self._parts.vault.conversation(inbound.number)

    async def receive_status(self, request: WebhookRequest) -> WebhookAnswer:
        """A status callback, verified and kept."""
        status = self._verified(request, self._parts.carrier.parse_status)
        if isinstance(status, WebhookAnswer):
            return status
        if status is not None:
            try:
                await asyncio.to_thread(self._deliveries.keep_status, status, self._parts.clock())
            except Exception as failure:
                log.error("status not stored: %s", type(failure).__name__)
                return WebhookAnswer(503)
        return WebhookAnswer(204)

    def _verified(self, request: WebhookRequest, parse: Callable[[WebhookRequest], T]) -> T | WebhookAnswer:
        """What a request holds if it comes from the carrier, or the answer to one that does not or cannot be read."""
        carrier = self._parts.carrier
        try:
            carrier.verify(request)
            return parse(request)
        except ForgedError as problem:
            log.warning("webhook refused: %s", problem)
            return WebhookAnswer(403)
        except UnreadableError as problem:
            log.warning("text left unanswered: %s", problem)
            return carrier.answer(None)

    async def start(self) -> None:
        """Starts the workers in the running event loop."""
        name, pace = self._worker_name, self._parts.pace

        async def send(text: LeasedText) -> None:
            await self._sending.handle(text, name, pace)
            self._sender.wake()  # the next text of this conversation may go now

        async def converse(conversation: str) -> None:
            await self._conversing.handle_all(conversation, name, pace)
            self._wake()

        self._sender = Worker(
            "sending", lambda: self._sending.lease(name, pace), send, pace.poll_seconds, MOST_SENDINGS
        )
        self._talker = Worker(
            "conversing", lambda: self._conversing.lease(name, pace), converse, pace.poll_seconds, MOST_CONVERSATIONS
        )
        runs = (self._sender.run(), self._talker.run(), self._enforce_retention())
        self._tasks = [asyncio.create_task(run) for run in runs]

    async def stop(self) -> None:
        """Lets what is under way end, and closes the connections."""
        for task in self._tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._parts.carrier.close()
        self._parts.database.close()

    def _wake(self) -> None:
        if self._tasks:
            self._talker.wake()
            self._sender.wake()

    async def _enforce_retention(self) -> None:
        days = timedelta(days=load_clinic().retention_days)
        while True:
            try:
                moment = self._parts.clock() - days
                await asyncio.to_thread(shared_alerts().forget_before, moment, PREFIX)
                await asyncio.to_thread(shared_unanswered().forget_before, moment, PREFIX)
                await asyncio.to_thread(forget_old, self._parts.database, moment)  # the last one empties the log
            except Exception as failure:
                log.error("retention not enforced: %s", type(failure).__name__)
            await asyncio.sleep(RETENTION_EVERY_SECONDS)
