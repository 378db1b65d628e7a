"""Where the time of one message goes: `make profile`.

Asks every question of the knowledge base once, in conversations of some turns, and prints the median milliseconds of
each part of a turn, in their order. The network is left out; the rest is what a visitor waits for.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Any

from bot.engine.logs import quieten
from bot.engine.unused_packages import leave_out_unused
from bot.safety.alerts import DATABASE_VARIABLE

TURNS = 8  # of a conversation
FLOOR, REST = "safety floor of the channel", "Rasa: slots, session, templates"


def main() -> None:
    """Prints the table."""
    leave_out_unused(serving=True)
    quieten()
    with tempfile.TemporaryDirectory() as folder:
        os.environ[DATABASE_VARIABLE] = f"sqlite:///{Path(folder) / 'conversations.db'}"
        turns = asyncio.run(_measure())
    parts = {part: None for turn in turns for part in turn}
    print(f"{len(turns)} messages; medians in milliseconds")
    for part in parts:
        print(f"{statistics.median(1000 * turn.get(part, 0.0) for turn in turns):7.2f}  {part}")
    print(f"{statistics.median(1000 * sum(turn.values()) for turn in turns):7.2f}  altogether")


async def _measure() -> list[dict[str, float]]:
    """The seconds of each part, for each message."""
    from rasa.engine.graph import GraphNode

    from bot.channels.safety_floor import SafetyFloor
    from bot.engine.serving import load_agent, own_store
    from bot.engine.shell import reply_to
    from bot.knowledge.base import load_knowledge

    agent, floor, turn = await load_agent(), SafetyFloor(), defaultdict[str, float](float)
    store, endpoint = own_store(agent), agent.processor.action_endpoint
    _time(GraphNode, "__call__", lambda node: _component(node._node_name), turn)
    _time_waiting(store, "retrieve", "conversation read", turn)
    _time_waiting(store, "save", "conversation written", turn)
    _time_waiting(endpoint, "request", "action", turn)
    turns = []
    for number, entry in enumerate(load_knowledge().entries.values()):
        turn.clear()
        began = time.perf_counter()
        floor.emergency_in(entry.question)
        turn[FLOOR] = time.perf_counter() - began
        began = time.perf_counter()
        await reply_to(agent, entry.question, f"web:{number // TURNS}", "web")
        turn[REST] += time.perf_counter() - began - sum(turn.values()) + turn[FLOOR]
        if number:  # the first message loads what is loaded late
            turns.append(dict(turn))
    return turns


def _component(node: str) -> str:
    """A component's name from the name of its node, such as `run_bot.nlu.safety_triage.SafetyTriage5`."""
    return node.removeprefix("run_").split(".")[-1].rstrip("0123456789")


def _time(owner: Any, name: str, part_of: Callable[[Any], str], turn: dict[str, float]) -> None:
    work = getattr(owner, name)

    @wraps(work)
    def timed(self: Any, *args: Any, **kwargs: Any) -> Any:
        began = time.perf_counter()
        try:
            return work(self, *args, **kwargs)
        finally:
            turn[part_of(self)] += time.perf_counter() - began

    setattr(owner, name, timed)


def _time_waiting(owner: Any, name: str, part: str, turn: dict[str, float]) -> None:
    work: Callable[..., Awaitable[Any]] = getattr(owner, name)

    async def timed(*args: Any, **kwargs: Any) -> Any:
        began = time.perf_counter()
        try:
            return await work(*args, **kwargs)
        finally:
            turn[part] += time.perf_counter() - began

    setattr(owner, name, timed)


if __name__ == "__main__":
    main()
