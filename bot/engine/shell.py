"""A conversation in the terminal, without a server."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

from bot.engine.logs import quieten

PROMPT = "You: "


def run_shell(channel: str) -> None:
    """Reads questions from standard input until it ends, and prints the replies in a channel's form."""
    quieten()
    asyncio.run(_converse(channel))


async def _converse(channel: str) -> None:
    from bot.engine.serving import load_agent

    print("Loading the model ...", flush=True)
    agent = await load_agent()
    print("Ask a question; an empty line ends the conversation. A number picks an offered question.", flush=True)
    conversation, offered = f"shell:{uuid.uuid4().hex}", list[str]()
    while question := await asyncio.to_thread(_ask):
        messages = await reply_to(agent, _picked(question, offered), conversation, channel)
        offered = [button["payload"] for message in messages for button in message.get("buttons", [])]
        for message in messages:
            _show(message)


async def reply_to(
    agent: Any, text: str, conversation: str, channel: str, metadata: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The messages that answer one text, as a channel would send them; `metadata` is what a channel knows beside it."""
    from rasa.core.channels.channel import UserMessage

    from bot.channels.web.outbound import WebOutput

    output = WebOutput()
    await agent.handle_message(UserMessage(text, output, conversation, input_channel=channel, metadata=metadata))
    return output.messages


def _ask() -> str:
    try:
        return input(PROMPT).strip()
    except EOFError:
        return ""


def _picked(text: str, offered: list[str]) -> str:
    if text.isdigit() and 1 <= int(text) <= len(offered):
        return offered[int(text) - 1]
    return text.lstrip("/ ") or "?"


def _show(message: dict[str, Any]) -> None:
    print(f"\n{message.get('text', '')}")
    for number, button in enumerate(message.get("buttons", []), start=1):
        print(f"  {number} {button['title']}")
    print(flush=True)
