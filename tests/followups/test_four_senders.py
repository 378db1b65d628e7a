"""Four processes share ten thousand texts that are due at once, and none of them is taken twice.

Each of them stops after its share, to be done in seconds; `make bench-followups` lets them take everything.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta, timezone
from itertools import groupby
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError

from bot.followups.judging import FollowUpJudge
from bot.followups.schedule import Schedule
from bot.texting.database import Database
from bot.texting.outbox_lease import lease_text
from bot.texting.tables import CONTACTS, OUTBOX, SESSIONS
from tests.conftest import ENGINES, url_of

DUE, SENDERS, SHARE = 10_000, 4, 400
SENDING = 0.005  # seconds; in them SQLite's one writer can be another sender
START: list[Barrier] = []  # of this process
NOON = datetime(2026, 3, 10, 12, tzinfo=timezone.utc)
SESSION = NOON - timedelta(hours=24)
MEMORY = Path("/dev/shm")


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that need not survive a power cut, so that the disk does not take most of the time."""
    if request.param == "postgresql":
        yield f"{url_of(request, tmp_path)}?options=-csynchronous_commit%3Doff"
        return
    folder = MEMORY if MEMORY.is_dir() else tmp_path
    path = folder / f"needlewise-{os.getpid()}.db"
    yield f"sqlite:///{path}"
    for each in folder.glob(f"{path.name}*"):
        each.unlink()


def fill(url: str) -> None:
    """Many sessions with a check-in each, as they stand after a day."""
    database = Database(url)
    words = Schedule(database).words(Schedule(database).plan.checkins[0], "patient", is_first=True)
    consent = {"consent_who": "patient", "consent_when": SESSION, "consent_how": "form"}
    people = [f"sms:{number}" for number in range(DUE)]
    with database.write() as connection:
        for table, rows in {
            CONTACTS: [{"number": "x", "first_text_at": SESSION, "last_text_at": SESSION, "is_linked": True}] * DUE,
            SESSIONS: [{"at": SESSION, "zone": "UTC", "recipient": "patient", "is_cancelled": False,
                        "added_at": SESSION, **consent}] * DUE,
            OUTBOX: [{"part": 0, "text": words, "kind": "followup", "priority": 0, "despite_opt_out": False,
                      "resend_when_unsure": False, "state": "waiting", "created_at": SESSION, "not_before": NOON,
                      "expires_at": NOON + timedelta(hours=20), "next_attempt_at": NOON}] * DUE,
        }.items():  # fmt: skip
            numbered = [{**row, "conversation": people[place]} for place, row in enumerate(rows)]
            if table is SESSIONS:
                numbered = [{**row, "id": place + 1} for place, row in enumerate(numbered)]
            if table is OUTBOX:
                numbered = [{**row, "origin": f"followup:{place + 1}:day_1"} for place, row in enumerate(numbered)]
            connection.execute(insert(table), numbered)
    database.close()


def meet_at(barrier: Barrier) -> None:
    """Tells a new process where it waits for the others."""
    START.append(barrier)


def send_share(url: str, worker: str) -> list[int]:
    """Takes a share of the texts; a busy database is asked again, as the channel's workers do."""
    database = Database(url)
    judge, taken = FollowUpJudge(database), []
    START[0].wait(timeout=60)
    while len(taken) < SHARE:
        try:
            text = lease_text(database, worker, NOON, timedelta(minutes=30), judge)
        except OperationalError:
            time.sleep(0.05)
            continue
        assert text, "ten thousand are due"
        taken.append(text.id)
        time.sleep(SENDING)
    database.close()
    return taken


def test_four_senders_at_once_never_take_the_same_of_ten_thousand_due_texts(url: str) -> None:
    fill(url)
    spawn = get_context("spawn")
    with ProcessPoolExecutor(SENDERS, spawn, initializer=meet_at, initargs=(spawn.Barrier(SENDERS),)) as pool:
        shares = list(pool.map(send_share, [url] * SENDERS, [f"sender {number}" for number in range(SENDERS)]))
    taken = [text for share in shares for text in share]
    assert len(taken) == len(set(taken)) == SENDERS * SHARE
    takers = [sender for _, sender in sorted((text, sender) for sender, share in enumerate(shares) for text in share)]
    turns = len(list(groupby(takers)))
    assert turns > 2 * SENDERS, "the senders worked one after the other"
