"""Lets the server work for a while: `make soak` (SOAK="--minutes 30").

Eight visitors ask without a pause, and now and then delete their conversation. Prints memory every half a minute, and
fails if a reply is missing, or if memory has grown by more than a tenth from a quarter of the way to the end.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path
from typing import Any

import aiohttp
import psutil

from benchmarks.load import LONGEST_REPLY_SECONDS, questions
from benchmarks.processes import free_port, megabytes, running, seconds_until_answer
from bot.data_files import PROJECT_ROOT

VISITORS = 8
TURNS = 40  # of a conversation, before it is deleted
SECONDS_BETWEEN = 30
MOST_GROWTH = 0.1


def main() -> None:
    """Starts a server, asks it for so many minutes, and says how it went."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=5)
    minutes = options.parse_args().minutes
    with tempfile.TemporaryDirectory() as folder:
        port, log = free_port(), Path(folder) / "log"
        base = f"http://127.0.0.1:{port}/webhooks/web"
        command = [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)]
        environment = {"DATABASE_URL": f"sqlite:///{folder}/conversations.db", "WEB_RATE_LIMIT": "off"}
        with running([command], PROJECT_ROOT, log, **environment) as processes:
            seconds_until_answer(f"{base}/session", {}, log)
            asked, memory = asyncio.run(soak(base, processes, minutes * 60))
        lines = log.read_text(encoding="utf-8").splitlines()
    errors = [line for line in lines if "ERROR" in line or "Traceback" in line]
    early, late = memory[len(memory) // 4], memory[-1]
    print(
        f"{asked} messages in {minutes:g} minutes; memory {early} MB early, {late} MB at the end; {len(errors)} errors"
    )
    if errors or late > early * (1 + MOST_GROWTH):
        raise SystemExit("\n".join(["The server has grown or complained.", *errors[:10]]))


async def soak(base: str, processes: list[psutil.Process], seconds: float) -> tuple[int, list[int]]:
    """How many messages were answered, and the memory in megabytes from time to time."""
    until, memory, counts = time.monotonic() + seconds, [megabytes(processes)], [0] * VISITORS
    timeout = aiohttp.ClientTimeout(total=LONGEST_REPLY_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        visitors = [asyncio.create_task(_visit(session, base, until, counts, number)) for number in range(VISITORS)]
        while time.monotonic() < until and not any(each.done() for each in visitors):
            await asyncio.sleep(min(SECONDS_BETWEEN, max(0.1, until - time.monotonic())))
            memory.append(megabytes(processes))
            print(f"{sum(counts):7} messages, {memory[-1]} MB", flush=True)
        await asyncio.gather(*visitors)
    return sum(counts), memory


async def _visit(session: aiohttp.ClientSession, base: str, until: float, counts: list[int], number: int) -> None:
    texts = cycle(questions())
    for _ in range(number):
        next(texts)
    while time.monotonic() < until:
        token = (await _post(session, f"{base}/session", {}))["session"]
        for _ in range(TURNS):
            said = await _post(session, f"{base}/webhook", {"session": token, "message": next(texts)})
            if not said[0]["text"]:
                raise SystemExit("A reply without words.")
            counts[number] += 1
        await _post(session, f"{base}/delete", {"session": token})


async def _post(session: aiohttp.ClientSession, url: str, body: dict[str, str]) -> Any:
    async with session.post(url, json=body) as response:
        if response.status != 200:  # noqa: PLR2004
            raise SystemExit(f"{url} answered {response.status}.")
        return await response.json()


if __name__ == "__main__":
    main()
