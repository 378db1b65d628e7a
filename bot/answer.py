"""An answer as data, before any channel has put it into words for its readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "answer",
    "clarify",
    "decline",
    "unknown",
    "handoff",
    "escalate",
    "smalltalk",
    "notice",
    "checkin",
    "journal",
    "error",
]
Level = Literal["none", "normal", "routine", "urgent", "emergency"]


@dataclass(frozen=True)
class Wording:
    """One text in its two forms; both may hold placeholders such as `{clinic_phone}`."""

    web: str
    sms: str


@dataclass(frozen=True)
class Source:
    """Where an answer comes from, in words a patient can read."""

    document: str
    section: str


@dataclass(frozen=True)
class Suggestion:
    """A question that a patient may pick; `payload` is what the channel gets back."""

    title: str
    payload: str


@dataclass(frozen=True)
class PlanExample:
    """A session plan as numbers, for a channel that can draw; `asked` says that the answer is about it."""

    label: str
    words: Wording
    sessions: tuple[int, int]
    asked: bool


@dataclass(frozen=True)
class Answer:
    """What the assistant has decided to say in one turn.

    `wordings` come in the order in which they are said. `review` says who has checked the
    texts, and is empty for texts that are no knowledge (small talk, notices, escalations).
    `plans` are there where numbers of sessions are told: all of the guide, to compare. The first `by_digit` of the
    suggestions were asked for as well and are offered by a digit where there are no buttons.
    """

    kind: Kind
    wordings: tuple[Wording, ...]
    level: Level = "none"
    entries: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    review: Wording | None = None
    plans: tuple[PlanExample, ...] = ()
    by_digit: int = 0


def fill(text: str, values: dict[str, str]) -> str:
    """The text with the placeholders of `values` filled; other placeholders stay for whoever fills them later."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text
