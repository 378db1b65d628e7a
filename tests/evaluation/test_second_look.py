"""Moving the bounds of the second look: what counts as a mishap, and that one bound is moved at a time."""

from __future__ import annotations

import msgspec
import pytest

from bot.answer import Level
from bot.language.reader import Reader
from bot.safety.second_look import load_bounds
from evaluation.second_look import FACTORS, Message, mishaps, moved


def message(level: Level | None, kind: str = "triage") -> Message:
    return Message(Reader().read("hello"), None, level, kind)


@pytest.mark.parametrize(
    ("deserved", "got", "found"),
    [
        ("emergency", "emergency", []),
        ("emergency", "urgent", ["missed emergencies", "under-triage"]),
        ("urgent", "routine", ["missed urgent", "under-triage"]),
        ("urgent", "emergency", []),
        ("routine", "none", ["under-triage"]),
        ("routine", "emergency", ["false emergencies"]),
        ("normal", "emergency", ["false emergencies", "false alarms"]),
        ("none", "urgent", ["false alarms"]),
        ("normal", "none", []),
    ],
)
def test_a_level_is_held_against_what_the_message_deserves(deserved: Level, got: Level, found: list[str]) -> None:
    assert list(mishaps(message(deserved), got)) == found


@pytest.mark.parametrize(("got", "counts"), [("urgent", 1), ("emergency", 1), ("routine", 0)])
def test_only_alarms_count_where_nobody_has_labelled(got: Level, counts: int) -> None:
    assert list(mishaps(message(None, "questions"), got)) == ["alarms at questions"] * counts
    assert list(mishaps(message(None, "other subjects"), got)) == ["at other subjects"] * counts


def test_every_bound_is_moved_and_the_others_stay() -> None:
    bounds = load_bounds()
    as_they_are = flat(bounds)
    names = set()
    for _, changed in moved(bounds):
        differing = {name for name, value in flat(changed).items() if value != as_they_are[name]}
        assert len(differing) == 1
        names |= differing
    assert names == as_they_are.keys()
    assert len(list(moved(bounds))) == len(FACTORS) * len(as_they_are)


def flat(bounds: msgspec.Struct) -> dict[str, float]:
    plain = msgspec.to_builtins(bounds)
    return {
        f"{name}.{part}": number
        for name, value in plain.items()
        for part, number in (value.items() if isinstance(value, dict) else [("", value)])
    }
