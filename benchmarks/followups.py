"""Measures the sender of follow-ups: `make bench-followups`.

Puts 2,000 due follow-ups into a database and lets four processes take them, each judged as in service and settled as
accepted; no carrier is asked. Counts texts per second and texts that were taken twice, which must be none.
`--database URL` measures on PostgreSQL. Writes benchmarks/results/followups.json.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import tempfile
import time
from datetime import datetime, timedelta, timezone
from importlib.metadata import version
from typing import Any

from sqlalchemy.engine import make_url

from bot.data_files import PROJECT_ROOT
from bot.followups.judging import FollowUpJudge
from bot.followups.session_form import Consent, NewSession
from bot.followups.sessions import Sessions
from bot.texting.database import Database
from bot.texting.delivery import Deliveries, SendResult
from bot.texting.number_vault import NumberVault
from bot.texting.outbox_lease import lease_text

RESULTS = PROJECT_ROOT / "benchmarks" / "results" / "followups.json"
KEY = "a key for measurements, which encrypts nobody"
TEXTS, PROCESSES = 2_000, 4
NOON = datetime(2026, 3, 10, 12, tzinfo=timezone.utc)
SESSION = NOON - timedelta(hours=24, minutes=5)
LEASE = timedelta(seconds=60)


def main() -> None:
    """Measures, prints and writes the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", default="", help="the URL of an empty database; a new SQLite file without it")
    with tempfile.TemporaryDirectory() as folder:
        url = options.parse_args().database or f"sqlite:///{folder}/followups.db"
        figures = measure(url)
    facts = {
        "measured": time.strftime("%Y-%m-%d"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "load_average_at_end": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "sqlalchemy": version("sqlalchemy"),
    }
    RESULTS.parent.mkdir(exist_ok=True)
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    known[make_url(url).get_backend_name()] = {**facts, **figures}
    RESULTS.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=2))


def measure(url: str, texts: int = TEXTS) -> dict[str, Any]:
    """Fills the database and lets the processes take everything that is due."""
    print(f"planning {texts} follow-ups ...", flush=True)
    fill(url, texts)
    print(f"{PROCESSES} processes take them ...", flush=True)
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        pool.map(_get_ready, [url] * PROCESSES)
        started = time.perf_counter()
        shares = pool.starmap(take_all, [(url, f"sender {number}") for number in range(PROCESSES)], chunksize=1)
        seconds = time.perf_counter() - started
    taken = [text for share in shares for text in share]
    return {
        "texts_due": texts,
        "processes": PROCESSES,
        "texts_taken": len(taken),
        "texts_taken_twice": len(taken) - len(set(taken)),
        "seconds": round(seconds, 1),
        "texts_per_second": round(len(taken) / seconds, 1),
        "smallest_share": min(map(len, shares)),
        "largest_share": max(map(len, shares)),
    }


def fill(url: str, texts: int) -> None:
    """A session a day ago for so many patients, one check-in of each due now."""
    database = Database(url)
    sessions = Sessions(database, NumberVault(KEY))
    consent = Consent("patient", SESSION, "form")
    for number in range(texts):
        sessions.add(NewSession(f"+614{number:08}", SESSION, "UTC", consent), SESSION)
    database.close()


def take_all(url: str, worker: str) -> list[int]:
    """Takes texts until none is due; their keys."""
    database = Database(url)
    judge, deliveries = FollowUpJudge(database), Deliveries(database, "fake", timedelta(seconds=5))
    taken = []
    while (text := lease_text(database, worker, NOON, LEASE, judge)) is not None:
        deliveries.keep_result(text, SendResult("accepted", f"{worker}:{text.id}"), NOON)
        taken.append(text.id)
    database.close()
    return taken


def _get_ready(url: str) -> None:
    """Loads everything before the clock runs."""
    FollowUpJudge(Database(url))
    time.sleep(0.2)  # so that each process gets its turn


if __name__ == "__main__":
    main()
