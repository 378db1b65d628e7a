"""What the knowledge base is made of, as its data files hold it."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

Decision = Literal["keep", "hedge", "attribute", "reword", "drop"]
HOURS_IN = {"hours": 1, "days": 24}


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of a document."""

    document: str
    line: int


class SourceDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the documents that the knowledge base is curated from; `sha256` identifies the text that was read."""

    id: str
    title: str
    name: str
    publisher: str
    date: date
    sha256: str
    lines: int
    address: str | None = None


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One statement of a document in our words, and what the curator decided about it."""

    id: str
    document: str
    line: int
    section: str
    text: str
    decision: Decision
    reason: str | None = None
    also: Place | None = None


class OutsideStatement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a source beside the documents says, in our words; `name` and `section` are told to patients."""

    id: str
    name: str
    section: str
    text: str
    address: str


class SessionPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A typical example of a course of treatment; `sessions` and `weeks` are [fewest, most]."""

    id: str
    label: str
    example: str
    sessions: tuple[int, int]
    statements: list[str]
    weeks: tuple[int, int] | None = None
    maintenance: str | None = None
    or_more: bool = False


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long after a session an answer's advice holds; `ends` are [shortest, longest] in `unit`.

    Of `avoid_until` the longer end counts and nothing is allowed before the shorter one; of `normal_for` a
    reaction is usual until the longer end.
    """

    kind: Literal["avoid_until", "normal_for"]
    ends: tuple[int, int]
    unit: Literal["hours", "days"]

    @property
    def hours(self) -> tuple[int, int]:
        """Both ends in hours since the session."""
        return (self.ends[0] * HOURS_IN[self.unit], self.ends[1] * HOURS_IN[self.unit])


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer: what a patient asks, the texts for web and SMS, and the statements they rest on.

    An entry may rest on `outside` statements too. One that is `unanswered` says that our guide leaves the question
    open and whom to ask. `safety_net` names the safety message that follows the texts; `window` is the time that the
    main advice is about. `by_condition` names the answers to the same question for a condition, a body area or a
    situation (concept ids of `data/language/`); `narrowed_by` names what answers this question better where such a
    condition is told as well.
    """

    id: str
    question: str
    web: str
    sms: str
    statements: list[str] = []
    outside: list[str] = []
    unanswered: bool = False
    see_also: list[str] = []
    safety_net: Literal["normal", "emergency_line"] | None = None
    window: Window | None = None
    by_condition: dict[str, str] = {}
    narrowed_by: dict[str, str] = {}

    @property
    def topic(self) -> str:
        """The first part of the id, which is the Rasa intent."""
        return self.id.split("/", 1)[0]


class OwnAnswer(Entry, frozen=True, forbid_unknown_fields=True):
    """A clinic's own answer (`answers.yml` in its folder), with examples of how patients ask for it."""

    examples: list[str] = []


class Review(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clinician's signature under an entry as it stood on that day."""

    id: str
    name: str
    role: str
    date: date
    fingerprint: str
