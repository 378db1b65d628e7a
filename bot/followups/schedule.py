"""A session's follow-ups in the outbox: put there once, moved, taken back."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select, update
from sqlalchemy.engine import Connection

from bot import answer
from bot.followups.plan import ORIGIN, CheckIn, Origin, Plan, shared_plan
from bot.followups.quiet_hours import into_window
from bot.texting.database import Database
from bot.texting.outbox import OutboundText, add
from bot.texting.tables import OUTBOX, SESSIONS
from bot.texting.wording import Wording

CANCELLED = "session cancelled"


class Schedule:
    """Plans follow-ups by the plan, in the clinic's words."""

    def __init__(self, database: Database, plan: Plan | None = None) -> None:
        self.plan = plan or shared_plan()
        self._database = database
        self._wording = Wording()

    def put(self, connection: Connection, session_id: int, now: datetime) -> tuple[datetime, ...]:
        """Plans what is not out yet of a session, at its time as it is now; the moments at which texts will be due.

        What was sent, or may have been, for an earlier time of the session is not sent again.
        """
        session = connection.execute(select(SESSIONS).where(SESSIONS.c.id == session_id)).one()
        zone, due = ZoneInfo(session.zone), []
        for checkin in self.plan.checkins:
            text = OutboundText(
                conversation=session.conversation,
                origin=str(Origin(session_id, checkin.id)),
                part=0,
                text=self.words(checkin, session.recipient, is_first=True),
                kind="followup",
                not_before=into_window(checkin.due(session.at), zone, self.plan.window),
                expires_at=checkin.expires(session.at),
            )
            is_planned = add(connection, self._database, text, now) is not None or _plan_again(connection, text)
            if is_planned and max(now, text.not_before) <= checkin.expires(session.at):
                due.append(text.not_before.astimezone(zone))
        return tuple(due)

    def words(self, checkin: CheckIn, recipient: str, *, is_first: bool) -> str:
        """A text as it is sent."""
        words = self.plan.words(checkin, recipient, is_first)
        return self._wording.of_answer(answer.Answer("checkin", (answer.Wording(words, words),)))


def take_back(connection: Connection, session_id: int) -> None:
    """Takes back what waits; the check at the moment of sending would stop it as well."""
    waits = (OUTBOX.c.origin.like(f"{ORIGIN}:{session_id}:%"), OUTBOX.c.state == "waiting")
    connection.execute(update(OUTBOX).where(*waits).values(state="cancelled", error=CANCELLED))


def _plan_again(connection: Connection, text: OutboundText) -> bool:
    """Gives a text that no carrier was ever asked to send its time anew; whether there was one."""
    is_taken_back = and_(OUTBOX.c.state == "cancelled", OUTBOX.c.error == CANCELLED)
    may_wait = or_(OUTBOX.c.state.in_(("waiting", "expired")), is_taken_back)
    which = (OUTBOX.c.origin == text.origin, OUTBOX.c.attempted_at.is_(None), may_wait)
    values = {
        "state": "waiting",
        "error": None,
        "text": text.text,
        "not_before": text.not_before,
        "next_attempt_at": text.not_before,
        "expires_at": text.expires_at,
    }
    return bool(connection.execute(update(OUTBOX).where(*which).values(values)).rowcount)
