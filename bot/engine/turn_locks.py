"""One turn of a conversation at a time: a lock that wakes the next in line at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, InMemoryLockStore, LockError
from rasa.utils.endpoints import EndpointConfig


@dataclass
class _Line:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class TurnLocks(InMemoryLockStore):
    """Locks of one process, in order of arrival. Rasa's own store looks once a second whether it is its turn.

    Several processes that serve the same conversations need `type: redis` in endpoints.yml instead.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None) -> None:
        super().__init__()
        self._lines: dict[str, _Line] = {}

    @property
    def waiting(self) -> int:
        """How many turns wait for an earlier one of their conversation."""
        return sum(line.length - 1 for line in self._lines.values())

    async def idle(self, seconds: float) -> bool:
        """Waits until no turn is under way; False if that takes longer than `seconds`."""
        until = asyncio.get_running_loop().time() + seconds
        while self._lines and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.02)
        return not self._lines

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = 1
    ) -> AsyncIterator[TicketLock]:
        """Waits for all earlier turns; raises LockError after `lock_lifetime` seconds. The last parameter is Rasa's."""
        line = self._lines.setdefault(conversation_id, _Line())
        line.length += 1
        try:
            await _acquire(line.lock, lock_lifetime)
            try:
                yield TicketLock(conversation_id)
            finally:
                line.lock.release()
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[conversation_id]


async def _acquire(lock: asyncio.Lock, seconds: float) -> None:
    try:
        await asyncio.wait_for(lock.acquire(), seconds)
    except asyncio.TimeoutError:
        raise LockError("An earlier turn of the conversation has not ended.") from None
