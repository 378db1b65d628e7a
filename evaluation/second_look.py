"""What each bound of the second look costs and gains, on messages that may be looked at: `make second-look-bounds`.

One bound at a time is moved, all others stay. The messages are those that the triage is measured with (part `tune`),
questions, which alarm nobody, and messages about other subjects where they are at hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import msgspec

from bot.answer import Level
from bot.language.document import Document
from bot.language.frozen_model import FrozenModel
from bot.language.reader import Reader
from bot.safety.second_look import Bounds, LevelBounds, SecondLook, load_second_look
from bot.safety.triage import LEVELS, Triage
from evaluation.items import QUESTIONS, Question, other_subjects, session_hours
from evaluation.items import read as read_records
from evaluation.triage import OWN, ROUNDS, of_split, read

FACTORS = (0.4, 0.6, 0.8, 1.25, 1.6, 2.5)
ALARMS = LEVELS[-2:]
COLUMNS = (
    "missed emergencies",
    "missed urgent",
    "false emergencies",
    "under-triage",
    "false alarms",
    "alarms at questions",
    "at other subjects",
)


@dataclass(frozen=True)
class Message:
    """A message, read, with the time that the clinic knows; `level` is None where nobody has labelled it."""

    document: Document
    hours: float | None
    level: Level | None
    kind: str


class Remembering(FrozenModel):
    """The frozen model, which here is asked the same again for each bound."""

    @cached_property
    def _recent(self) -> Callable[..., dict[str, float]]:
        return cache(self._shares)


def main() -> None:
    """Prints a line for the bounds as they are, and one for each bound moved by each of FACTORS."""
    look, messages = load_second_look(), list(read_messages(Reader()))
    frozen = Remembering(look.frozen.model, look.frozen.encoder)
    print(f"{len(messages)} messages; " + ", ".join(COLUMNS))
    print_line("as they are", messages, SecondLook(frozen, look.bounds))
    for name, bounds in moved(look.bounds):
        print_line(name, messages, SecondLook(frozen, bounds))


def read_messages(reader: Reader) -> Iterator[Message]:
    """All messages that may be looked at; those about other subjects belong to no part, and are only counted."""
    for each in (*of_split(read(OWN), "tune"), *of_split(read(ROUNDS), "tune")):
        level = next(level for level in LEVELS if level == each.level)
        yield Message(reader.read(each.text), session_hours(each.session), level, "triage")
    for question in read_records(QUESTIONS, Question):
        if question.split == "tune":
            yield Message(reader.read(question.text), session_hours(question.session), None, "questions")
    for text in other_subjects():
        yield Message(reader.read(text), None, None, "other subjects")


def moved(bounds: Bounds) -> Iterator[tuple[str, Bounds]]:
    """Each bound times each of FACTORS, with its name and value."""
    for field in bounds.__struct_fields__:
        bound = getattr(bounds, field)
        parts = bound.__struct_fields__ if isinstance(bound, LevelBounds) else (None,)
        for part in parts:
            for factor in FACTORS:
                value = round(factor * (getattr(bound, part) if part else bound), 3)
                changed = msgspec.structs.replace(bound, **{part: value}) if part else value
                name = f"{field}.{part}" if part else field
                yield f"{name} {value}", msgspec.structs.replace(bounds, **{field: changed})


def print_line(name: str, messages: Sequence[Message], look: SecondLook) -> None:
    """Prints how often each of COLUMNS happens."""
    triage, counts = Triage(second_look=look), Counter[str]()
    for each in messages:
        counts.update(mishaps(each, triage.assess(each.document, each.hours).level))
    print(f"{name:32}" + "".join(f"{counts[column]:6}" for column in COLUMNS), flush=True)


def mishaps(message: Message, got: Level) -> Iterator[str]:
    """Which of COLUMNS a level is, for a message."""
    if message.level is None:
        if got in ALARMS:
            yield "alarms at questions" if message.kind == "questions" else "at other subjects"
        return
    deserved, given = LEVELS.index(message.level), LEVELS.index(got)
    urgent, emergency = (LEVELS.index(level) for level in ALARMS)
    if given < deserved and message.level == "emergency":
        yield "missed emergencies"
    if given < deserved and message.level == "urgent":
        yield "missed urgent"
    if given == emergency and deserved < urgent:
        yield "false emergencies"
    if given < deserved and deserved >= LEVELS.index("routine"):
        yield "under-triage"
    if given >= urgent and deserved < LEVELS.index("routine"):
        yield "false alarms"


if __name__ == "__main__":
    main()
