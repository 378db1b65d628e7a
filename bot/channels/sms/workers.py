"""The workers inside the process: they wait for work, run several pieces at a time, and outlive failures."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

Work = TypeVar("Work")
PAUSE_AFTER_FAILURE_SECONDS = 1.0


class RightOfWay:
    """Lets what must be answered at once go before what may wait, for a while."""

    def __init__(self, longest_hold_seconds: float) -> None:
        self._longest_hold_seconds = longest_hold_seconds
        self._under_way = 0
        self._is_clear = asyncio.Event()
        self._is_clear.set()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """What runs inside goes first."""
        self._under_way += 1
        self._is_clear.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._is_clear.set()

    async def given(self) -> None:
        """Waits until nothing goes first, but not for ever."""
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._is_clear.wait(), self._longest_hold_seconds)


class Worker(Generic[Work]):
    """Takes work as long as there is any, up to `most` pieces at once, and looks again when woken or after a while."""

    def __init__(
        self,
        name: str,
        lease: Callable[[], Awaitable[Work | None]],
        handle: Callable[[Work], Awaitable[None]],
        poll_seconds: float,
        most: int,
    ) -> None:
        self._name = name
        self._lease = lease
        self._handle = handle
        self._poll_seconds = poll_seconds
        self._slots = asyncio.Semaphore(most)
        self._woken = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Says that there may be work."""
        self._woken.set()

    async def run(self) -> None:
        """Works until it is cancelled; then waits for what is under way."""
        try:
            while True:
                await self._slots.acquire()
                self._woken.clear()
                work = await self._next()
                if work is None:
                    self._slots.release()
                    with suppress(asyncio.TimeoutError):
                        await asyncio.wait_for(self._woken.wait(), self._poll_seconds)
                else:
                    task = asyncio.create_task(self._do(work))
                    self._running.add(task)
                    task.add_done_callback(self._running.discard)
        finally:
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _next(self) -> Work | None:
        try:
            return await self._lease()
        except Exception as failure:  # a database that is away comes back
            log.error("%s cannot look for work: %s", self._name, type(failure).__name__)
            await asyncio.sleep(PAUSE_AFTER_FAILURE_SECONDS)
            return None

    async def _do(self, work: Work) -> None:
        try:
            await self._handle(work)
        except Exception as failure:  # what was not kept is taken up again when its lease has run out
            log.error("%s failed: %s", self._name, type(failure).__name__)
        finally:
            self._slots.release()
