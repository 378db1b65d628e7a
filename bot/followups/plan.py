"""The plan of `data/followups.yml`: which texts we start after a session, when, and when not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from bot.clinic import contact_names
from bot.data_files import DATA_DIR, PLACEHOLDER, DataFileError, read_mapping

PLAN_FILE = DATA_DIR / "followups.yml"
ORIGIN = "followup"

StopCondition = Literal["cancelled", "red_flag", "answered"]
Recipient = Literal["patient", "guardian"]
Hours = Annotated[float, msgspec.Meta(gt=0)]


class CheckIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text: when it is due, when it is too late, what stops it, and its words by recipient."""

    id: str
    after_hours: Hours
    expires_after_hours: Hours
    unless: tuple[StopCondition, ...]
    text: str
    guardian_text: str

    def due(self, session: datetime) -> datetime:
        """When it is due: so many hours after the session, whatever clocks are changed meanwhile."""
        return session + timedelta(hours=self.after_hours)

    def expires(self, session: datetime) -> datetime:
        """From when on it is never sent."""
        return self.due(session) + timedelta(hours=self.expires_after_hours)


class ScoreRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a pain is urgent, usual, or for the practitioner; safety policy, sections 1 and 2."""

    urgent_from: int
    rising_is_urgent_after_hours: Hours
    usual_until_hours: Hours
    easing_is_usual_until_hours: Hours


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole plan; the file explains its keys."""

    from_time: str
    until_time: str
    answerable_hours: Hours
    answered_within_hours: Hours
    introduction: str
    opening: str
    checkins: tuple[CheckIn, ...]
    scores: ScoreRules

    @property
    def window(self) -> tuple[time, time]:
        """The times of day between which a text may be sent."""
        return time.fromisoformat(self.from_time), time.fromisoformat(self.until_time)

    def checkin(self, name: str) -> CheckIn | None:
        """A check-in by its id, if the plan still has it."""
        return next((each for each in self.checkins if each.id == name), None)

    def words(self, checkin: CheckIn, recipient: str, is_first: bool) -> str:
        """A text with its beginning; contacts are not filled in yet."""
        asks = checkin.guardian_text if recipient == "guardian" else checkin.text
        return f"{self.introduction if is_first else self.opening} {asks}"


@dataclass(frozen=True)
class Origin:
    """Where a text of the outbox comes from: `followup:<session>:<check-in>`."""

    session: int
    checkin: str

    def __str__(self) -> str:
        return f"{ORIGIN}:{self.session}:{self.checkin}"

    @classmethod
    def read(cls, text: str) -> Origin | None:
        """The origin that a text names; None for one of another kind."""
        kind, _, rest = text.partition(":")
        session, _, checkin = rest.partition(":")
        return cls(int(session), checkin) if kind == ORIGIN and session.isdecimal() and checkin else None


def load_plan(path: Path = PLAN_FILE) -> Plan:
    """The plan; raises DataFileError for times that are none, ids that stand twice, or unknown placeholders."""
    plan = read_mapping(path, "followups", Plan)
    try:
        opens, closes = plan.window
    except ValueError as problem:
        raise DataFileError(f'{path.name}: `from_time` and `until_time` are times such as "09:00".') from problem
    if opens == closes:
        raise DataFileError(f"{path.name}: `from_time` and `until_time` are the same, so no text could ever be sent.")
    ids = [checkin.id for checkin in plan.checkins]
    if len(set(ids)) < len(ids):
        raise DataFileError(f"{path.name}: two check-ins have the same id. Give one of them another.")
    texts = [plan.introduction, plan.opening, *(each.text for each in plan.checkins)]
    for placeholder in PLACEHOLDER.findall(" ".join([*texts, *(each.guardian_text for each in plan.checkins)])):
        if placeholder not in contact_names():
            raise DataFileError(f"{path.name} has the unknown placeholder `{{{placeholder}}}`. Correct or remove it.")
    return plan


@lru_cache(maxsize=1)
def shared_plan() -> Plan:
    """The plan of this process."""
    return load_plan()
