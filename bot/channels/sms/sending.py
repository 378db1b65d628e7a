"""From the outbox to the carrier."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from bot.channels.sms.carriers.carrier import Carrier, LookUpError
from bot.channels.sms.conversing import Clock
from bot.channels.sms.settings import Pace
from bot.texting.database import Database
from bot.texting.delivery import Deliveries, SendResult
from bot.texting.number_vault import NumberVault, VaultError
from bot.texting.outbox_lease import Judge, LeasedText, attempted_again, lease_text, send_as_it_is

log = logging.getLogger(__name__)


class Sending:
    """Sends leased texts, each at most once: an attempt whose end nobody saw is looked up before another one."""

    def __init__(
        self,
        database: Database,
        vault: NumberVault,
        carrier: Carrier,
        deliveries: Deliveries,
        clock: Clock,
        judge: Judge = send_as_it_is,
    ) -> None:
        self._database = database
        self._vault = vault
        self._carrier = carrier
        self._deliveries = deliveries
        self._clock = clock
        self._judge = judge

    async def lease(self, worker: str, pace: Pace) -> LeasedText | None:
        """The next text that is due, for this worker alone."""
        return await asyncio.to_thread(lease_text, self._database, worker, self._clock(), pace.lease, self._judge)

    async def handle(self, text: LeasedText, worker: str, pace: Pace) -> None:
        """Sends a text, and keeps how that ended."""
        try:
            number = self._vault.decrypt(text.stored_number)
        except VaultError as problem:
            log.error("%s", problem)
            await self._keep(text, SendResult("refused", code="key"))
            return
        if text.is_unsure and not await self._may_be_sent_again(text, number, worker, pace):
            return
        await self._keep(text, await self._carrier.send(number, text.text, str(text.id)))

    async def _may_be_sent_again(self, text: LeasedText, number: str, worker: str, pace: Pace) -> bool:
        """After an attempt of unknown outcome: only if the carrier does not have the text, or a double is harmless.

        A text that we start is never sent again: a carrier's list may lag, and silence does less harm than a double.
        """
        if self._carrier.capabilities.can_look_up:
            try:
                ids = await self._carrier.find(number, text.text, text.attempted_at)
            except LookUpError as problem:
                log.warning("outbox:%d cannot be looked up: %s", text.id, problem)
                if not text.resend_when_unsure:
                    await self._keep(text, SendResult("unknown", code="not found out"))
                    return False
                ids = []
            was_sent: bool = await asyncio.to_thread(self._deliveries.found, text, ids)
            if was_sent:
                return False
        if text.is_started_by_us or not (self._carrier.capabilities.can_look_up or text.resend_when_unsure):
            await asyncio.to_thread(self._deliveries.give_up_unsure, text, self._clock())
            return False
        return await asyncio.to_thread(attempted_again, self._database, text.id, worker, self._clock(), pace.lease)

    async def _keep(self, text: LeasedText, result: SendResult) -> None:
        now: datetime = self._clock()
        await asyncio.to_thread(self._deliveries.keep_result, text, result, now)
