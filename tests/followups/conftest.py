"""A clinic's follow-ups on a fake clock, on SQLite and on a real PostgreSQL; only the carrier is left out here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.followups.journal import Journal, Told
from bot.followups.judging import FollowUpJudge
from bot.followups.plan import Recipient
from bot.followups.session_form import Consent, NewSession
from bot.followups.sessions import Added, Sessions
from bot.texting.database import Database
from bot.texting.delivery import Deliveries, SendResult
from bot.texting.inbox import InboundText
from bot.texting.intake import Intake
from bot.texting.number_vault import NumberVault
from bot.texting.outbox_lease import LeasedText, lease_text
from bot.texting.screening import shared_screening
from bot.texting.tables import OUTBOX
from bot.texting.wording import Wording
from tests.conftest import ENGINES, url_of

PATIENT, OTHER = "+61491570006", "+61491570110"
ZONE = "Australia/Sydney"
SESSION = datetime(2026, 3, 10, 15, 0, tzinfo=ZoneInfo(ZONE))
LEASE = timedelta(seconds=60)


class Course:
    """The days after a session, on a clock that the test moves."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.vault = NumberVault("a key that is long enough for tests of follow-ups")
        self.sessions = Sessions(database, self.vault)
        self.journal = Journal(database)
        self.judge = FollowUpJudge(database)
        self.intake = Intake(database, self.vault, Wording())
        self.deliveries = Deliveries(database, "fake", timedelta(seconds=5))
        self.now = SESSION.astimezone(timezone.utc)
        self.count = 0

    def add(
        self,
        at: datetime = SESSION,
        number: str = PATIENT,
        zone: str = ZONE,
        recipient: Recipient = "patient",
        reference: str | None = None,
    ) -> Added:
        consent = Consent("patient", self.now - timedelta(days=1), "signed form")
        told = NewSession(number, at, zone, consent, recipient, reference=reference)
        return self.sessions.add(told, self.now)

    def after(self, hours: float) -> Course:
        """Moves the clock to so many hours after the session."""
        self.now = SESSION.astimezone(timezone.utc) + timedelta(hours=hours)
        return self

    def lease(self, worker: str = "one") -> LeasedText | None:
        return lease_text(self.database, worker, self.now, LEASE, self.judge)

    def send_due(self) -> list[str]:
        """Sends everything that is due; the texts."""
        sent = []
        while (text := self.lease()) is not None:
            self.deliveries.keep_result(text, SendResult("accepted", f"SM{text.id}"), self.now)
            sent.append(text.text)
        return sent

    def text(self, words: str, number: str = PATIENT, *, is_handled: bool = True) -> Told | None:
        """A text comes in; unless it is left waiting, the turn hears it and ends."""
        self.count += 1
        self.intake.take(
            InboundText("fake", f"SM-in-{self.count}", number, words),
            shared_screening().read(words, self.now),
            self.now,
        )
        if not is_handled:
            return None
        conversation = self.vault.conversation(number)
        told = self.journal.hear(conversation, self.count, words, self.now)
        with self.database.write() as connection:
            connection.exec_driver_sql("update needlewise_inbox set state = 'settled'")
            if told:
                self.journal.keep(connection, told, self.now)
        return told

    def states(self) -> list[tuple[str, str | None]]:
        """State and reason of each follow-up, in order."""
        query = select(OUTBOX.c.state, OUTBOX.c.error).where(OUTBOX.c.kind == "followup").order_by(OUTBOX.c.id)
        with self.database.read() as connection:
            return [(row.state, row.error) for row in connection.execute(query)]

    def due(self) -> list[str]:
        """When each follow-up that waits will go, in the patient's zone."""
        query = select(OUTBOX.c.not_before).where(OUTBOX.c.state == "waiting", OUTBOX.c.kind == "followup")
        with self.database.read() as connection:
            return [
                f"{row.not_before.astimezone(ZoneInfo(ZONE)):%a %d %H:%M}"
                for row in connection.execute(query.order_by(OUTBOX.c.id))
            ]


@pytest.fixture(params=ENGINES)
def course(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Course]:
    opened = Database(url_of(request, tmp_path))
    yield Course(opened)
    opened.close()
