"""The real channel on the real web server, with an echo in the place of Rasa's agent; started in a moment.

Run as a process, it reads orders from standard input, one JSON object per line, and forks a server for each. An order
may name a place in the code at which the server kills itself with SIGKILL, and the moment at which its clock begins.
"""

from __future__ import annotations

import asyncio
import functools
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.engine.logs import configure_own_log, quieten

quieten()

import time_machine  # noqa: E402
from rasa.core.channels.channel import UserMessage, register  # noqa: E402
from sanic import Sanic  # noqa: E402

from bot.channels.clinic.sessions_endpoint import clinic_token, sessions_blueprint  # noqa: E402
from bot.channels.sms import conversing, sending  # noqa: E402
from bot.channels.sms.carriers.twilio import TwilioCarrier  # noqa: E402
from bot.channels.sms.channel import SmsChannel  # noqa: E402
from bot.channels.sms.conversing import Conversing  # noqa: E402
from bot.texting.delivery import Deliveries  # noqa: E402
from bot.texting.intake import Intake  # noqa: E402
from bot.texting.screening import shared_screening  # noqa: E402

# The place, and whether to die before or after what is done there.
DEATHS: dict[str, tuple[Any, str, str]] = {
    "before a text is stored": (Intake, "take", "before"),
    "after a text is stored, before it is acknowledged": (Intake, "take", "after"),
    "before a conversation is leased": (conversing, "lease_conversation", "before"),
    "after a text is taken from the inbox": (conversing, "next_waiting", "after"),
    "before the turn": (Conversing, "_reply", "before"),
    "after the turn, before its reply is kept": (Conversing, "_reply", "after"),
    "after the reply is kept": (Conversing, "_keep", "after"),
    "before a text is leased for sending": (sending, "lease_text", "before"),
    "before the carrier is asked": (TwilioCarrier, "send", "before"),
    "after the carrier has answered, before that is kept": (TwilioCarrier, "send", "after"),
    "after the carrier's answer is kept": (Deliveries, "keep_result", "after"),
    "before a status is kept": (Deliveries, "keep_status", "before"),
}
OFFER = [{"title": f"Question {n}", "payload": f'/choose{{"entry": "topic/{n}"}}'} for n in (1, 2, 3)]


async def echo(message: UserMessage) -> None:
    """Says what came in; some words make it behave in other ways."""
    text = str(message.text)
    custom: dict[str, Any] = {"kind": "answer", "level": "none"}
    if "crash" in text:
        raise RuntimeError(text)
    if "silence" in text:
        return
    if "slow" in text:
        await asyncio.sleep(0.3)
    if "offer" in text:
        custom = {"kind": "clarify", "level": "none", "suggestions": OFFER}
    if "session time" in text:
        text = f"{text} {message.metadata.get('session_time')}"
    said = "long words. " * 60 if "at length" in text else f"Echo {text}"
    await message.output_channel.send_response(str(message.sender_id), {"text": said, "custom": custom})


def serve(port: int) -> None:
    """Serves the channel as `bot.engine.serving` does."""
    app = Sanic(f"small_{port}", configure_logging=False)
    register([SmsChannel.from_credentials(None)], app, route="/webhooks/")
    if token := clinic_token():
        app.blueprint(sessions_blueprint(token))
    app.ctx.agent = type("Echo", (), {"handle_message": staticmethod(echo)})
    app.run(host="127.0.0.1", port=port, workers=1, access_log=False, motd=False)


def die_at(place: str) -> None:
    """Wraps a function so that the process dies when it is called, or when it has ended."""
    owner, name, moment = DEATHS[place]
    setattr(owner, name, _deadly(getattr(owner, name), moment))


def _deadly(function: Callable[..., Any], moment: str) -> Callable[..., Any]:
    @functools.wraps(function)
    def plain(*args: Any, **kwargs: Any) -> Any:
        result = None if moment == "before" else function(*args, **kwargs)
        if moment == "before" or result is not None or name_says_nothing:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    @functools.wraps(function)
    async def waiting(*args: Any, **kwargs: Any) -> Any:
        if moment == "after":
            await function(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    name_says_nothing = function.__name__ not in {"next_waiting"}  # which returns None when there is nothing to do
    return waiting if asyncio.iscoroutinefunction(function) else plain


def main() -> None:
    """Forks a server for each order; says its process id."""
    shared_screening()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            os.environ.update(order["environment"])
            log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(log, 1)
            os.dup2(log, 2)
            configure_own_log()
            if order.get("die_at"):
                die_at(order["die_at"])
            if order.get("now"):
                time_machine.travel(datetime.fromisoformat(order["now"]), tick=True).start()
            serve(order["port"])
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main()
