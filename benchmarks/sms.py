"""Measures the SMS channel: `make bench-sms`.

Starts the fake carrier and a server with the trained model, brings signed texts over HTTP, one at a time and from fifty
patients at once, and measures how long each acknowledgement takes and how long it is until all are answered.
`--database URL` measures on PostgreSQL. Writes benchmarks/results/sms.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import requests
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from twilio.request_validator import RequestValidator

from bot.data_files import PROJECT_ROOT

RESULTS = PROJECT_ROOT / "benchmarks" / "results" / "sms.json"
SID, TOKEN, NUMBER = "ACfake", "fake-carrier-token", "+61491570156"  # of the fake carrier
QUESTIONS = (
    "can I exercise tomorrow?",
    "what should i wear",
    "does it hurt",
    "how much does it cost",
    "is it normal to be sore",
)
PATIENTS = 50
TEXTS_AT_ONCE, TEXTS_IN_TURN = 300, 100
START_SECONDS = 180


def main() -> None:
    """Measures, prints and writes the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", default="", help="the URL of an empty database; a new SQLite file without it")
    with tempfile.TemporaryDirectory() as folder:
        url = options.parse_args().database or f"sqlite:///{folder}/texting.db"
        port, carrier_port = _free_port(), _free_port()
        processes = start(url, port, carrier_port, Path(folder))
        try:
            figures = asyncio.run(measure(f"http://127.0.0.1:{port}/webhooks/sms/fake", url))
        finally:
            for process in processes:
                process.terminate()
                process.wait()
    facts = {
        "measured": time.strftime("%Y-%m-%d"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "load_average_at_end": round(os.getloadavg()[0], 1),
        "versions": {name: version(name) for name in ("rasa", "sqlalchemy", "sanic", "aiohttp")},
        "python": platform.python_version(),
    }
    RESULTS.parent.mkdir(exist_ok=True)
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    known[make_url(url).get_backend_name()] = {**facts, **figures}
    RESULTS.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=2))


def start(url: str, port: int, carrier_port: int, folder: Path) -> list[subprocess.Popen[bytes]]:
    """The carrier and the server, both ready."""
    webhook = f"http://127.0.0.1:{port}/webhooks/sms/fake"
    command = [sys.executable, "-m", "bot.cli"]
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "SMS_CARRIER": "fake",
        "FAKE_CARRIER_URL": f"http://127.0.0.1:{carrier_port}",
        "NEEDLEWISE_DATA_KEY": "a key for measurements, which encrypts nobody",
    }
    log = (folder / "log").open("wb")
    arguments = (
        ["carrier", "--webhook", webhook, "--port", str(carrier_port)],
        ["serve", "--port", str(port)],
    )
    processes = [
        subprocess.Popen([*command, *each], cwd=PROJECT_ROOT, env=environment, stdout=log, stderr=log)
        for each in arguments
    ]
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            requests.get(f"http://127.0.0.1:{port}/", timeout=5)
            return processes
        except requests.ConnectionError:
            time.sleep(0.5)
    raise SystemExit((folder / "log").read_text(encoding="utf-8"))


async def measure(webhook: str, url: str) -> dict[str, Any]:
    """Texts in turn, then from all patients at once, then until all are answered."""
    async with aiohttp.ClientSession() as session:
        await bring(session, webhook, -1)
        print(f"bringing {TEXTS_IN_TURN} texts in turn ...", flush=True)
        in_turn = [await bring(session, webhook, number) for number in range(TEXTS_IN_TURN)]
        answered_in_turn = await until_answered(url, TEXTS_IN_TURN + 1)
        print(f"bringing {TEXTS_AT_ONCE} texts, {PATIENTS} at once ...", flush=True)
        queue = iter(range(TEXTS_IN_TURN, TEXTS_IN_TURN + TEXTS_AT_ONCE))
        started = time.perf_counter()

        async def patient() -> list[float]:
            return [await bring(session, webhook, number) for number in queue]

        at_once = [each for found in await asyncio.gather(*(patient() for _ in range(PATIENTS))) for each in found]
        acknowledged = time.perf_counter() - started
        await until_answered(url, 1 + TEXTS_IN_TURN + TEXTS_AT_ONCE)
        answered = time.perf_counter() - started
    return {
        "texts_in_turn": TEXTS_IN_TURN,
        "in_turn_acknowledged_p50_milliseconds": _percentile(in_turn, 50),
        "in_turn_acknowledged_p99_milliseconds": _percentile(in_turn, 99),
        "last_answer_after_seconds": round(answered_in_turn, 1),
        "texts_at_once": TEXTS_AT_ONCE,
        "patients_at_once": PATIENTS,
        "acknowledged_per_second": round(TEXTS_AT_ONCE / acknowledged, 1),
        "at_once_acknowledged_p50_milliseconds": _percentile(at_once, 50),
        "at_once_acknowledged_p99_milliseconds": _percentile(at_once, 99),
        "answered_per_second": round(TEXTS_AT_ONCE / answered, 1),
    }


async def bring(session: aiohttp.ClientSession, webhook: str, number: int) -> float:
    """Brings one text; the seconds until it was acknowledged."""
    form = {
        "MessageSid": f"SM{number}",
        "AccountSid": SID,
        "From": f"+6149157{number % 1000 + 1000}",
        "To": NUMBER,
        "Body": QUESTIONS[number % len(QUESTIONS)],
        "FromCity": "",
    }
    headers = {
        "X-Twilio-Signature": RequestValidator(TOKEN).compute_signature(webhook, form),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    started = time.perf_counter()
    async with session.post(webhook, data=urlencode(form), headers=headers) as response:
        await response.read()
        if response.status != requests.codes.no_content:
            raise SystemExit(f"The server answered {response.status}.")
    return time.perf_counter() - started


async def until_answered(url: str, count: int) -> float:
    """Waits until so many texts have left; the seconds that took."""
    engine, started = create_engine(url, future=True), time.perf_counter()
    while True:
        with engine.connect() as connection:
            query = "select count(*) from needlewise_outbox where state not in ('waiting', 'sending')"
            if connection.execute(text(query)).scalar() >= count:
                return time.perf_counter() - started
        await asyncio.sleep(0.1)


def _percentile(seconds: list[float], percent: int) -> float:
    return round(statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1] * 1000, 1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
