"""Judging a follow-up at the moment of sending: is it still right to start a text?"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.engine import Connection, Row

from bot.databases import UtcTime
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

# A session with all that speaks for or against texting about it. An alarm counts from the text that answers it,
# because it may not be on record yet.
_STANDING = select(
    SESSIONS,
    exists().where(CONTACTS.c.conversation == SESSIONS.c.conversation, CONTACTS.c.is_linked).label("is_linked"),
    or_(
        exists().where(
            ALERTS.c.conversation == SESSIONS.c.conversation,
            ALERTS.c.level.in_(RED_FLAGS),
            ALERTS.c.at >= SESSIONS.c.at,
        ),
        exists().where(
            OUTBOX.c.conversation == SESSIONS.c.conversation,
            OUTBOX.c.kind.in_(RED_FLAGS),
            OUTBOX.c.created_at >= SESSIONS.c.at,
        ),
    ).label("has_red_flag"),
    exists()
    .where(JOURNAL.c.session == SESSIONS.c.id, JOURNAL.c.at >= bindparam("lately", type_=UtcTime))
    .label("has_answered"),
    exists().where(INBOX.c.conversation == SESSIONS.c.conversation, INBOX.c.state == "waiting").label("has_texted"),
    exists()
    .where(
        OUTBOX.c.conversation == SESSIONS.c.conversation,
        OUTBOX.c.origin.like(bindparam("all_of_session")),
        OUTBOX.c.state.in_(SEEN),
    )
    .label("was_asked_before"),
).where(SESSIONS.c.id == bindparam("session"))


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
        standing = self._standing(connection, origin, now) if origin else None
        if checkin is None or standing is None:
            return Verdict(("cancelled", "not planned any more"))
        reason = _reason_against(checkin, standing)
        if reason:
            return Verdict(("cancelled", reason))
        later = self._later(standing, now)
        if later:
            return Verdict(later=later)
        questions.ask(connection, self._database, row.conversation, questions.SCORE, [row.origin], now)
        words = self._schedule.words(checkin, standing.recipient, is_first=not standing.was_asked_before)
        return Verdict(text=words)

    def _standing(self, connection: Connection, origin: Origin, now: datetime) -> Row | None:
        values = {
            "session": origin.session,
            "all_of_session": f"{ORIGIN}:{origin.session}:%",
            "lately": now - timedelta(hours=self._schedule.plan.answered_within_hours),
        }
        return connection.execute(_STANDING, values).first()

    def _later(self, standing: Row, now: datetime) -> datetime | None:
        """Until when the text waits: for the day of the patient, or for the answer to what they have just texted."""
        moment = into_window(now, ZoneInfo(standing.zone), self._schedule.plan.window)
        if moment > now:
            return moment
        return now + PAUSE_FOR_ANSWER if standing.has_texted else None


def _reason_against(checkin: CheckIn, standing: Row) -> str | None:
    if not standing.is_linked:
        return "wrong number"
    reasons = {
        CANCELLED: "cancelled" in checkin.unless and standing.is_cancelled,
        "red flag": "red_flag" in checkin.unless and standing.has_red_flag,
        "answered already": "answered" in checkin.unless and standing.has_answered,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)
