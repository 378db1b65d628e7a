"""A clinic plays through the days after a session, with the trained model and a clock that is moved."""

from __future__ import annotations

import asyncio
import builtins
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.engine.rehearsal import play_through, session_moment
from bot.followups.journal import shared_journal
from bot.followups.session_form import FormError
from bot.safety.alerts import DATABASE_VARIABLE, shared_alerts
from bot.unanswered.store import shared_unanswered

ZONE = "Australia/Sydney"
NOW = datetime(2026, 3, 12, 10, 0, tzinfo=ZoneInfo(ZONE))
SESSION = datetime(2026, 3, 10, 15, 0, tzinfo=ZoneInfo(ZONE))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 days ago 15:00", "2026-03-10 15:00"),
        ("1 day ago 9:05", "2026-03-11 09:05"),
        ("Yesterday 9:30", "2026-03-11 09:30"),
        ("today 08:00", "2026-03-12 08:00"),
        ("2026-03-01 15:00", "2026-03-01 15:00"),
    ],
)
def test_the_session_is_told_as_people_do(text: str, expected: str) -> None:
    assert f"{session_moment(text, NOW):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize("text", ["", "soon", "two days ago 15:00", "2 days ago", "yesterday 25:00"])
def test_a_session_that_is_no_time_is_told(text: str) -> None:
    with pytest.raises(FormError, match="session"):
        session_moment(text, NOW)


@pytest.fixture
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As the command has it: what stands in another database is neither sent nor waited for."""
    monkeypatch.setenv(DATABASE_VARIABLE, f"sqlite:///{tmp_path / 'rehearsal.db'}")
    shared = (shared_alerts, shared_journal, shared_unanswered)
    for each in shared:
        each.cache_clear()
    yield
    for each in shared:
        each.cache_clear()


@pytest.fixture
def played(agent: Any, own_database: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def play(*typed: str, days: int = 6) -> str:
        lines = iter(typed)

        def read(prompt: str) -> str:
            print(prompt, end="")
            line = next(lines, None)
            if line is None:
                raise EOFError
            print(line)
            return line

        monkeypatch.setattr(builtins, "input", read)
        asyncio.run(play_through(agent, SESSION, days, "patient", ZONE))
        return capsys.readouterr().out

    return play


def texts(out: str) -> list[tuple[str, str, int]]:
    """Each text that was shown: when, its words, its segments."""
    found = re.findall(r"^(\w{3} \d\d \w{3} \d\d:\d\d)  (.+)\n  \[(\d) segments?\]$", out, re.MULTILINE)
    return [(moment, words, int(segments)) for moment, words, segments in found]


def test_six_days_show_every_text_with_time_and_segments(played: Any) -> None:
    shown = texts(played())
    assert [moment for moment, _, _ in shown] == ["Wed 11 Mar 15:00", "Fri 13 Mar 15:00", "Sun 15 Mar 15:00"]
    assert [segments for _, _, segments in shown] == [2, 1, 1]


def test_what_is_typed_is_answered_at_the_time_of_the_rehearsal(played: Any) -> None:
    shown = texts(played("", "6, can I go for a run?", "", "was 6 now 3", "+3h", "show my scores"))
    words = [text for _, text, _ in shown]
    assert words[1].startswith("Thanks, noted: 6 out of 10.")
    assert "24-48 hours" in words[1]
    assert "Thanks, noted: 3 out of 10. That is within what is usual" in words[-3]  # easing on day 3
    assert shown[-2][0] == "Fri 13 Mar 18:00"
    assert words[-2].endswith("day 1: 6, day 3: 3.")


def test_an_alarm_ends_the_check_ins_and_is_forgotten_after_a_day(played: Any) -> None:
    shown = texts(played("", "9", "+30h", "thanks"))
    assert len(shown) == 3
    assert shown[1][1].startswith("Please speak to someone today")
    assert shown[2][1].startswith("You're welcome")


def test_a_stop_ends_everything(played: Any) -> None:
    shown = texts(played("+1h", "stop"))
    assert len(shown) == 1
    assert shown[0][:1] == ("Tue 10 Mar 16:00",)
