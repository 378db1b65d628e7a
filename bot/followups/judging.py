"""Judging a follow-up at the moment of sending: is it still right to start a text?"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row
from sqlalchemy.sql import Select

from bot.followups.plan import ORIGIN, CheckIn, Origin
from bot.followups.quiet_hours import into_window
from bot.followups.schedule import CANCELLED, Schedule
from bot.safety.alerts import Alerts
from bot.texting import questions
from bot.texting.database import Database
from bot.texting.outbox_lease import Verdict
from bot.texting.retention import ALERTS
from bot.texting.tables import CONTACTS, INBOX, JOURNAL, OUTBOX, SESSIONS

RED_FLAGS = ("urgent", "emergency")
SEEN = ("sending", "accepted", "sent", "delivered", "unknown")  # states of a text that may have reached the phone
PAUSE_FOR_ANSWER = timedelta(minutes=1)


class FollowUpJudge:
    """Asked in the transaction that takes a follow-up, after opt-out and expiry. It also keeps the question open."""

    def __init__(self, database: Database, schedule: Schedule | None = None) -> None:
        Alerts(database.url)  # makes its table
        self._database = database
        self._schedule = schedule or Schedule(database)

    def __call__(self, connection: Connection, row: Row, now: datetime) -> Verdict:
        """Refused, moved, or sent in the words that fit."""
        origin = Origin.read(row.origin)
        checkin = self._schedule.plan.checkin(origin.checkin) if origin else None
        session = _first(connection, select(SESSIONS).where(SESSIONS.c.id == origin.session)) if origin else None
        if origin is None or checkin is None or session is None:
            return Verdict(("cancelled", "not planned any more"))
        reason = self._reason_against(connection, checkin, session, now)
        if reason:
            return Verdict(("cancelled", reason))
        later = self._later(connection, session, now)
        if later:
            return Verdict(later=later)
        questions.ask(connection, self._database, row.conversation, questions.SCORE, [row.origin], now)
        is_first = not _first(connection, _seen(origin))
        return Verdict(text=self._schedule.words(checkin, session.recipient, is_first=is_first))

    def _reason_against(self, connection: Connection, checkin: CheckIn, session: Row, now: datetime) -> str | None:
        conversation = session.conversation
        is_linked = select(CONTACTS).where(CONTACTS.c.conversation == conversation, CONTACTS.c.is_linked)
        if not _first(connection, is_linked):
            return "wrong number"
        if "cancelled" in checkin.unless and session.is_cancelled:
            return CANCELLED
        if "red_flag" in checkin.unless and any(_first(connection, query) for query in _red_flags(session)):
            return "red flag"
        lately = now - timedelta(hours=self._schedule.plan.answered_within_hours)
        told = select(JOURNAL).where(JOURNAL.c.session == session.id, JOURNAL.c.at >= lately)
        if "answered" in checkin.unless and _first(connection, told):
            return "answered already"
        return None

    def _later(self, connection: Connection, session: Row, now: datetime) -> datetime | None:
        """Until when the text waits: for the day of the patient, or for the answer to what they have just texted."""
        moment = into_window(now, ZoneInfo(session.zone), self._schedule.plan.window)
        if moment > now:
            return moment
        waiting = select(INBOX).where(INBOX.c.conversation == session.conversation, INBOX.c.state == "waiting")
        return now + PAUSE_FOR_ANSWER if _first(connection, waiting) else None


def _first(connection: Connection, query: Select) -> Row | None:
    return connection.execute(query.limit(1)).first()


def _red_flags(session: Row) -> tuple[Select, Select]:
    """Alarms since the session: those on record, and texts that answer one whose turn is not over yet."""
    return (
        select(ALERTS.c.id).where(
            ALERTS.c.conversation == session.conversation, ALERTS.c.level.in_(RED_FLAGS), ALERTS.c.at >= session.at
        ),
        select(OUTBOX.c.id).where(
            OUTBOX.c.conversation == session.conversation,
            OUTBOX.c.kind.in_(RED_FLAGS),
            OUTBOX.c.created_at >= session.at,
        ),
    )


def _seen(origin: Origin) -> Select:
    return select(OUTBOX.c.id).where(OUTBOX.c.origin.like(f"{ORIGIN}:{origin.session}:%"), OUTBOX.c.state.in_(SEEN))
