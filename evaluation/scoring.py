"""Judging replies by the facts that they hold, and adding the judgements up; no part of this knows the assistant."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from evaluation.asking import Reply
from evaluation.items import Question

T = TypeVar("T")

CAUSES = {
    "wrong": "says what it must not say",
    "alarm": "was taken for an alarm",
    "declined": "was declined as another subject",
    "unknown": "was said to be unanswered by the guide",
    "asked_back": "was asked back instead of answered",
    "talk": "was taken for small talk or a wish for a person",
    "half": "got part of what was asked",
    "other": "got the answer to another question",
    "accepted": "was answered although it should not have been",
}


@dataclass(frozen=True)
class Judged:
    """A reply held against its patterns: those of `must` that are missing and those of `must_not` that are there."""

    required: int
    missing: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def told(self) -> int:
        """How many required facts the reply holds."""
        return self.required - len(self.missing)

    @property
    def is_full(self) -> bool:
        """True where nothing is missing and nothing wrong."""
        return not self.missing and not self.wrong


@dataclass(frozen=True)
class Answered:
    """A question with its reply and what came of it."""

    question: Question
    reply: Reply
    judged: Judged

    @property
    def unasked(self) -> int:
        """Entries beyond the questions asked; what is only offered ("see also") is not counted."""
        return max(0, len(set(self.reply.entries)) - self.question.asks)


@dataclass(frozen=True)
class Figures:
    """What a group of answered questions comes to; shares are 0 to 1, and NaN in a group without questions."""

    count: int
    full: float
    facts: float
    wrong: int
    unasked: int
    words: float


def judge(text: str, must: Sequence[str], must_not: Sequence[str]) -> Judged:
    """Each pattern is looked for anywhere in the whole text, in either case."""
    return Judged(
        required=len(must),
        missing=tuple(pattern for pattern in must if not re.search(pattern, text, re.IGNORECASE)),
        wrong=tuple(pattern for pattern in must_not if re.search(pattern, text, re.IGNORECASE)),
    )


def said(reply: Reply) -> str:
    """A reply without the line that names its sources, which is the last paragraph of an answer."""
    paragraphs = reply.text.split("\n\n")
    return "\n\n".join(paragraphs[:-1] if reply.sourced and len(paragraphs) > 1 else paragraphs)


def words_of(reply: Reply) -> int:
    """Words of a reply without the line that names its sources."""
    return len(said(reply).split())


def figures(answered: Sequence[Answered]) -> Figures:
    """The figures of a group."""
    required = sum(each.judged.required for each in answered)
    return Figures(
        count=len(answered),
        full=share(each.judged.is_full for each in answered),
        facts=sum(each.judged.told for each in answered) / required if required else float("nan"),
        wrong=sum(len(each.judged.wrong) for each in answered),
        unasked=sum(each.unasked > 0 for each in answered),
        words=statistics.median(words_of(each.reply) for each in answered) if answered else float("nan"),
    )


def grouped(items: Iterable[T], by: Callable[[T], str]) -> dict[str, list[T]]:
    """Items by a name, the names in the order in which they first come."""
    groups: dict[str, list[T]] = {}
    for item in items:
        groups.setdefault(by(item), []).append(item)
    return groups


def share(flags: Iterable[bool]) -> float:
    """The share that is true; NaN of nothing."""
    listed = list(flags)
    return sum(listed) / len(listed) if listed else float("nan")


def cause(answered: Answered) -> str:
    """Why a question was missed, as far as the reply shows it: a key of CAUSES."""
    reply, judged, kind = answered.reply, answered.judged, answered.question.kind
    by_kind = {"escalate": "alarm", "decline": "declined", "unknown": "unknown", "clarify": "asked_back"}
    if reply.kind in by_kind:
        return by_kind[reply.kind]
    if reply.kind in {"smalltalk", "handoff", "notice"}:
        return "talk"
    if kind in {"unanswered", "out_of_scope", "small_talk"} and reply.entries:
        return "accepted"
    if judged.wrong:
        return "wrong"
    return "half" if judged.told else "other"
