"""Asking a server from one or several visitors at once, and how long each answer takes."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import yaml

from bot.data_files import DATA_DIR

TURNS = 8  # of a conversation
AROUND_FIFTH = 9  # turns 3 to 9 stand for the fifth
LONGEST_REPLY_SECONDS = 120
STEP = 47  # between two examples that become questions, so that all topics have some


@dataclass(frozen=True)
class Target:
    """A server: where messages go, how one is written, and how a conversation is opened."""

    url: str
    body: Callable[[str, str], dict[str, Any]]
    open: Callable[[aiohttp.ClientSession], Awaitable[str]]


@dataclass(frozen=True)
class Cell:
    """What was measured with so many visitors at once; times in milliseconds."""

    visitors: int
    messages: int
    p50: float
    p95: float
    p99: float
    per_second: float


def questions() -> list[str]:
    """Different questions, more than any cache of ours holds: every so many examples of the training data."""
    texts = []
    for path in sorted((DATA_DIR / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            texts += [line.removeprefix("- ") for line in block["examples"].splitlines()]
    return texts[::STEP]


async def measure(target: Target, visitors: int, messages: int) -> Cell:
    """Asks so many messages altogether; raises SystemExit where one stays without words."""
    texts, seconds = _endless(questions()), list[float]()
    timeout = aiohttp.ClientTimeout(total=LONGEST_REPLY_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        await _talk(
            target, session, texts, []
        )  # what is loaded with the first question is the start's, not the answer's
        began = time.perf_counter()

        async def visitor() -> None:
            while len(seconds) < messages:
                await _talk(target, session, texts, seconds)

        await asyncio.gather(*(visitor() for _ in range(visitors)))
        elapsed = time.perf_counter() - began
    cuts = statistics.quantiles([1000 * each for each in seconds], n=100, method="inclusive")
    p50, p95, p99 = (round(cuts[percent - 1], 1) for percent in (50, 95, 99))
    return Cell(visitors, len(seconds), p50, p95, p99, round(len(seconds) / elapsed, 1))


async def long_conversation(target: Target, turns: int) -> tuple[float, float]:
    """Median milliseconds of the turns around the fifth, and of the last ones that ask the same questions again.

    A conversation that is too short to ask anything again is compared with its last turns, which ask something else.
    """
    half = len(questions()) // 2  # the first half has just been asked by others, and is still remembered
    asked = [*questions()[half:], *questions()[:half]]
    texts, seconds = _endless(asked), list[float]()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=LONGEST_REPLY_SECONDS)) as session:
        await _talk(target, session, texts, seconds, turns)
    again = (len(seconds) - AROUND_FIFTH) // len(asked) * len(asked) or len(seconds) - AROUND_FIFTH
    early, late = seconds[2:AROUND_FIFTH], seconds[again + 2 : again + AROUND_FIFTH]
    return round(1000 * statistics.median(early), 1), round(1000 * statistics.median(late), 1)


async def _talk(
    target: Target, session: aiohttp.ClientSession, texts: Iterator[str], seconds: list[float], turns: int = TURNS
) -> None:
    conversation = await target.open(session)
    for _ in range(turns):
        text = next(texts)
        began = time.perf_counter()
        async with session.post(target.url, json=target.body(conversation, text)) as response:
            said = await response.json()
        seconds.append(time.perf_counter() - began)
        if response.status != 200 or not any(each.get("text") for each in said):  # noqa: PLR2004
            raise SystemExit(f"{target.url} said nothing to: {text}")


def _endless(texts: list[str]) -> Iterator[str]:
    while True:
        yield from texts
