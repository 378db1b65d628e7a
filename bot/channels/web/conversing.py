"""One turn with a visitor: whatever happens behind the channel, words come back, and an emergency gets its text."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.answer import Answer
from bot.channels.safety_floor import Emergency, SafetyFloor
from bot.channels.web.inbound import LONGEST_TEXT, RefusalError
from bot.channels.web.outbound import CHANNEL, WebOutput
from bot.rendering import Renderer
from bot.replies import Replies
from bot.safety.memory import remember, remember_once

LONGEST_WAIT_SECONDS = 20.0
OVERLAP = 300  # characters between two pieces of a long text, so that no sentence is read only in part

log = logging.getLogger(__name__)

Handler = Callable[[UserMessage], Awaitable[Any]]
Message = dict[str, Any]


class Conversing:
    """Has messages answered by Rasa, and answers itself where Rasa does not."""

    def __init__(self, floor: SafetyFloor, renderer: Renderer, replies: Replies) -> None:
        self._floor = floor
        self._renderer = renderer
        self._replies = replies
        self._turns: set[asyncio.Task[None]] = set()

    async def emergency_in(self, text: str) -> Emergency | None:
        """The emergency that a text holds, or None.

        A long text is read in pieces that overlap, between which other visitors have their turn.
        """
        for piece in pieces_of(text):
            if emergency := self._floor.emergency_in(piece):
                return emergency
            await asyncio.sleep(0)
        return None

    async def messages(
        self, conversation: str, text: str, on_new_message: Handler, emergency: Emergency | None
    ) -> AsyncIterator[Message]:
        """The replies to a text as they come; at least one.

        The turn goes on to its end even if nobody waits for the replies any more. Where `emergency` is set, nothing
        is said before it is certain that Rasa has seen the emergency too.
        """
        output = WebOutput()
        turn = asyncio.create_task(_run(UserMessage(text, output, conversation, input_channel=CHANNEL), on_new_message))
        self._turns.add(turn)
        turn.add_done_callback(self._turns.discard)
        if emergency:
            await turn
            if not any(_level(message) == "emergency" for message in output.messages):
                await asyncio.to_thread(remember, conversation, emergency.assessment)
                yield self._message(conversation, emergency.answer)
                return
        async for message in output:
            yield message
        if not output.messages:
            yield self._message(conversation, self._replies.answer("failure", "error"))

    async def unreadable(self, conversation: str) -> AsyncIterator[Message]:
        """What is said to a message without words."""
        yield self._message(conversation, self._replies.answer("empty", "notice"))

    async def refusal(self, refusal: RefusalError, emergency: Emergency | None) -> dict[str, Any]:
        """The reason in a sentence; an emergency in the refused text is answered all the same."""
        if emergency and refusal.conversation:
            await asyncio.to_thread(remember_once, refusal.conversation, emergency.assessment)
        reason = self._replies.answer(refusal.reply, "error", limit=str(LONGEST_TEXT), seconds=str(refusal.retry_after))
        messages = [self._message(refusal.conversation, emergency.answer)] if emergency else []
        return {"error": self._renderer.render(reason, CHANNEL).text, "messages": messages}

    def _message(self, conversation: str, answer: Answer) -> Message:
        reply = self._renderer.render(answer, CHANNEL)
        return {"recipient_id": conversation, "text": reply.text, "custom": reply.custom}


def pieces_of(text: str) -> list[str]:
    """Parts of a text that are as long as a message may be; each begins before the end of the one before it."""
    step = LONGEST_TEXT - OVERLAP
    return [text[start : start + LONGEST_TEXT] for start in range(0, max(len(text) - OVERLAP, 1), step)]


async def _run(message: UserMessage, on_new_message: Handler) -> None:
    try:
        await asyncio.wait_for(on_new_message(message), LONGEST_WAIT_SECONDS)
    except Exception as failure:  # whatever it was, the patient gets words
        log.error("conversation failed: %s", type(failure).__name__)
    finally:
        message.output_channel.finish()


def _level(message: Message) -> str:
    return str((message.get("custom") or {}).get("level"))
