"""The clinic's sessions: kept once each, moved, cancelled, and asked when the last one was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.engine import Connection, Row

from bot.followups.schedule import Schedule, take_back
from bot.followups.session_form import NewSession
from bot.texting.consents import has_opted_out
from bot.texting.contacts import meet
from bot.texting.database import Database
from bot.texting.number_vault import NumberVault
from bot.texting.tables import CONTACTS, SESSIONS


@dataclass(frozen=True)
class Session:
    """A session that is kept. `at` is in the patient's zone."""

    id: int
    conversation: str
    at: datetime
    recipient: str
    reference: str | None
    is_cancelled: bool
    condition: str | None
    body_area: str | None


@dataclass(frozen=True)
class Added:
    """What became of a session that was told; `due` are the times of its follow-ups, none for an opt-out."""

    session: Session
    is_new: bool
    has_moved: bool
    has_opted_out: bool
    due: tuple[datetime, ...]


class Sessions:
    """All sessions of a clinic, in the database of texting."""

    def __init__(self, database: Database, vault: NumberVault, schedule: Schedule | None = None) -> None:
        self._database = database
        self._vault = vault
        self._schedule = schedule or Schedule(database)

    def add(self, told: NewSession, now: datetime) -> Added:
        """Keeps a session and plans its follow-ups; the same number and time, or the same reference, are one session.

        A session whose reference is known at another time has moved, and so do its follow-ups that are not out yet.
        """
        with self._database.write() as connection:
            conversation = meet(connection, self._database, self._vault, told.number, now)
            moved = self._by_reference(connection, told, conversation)
            new_id = None if moved else self._insert(connection, told, conversation, now)
            has_moved = moved is not None and moved.at != told.at
            session_id = new_id or self._keep_known(connection, told, conversation, moved)
            session = _session(_row(connection, session_id))
            stopped = has_opted_out(connection, conversation)
            due = () if stopped else self._schedule.put(connection, session.id, now)
        return Added(session, new_id is not None, has_moved, stopped, due)

    def cancel(self, number: str, at: datetime | None, now: datetime) -> list[Session]:
        """Cancels the sessions of a number, or the one at a time; their follow-ups that are not out stay in."""
        which = [SESSIONS.c.conversation == self._vault.conversation(number), ~SESSIONS.c.is_cancelled]
        if at is not None:
            which.append(SESSIONS.c.at == at)
        with self._database.write() as connection:
            rows = connection.execute(select(SESSIONS).where(*which).order_by(SESSIONS.c.at)).all()
            for row in rows:
                _cancel(connection, row.id)
        return [_session(row) for row in rows]

    def listed(self, since: datetime) -> list[Session]:
        """All sessions from a moment on, in their order."""
        query = select(SESSIONS).where(SESSIONS.c.at >= since).order_by(SESSIONS.c.at, SESSIONS.c.id)
        with self._database.read() as connection:
            return [_session(row) for row in connection.execute(query)]

    def _by_reference(self, connection: Connection, told: NewSession, conversation: str) -> Row | None:
        """The session that has the reference; one of another number is not this patient's any more."""
        if told.reference is None:
            return None
        row = connection.execute(select(SESSIONS).where(SESSIONS.c.reference == told.reference)).first()
        if row is not None and row.conversation != conversation:
            _cancel(connection, row.id)
            connection.execute(update(SESSIONS).where(SESSIONS.c.id == row.id).values(reference=None))
            return None
        return row

    def _insert(self, connection: Connection, told: NewSession, conversation: str, now: datetime) -> int | None:
        row = {**_values(told), "conversation": conversation, "is_cancelled": False, "added_at": now}
        return self._database.add_new(connection, SESSIONS, row)

    def _keep_known(self, connection: Connection, told: NewSession, conversation: str, moved: Row | None) -> int:
        """Writes what is told over the row that is known; a moved session takes the place of one at its new time."""
        here = (SESSIONS.c.conversation == conversation, SESSIONS.c.at == told.at)
        known = connection.execute(select(SESSIONS).where(*here)).first()
        if moved is not None and known is not None and known.id != moved.id:
            _cancel(connection, moved.id)
            connection.execute(update(SESSIONS).where(SESSIONS.c.id == moved.id).values(reference=None))
        kept = known or moved
        if kept is None:  # nothing else can have kept it from being inserted
            raise RuntimeError("a session is neither new nor known")
        values = {**_values(told), "reference": told.reference or kept.reference, "is_cancelled": False}
        connection.execute(update(SESSIONS).where(SESSIONS.c.id == kept.id).values(values))
        return int(kept.id)


def last_session(connection: Connection, conversation: str, now: datetime) -> Row | None:
    """The last session that has begun; none for a number that turned out to be somebody else's."""
    query = (
        select(SESSIONS)
        .join(CONTACTS, CONTACTS.c.conversation == SESSIONS.c.conversation)
        .where(SESSIONS.c.conversation == conversation, CONTACTS.c.is_linked, ~SESSIONS.c.is_cancelled)
        .where(SESSIONS.c.at <= now)
    )
    return connection.execute(query.order_by(SESSIONS.c.at.desc()).limit(1)).first()


def _values(told: NewSession) -> dict[str, object]:
    return {
        "at": told.at,
        "zone": told.zone,
        "recipient": told.recipient,
        "condition": told.condition,
        "body_area": told.body_area,
        "consent_who": told.consent.who,
        "consent_when": told.consent.when,
        "consent_how": told.consent.how,
        "reference": told.reference,
    }


def _cancel(connection: Connection, session: int) -> None:
    connection.execute(update(SESSIONS).where(SESSIONS.c.id == session).values(is_cancelled=True))
    take_back(connection, session)


def _row(connection: Connection, session: int) -> Row:
    return connection.execute(select(SESSIONS).where(SESSIONS.c.id == session)).one()


def _session(row: Row) -> Session:
    at = row.at.astimezone(ZoneInfo(row.zone))
    return Session(
        id=row.id,
        conversation=row.conversation,
        at=at,
        recipient=row.recipient,
        reference=row.reference,
        is_cancelled=row.is_cancelled,
        condition=row.condition,
        body_area=row.body_area,
    )
