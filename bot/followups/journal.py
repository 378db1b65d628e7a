"""The journal: what patients have said of their pain, by the days since a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from bot.followups.assessing import PainReport, assess
from bot.followups.plan import ORIGIN, Plan, shared_plan
from bot.followups.score_reader import Reading, shared_score_reader
from bot.followups.sessions import last_session
from bot.language.reader import shared_reader
from bot.texting import questions
from bot.texting.database import Database
from bot.texting.tables import JOURNAL

HOURS = 3600.0


@dataclass(frozen=True)
class Entry:
    """A score or a change that was told; `session` counts nothing, it only tells sessions apart."""

    session: int
    day: int
    hours: float
    score: int | None
    trend: str | None
    at: datetime


@dataclass(frozen=True)
class Told:
    """What a text says of the pain, before it is kept; `origin` is the check-in that it answers, or the text itself."""

    conversation: str
    origin: str
    session: int
    day: int
    hours: float
    reading: Reading
    report: PainReport


class Journal:
    """Hears scores in texts, keeps them, and gives them back."""

    def __init__(self, database: Database, plan: Plan | None = None) -> None:
        self._database = database
        self._plan = plan or shared_plan()

    def session_time(self, conversation: str, now: datetime) -> datetime | None:
        """When the last session of a conversation's patient was; None if the clinic has not told of one."""
        with self._database.read() as connection:
            session = last_session(connection, conversation, now)
        return session.at.astimezone(ZoneInfo(session.zone)) if session else None

    def hear(self, conversation: str, inbound_id: int, text: str, now: datetime) -> Told | None:
        """What a text says of the pain after the last session; None where there was none, or it says nothing of it."""
        answerable = timedelta(hours=self._plan.answerable_hours)
        with self._database.read() as connection:
            session = last_session(connection, conversation, now)
            if session is None:
                return None
            asked_by = questions.score_asked_by(connection, conversation, now, answerable)
            reading = shared_score_reader().read(shared_reader().read(text, now), is_asked=asked_by is not None)
            if reading is None:
                return None
            origin = asked_by or f"inbound:{inbound_id}"
            previous = _previous(connection, session.id, origin)
        hours = (now - session.at).total_seconds() / HOURS
        report = assess(reading, hours, previous, self._plan.scores)
        return Told(conversation, origin, session.id, _day(session, now), hours, reading, report)

    def is_understood(self, conversation: str, text: str, now: datetime) -> bool:
        """Whether a text says how strong the pain is, after our question, and not a word more."""
        told = self.hear(conversation, 0, text, now)
        return told is not None and told.report.is_all and told.origin.startswith(ORIGIN)

    def keep(self, connection: Connection, told: Told, now: datetime) -> None:
        """Keeps what was heard; a second answer to the same check-in takes the place of the first."""
        row = {
            "conversation": told.conversation,
            "origin": told.origin,
            "session": told.session,
            "day": told.day,
            "hours": told.hours,
            "score": told.reading.score,
            "trend": told.reading.trend,
            "at": now,
        }
        changed = ("session", "day", "hours", "score", "trend", "at")
        self._database.put(connection, JOURNAL, row, changed=changed)

    def entries(self, conversation: str) -> list[Entry]:
        """Everything that is kept of a conversation, oldest first."""
        query = select(JOURNAL).where(JOURNAL.c.conversation == conversation).order_by(JOURNAL.c.at)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return [Entry(row.session, row.day, row.hours, row.score, row.trend, row.at) for row in rows]


@lru_cache(maxsize=1)
def shared_journal() -> Journal:
    """The journal of this process."""
    return Journal(Database())


def _previous(connection: Connection, session: int, origin: str) -> int | None:
    """The last score after the session that answers something else."""
    told = (JOURNAL.c.session == session, JOURNAL.c.origin != origin, JOURNAL.c.score.is_not(None))
    score = connection.execute(select(JOURNAL.c.score).where(*told).order_by(JOURNAL.c.at.desc()).limit(1)).scalar()
    return int(score) if score is not None else None


def _day(session: Row, now: datetime) -> int:
    """Days of the patient's own calendar; the day of the session is day 0."""
    zone = ZoneInfo(session.zone)
    return (now.astimezone(zone).date() - session.at.astimezone(zone).date()).days
