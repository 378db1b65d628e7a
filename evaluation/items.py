"""The labelled files of this folder as records; any field that they should not have is an error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from bot.data_files import PROJECT_ROOT

FOLDER = PROJECT_ROOT / "evaluation"
QUESTIONS, CONVERSATIONS, ENTRIES = (FOLDER / f"{name}.jsonl" for name in ("questions", "conversations", "entries"))
OTHER_SUBJECTS = PROJECT_ROOT.parent / "shared" / "evaluation" / "out_of_domain_dev.jsonl"

HOURS: Mapping[str, float] = {"hour": 1.0, "day": 24.0, "week": 168.0}
SAME_DAY_HOURS, DAY_BEFORE_HOURS = 6.0, 24.0

Kind = Literal["answerable", "unanswered", "out_of_scope", "clinic", "small_talk"]
Style = Literal["plain", "misspelt", "shorthand", "indirect", "long", "double"]
Channel = Literal["web", "sms"]
Split = Literal["tune", "score"]

T = TypeVar("T")


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A single message, and the regular expressions that its reply must match and must not match."""

    id: str
    text: str
    channel: Channel
    style: Style
    kind: Kind
    topic: str
    session: str | None
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    split: Split
    why: str

    @property
    def asks(self) -> int:
        """How many questions it puts that an entry may answer: two if it is double, none if it asks us nothing."""
        if self.kind in {"out_of_scope", "small_talk"}:
            return 0
        return 2 if self.style == "double" else 1


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that a patient says in a conversation."""

    say: str
    must: tuple[str, ...]
    must_not: tuple[str, ...]


class Conversation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a patient says one after the other; each reply counts by itself and all of them together."""

    id: str
    channel: Channel
    split: Split
    turns: tuple[Said, ...]
    why: str


class EntryQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message with the entry that it asks for, and others that answer it `also`."""

    id: str
    text: str
    entry: str
    style: Style
    channel: Channel
    split: Literal["look", "score"]
    also: tuple[str, ...] = ()


class OtherSubject(msgspec.Struct, frozen=True):
    """A message that has nothing to do with us."""

    text: str


def read(path: Path, record: type[T]) -> list[T]:
    """The records of a file with one JSON object per line; raises msgspec.ValidationError naming the field."""
    return [msgspec.json.decode(line, type=record) for line in path.read_bytes().splitlines()]


def other_subjects() -> list[str]:
    """The shared messages about other subjects; none where they are not at hand."""
    return [each.text for each in read(OTHER_SUBJECTS, OtherSubject)] if OTHER_SUBJECTS.is_file() else []


def session_hours(words: str | None) -> float | None:
    """Hours of a text such as "2 days ago", "yesterday" or "today"; None without one."""
    if found := re.search(r"([\d.]+)\s*(hour|day|week)", words or ""):
        return float(found.group(1)) * HOURS[found.group(2)]
    return {"yesterday": DAY_BEFORE_HOURS, "today": SAME_DAY_HOURS}.get(words or "")


def session_time(words: str | None, now: datetime) -> str | None:
    """When that session was, as a channel passes it on with a message."""
    hours = session_hours(words)
    return None if hours is None else (now - timedelta(hours=hours)).isoformat()
