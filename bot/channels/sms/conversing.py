"""From the inbox through the conversation to the outbox: one text at a time in each conversation."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.sms.settings import Pace
from bot.followups.assessing import PAIN_REPORT
from bot.followups.journal import Journal, Told
from bot.language.cleaning import clean
from bot.safety.session_time import SESSION_TIME
from bot.texting import questions
from bot.texting.clinic_list import list_for_clinic
from bot.texting.database import Database
from bot.texting.gsm_text import MOST_TEXTS, fit
from bot.texting.inbox import WaitingText, lease_conversation, next_waiting, settle
from bot.texting.outbox import OutboundText, TextKind, add
from bot.texting.screening import Screening
from bot.texting.wording import Wording

MOST_ATTEMPTS = 3  # a text that ends the process each time is not tried for ever

log = logging.getLogger(__name__)

Message = dict[str, Any]
Converse = Callable[[str, str, dict[str, Any]], Awaitable[list[Message]]]
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Reply:
    """What a turn says: texts, the kind under which they are sent, and the payloads of the choices it offers."""

    texts: tuple[str, ...]
    kind: TextKind = "reply"
    choices: tuple[str, ...] = ()
    has_failed: bool = False


class Conversing:
    """Runs the turns. The journal knows when the last session was, and hears what a text says of the pain."""

    def __init__(
        self,
        database: Database,
        screening: Screening,
        wording: Wording,
        converse: Converse,
        clock: Clock,
    ) -> None:
        self._database = database
        self._screening = screening
        self._wording = wording
        self._converse = converse
        self._clock = clock
        self._journal = Journal(database)

    async def lease(self, worker: str, pace: Pace) -> str | None:
        """A conversation with waiting texts, for this worker alone."""
        return await asyncio.to_thread(lease_conversation, self._database, worker, self._clock(), pace.lease)

    async def handle_all(self, conversation: str, worker: str, pace: Pace) -> None:
        """Handles the waiting texts of a leased conversation in their order, and gives it back."""
        while text := await asyncio.to_thread(
            next_waiting, self._database, conversation, worker, self._clock(), pace.lease
        ):
            told = await asyncio.to_thread(self._hear, conversation, text)
            reply = await self._reply(conversation, text, told)
            await asyncio.to_thread(self._keep, conversation, text, reply, told)

    def _hear(self, conversation: str, text: WaitingText) -> Told | None:
        """What the text says of the pain; the turn goes on if nobody can say."""
        try:
            return self._journal.hear(conversation, text.id, text.text, self._clock())
        except SQLAlchemyError as failure:
            log.error("journal not readable: %s", type(failure).__name__)
            return None

    async def _reply(self, conversation: str, text: WaitingText, told: Told | None) -> Reply:
        """The reply to a text; whatever fails on the way, there are words."""
        if text.attempts > MOST_ATTEMPTS:
            return self._failure(text)
        try:
            wanted = clean(text.text) if told else await asyncio.to_thread(self._wanted, conversation, text.text)
            if not wanted:
                return Reply((self._wording.of_reply("sms_stray_number"),))
            metadata = await asyncio.to_thread(self._metadata, conversation, told)
            messages = await self._converse(conversation, wanted, metadata)
        except Exception as failure:  # the worker must live, and the patient gets words
            log.error("conversation failed: %s", type(failure.__cause__ or failure).__name__)
            return self._failure(text)
        return _reply_of(messages) or self._failure(text)

    def _wanted(self, conversation: str, text: str) -> str:
        """What the conversation gets: the picked payload or the text; nothing for a number that answers no question."""
        with self._database.read() as connection:
            picked = questions.picked(connection, conversation, text, self._clock())
            asked = questions.open_question(connection, conversation, self._clock())
        if picked:
            return picked
        is_stray = text.strip().isdigit() and not asked
        return "" if is_stray else clean(text).lstrip("/ ")  # a leading slash is a command to Rasa

    def _metadata(self, conversation: str, told: Told | None) -> dict[str, Any]:
        moment = self._journal.session_time(conversation, self._clock())
        known = {SESSION_TIME: moment.isoformat()} if moment else {}
        return {**known, PAIN_REPORT: told.report.as_json()} if told else known

    def _failure(self, text: WaitingText) -> Reply:
        """An alarm gets its text even when nothing else works."""
        screened = self._screening.read(text.text, self._clock())
        if screened.escalation:
            kind: TextKind = "emergency" if screened.is_emergency else "urgent"
            return Reply((self._wording.of_answer(screened.escalation),), kind, has_failed=True)
        return Reply((self._wording.of_reply("failure"),), has_failed=True)

    def _keep(self, conversation: str, text: WaitingText, reply: Reply, told: Told | None) -> None:
        """Reply, score and end of the text in one transaction; a text handled or erased meanwhile gets none."""
        now = self._clock()
        origin = f"inbound:{text.id}"
        with self._database.write() as connection:
            if not settle(connection, text.id):
                return
            if told:
                self._journal.keep(connection, told, now)
            if text.is_answered:
                return
            for part, words in enumerate(reply.texts[:MOST_TEXTS]):
                outbound = OutboundText(conversation, origin, part, words, reply.kind, now)
                add(connection, self._database, outbound, now)
            if reply.choices:
                questions.ask(connection, self._database, conversation, questions.CHOICES, list(reply.choices), now)
            if reply.has_failed:
                list_for_clinic(connection, conversation, "not_answered", origin, now)


def _reply_of(messages: list[Message]) -> Reply | None:
    """One text of all messages of a turn; None for a turn that said nothing."""
    texts = fit(" ".join(str(message["text"]) for message in messages if message.get("text")))
    if not texts:
        return None
    data = [message["custom"] for message in messages if message.get("custom")]
    levels = {each.get("level") for each in data if each.get("kind") == "escalate"}
    kind: TextKind = "emergency" if "emergency" in levels else "urgent" if "urgent" in levels else "reply"
    offered = [each["payload"] for one in data for each in one.get("suggestions", [])[: _choices(one)]]
    return Reply(tuple(texts), kind, tuple(offered))


def _choices(data: dict[str, Any]) -> int | None:
    """How many of a reply's suggestions a digit picks: all that ask back, else those that were asked for as well."""
    return None if data.get("kind") == "clarify" else int(data.get("by_digit", 0))
