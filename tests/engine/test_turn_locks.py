"""One turn of a conversation at a time, and the next one at once."""

from __future__ import annotations

import asyncio
import time

import pytest
from rasa.core.lock_store import LockError

from bot.engine.turn_locks import TurnLocks


async def turn(locks: TurnLocks, conversation: str, name: str, said: list[str], seconds: float = 0.02) -> None:
    async with locks.lock(conversation):
        said.append(f"{name} begins")
        await asyncio.sleep(seconds)
        said.append(f"{name} ends")


def test_turns_of_a_conversation_follow_each_other_in_order_without_a_pause() -> None:
    async def three() -> tuple[list[str], float]:
        locks, said, began = TurnLocks(), list[str](), time.perf_counter()
        await asyncio.gather(*(turn(locks, "one", str(number), said) for number in range(3)))
        return said, time.perf_counter() - began

    said, seconds = asyncio.run(three())
    assert said == [f"{number} {what}" for number in range(3) for what in ("begins", "ends")]
    assert seconds < 0.9  # Rasa's own lock takes two seconds


def test_turns_of_different_conversations_do_not_wait() -> None:
    async def two() -> list[str]:
        locks, said = TurnLocks(), list[str]()
        await asyncio.gather(turn(locks, "one", "a", said), turn(locks, "other", "b", said))
        return said

    assert asyncio.run(two())[:2] == ["a begins", "b begins"]


def test_who_waits_too_long_is_told_and_the_line_goes_on() -> None:
    async def three() -> list[str]:
        locks, said = TurnLocks(), list[str]()
        first = asyncio.create_task(turn(locks, "one", "first", said, 0.1))
        await asyncio.sleep(0)
        with pytest.raises(LockError):
            async with locks.lock("one", lock_lifetime=0.01):
                said.append("never")
        await asyncio.gather(first, turn(locks, "one", "last", said))
        return said

    assert asyncio.run(three()) == ["first begins", "first ends", "last begins", "last ends"]


def test_a_turn_that_fails_lets_the_next_one_in_and_leaves_nothing() -> None:
    async def two() -> TurnLocks:
        locks = TurnLocks()
        with pytest.raises(ValueError, match="broken"):
            async with locks.lock("one"):
                raise ValueError("broken")
        async with locks.lock("one"):
            assert not await locks.idle(0.01)
        assert await locks.idle(0.01)
        return locks

    assert asyncio.run(two()).waiting == 0
