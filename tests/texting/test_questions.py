"""A bare digit or letter belongs to the last question, for two hours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.texting import questions
from bot.texting.database import Database
from tests.texting.conftest import NOW

OPTIONS = ["/choose a", "/choose b", "/choose c"]


@pytest.mark.parametrize(
    ("text", "choice"),
    [("1", 1), (" 2. ", 2), ("(3)", 3), ("B", 2), ("c)", 3), ("option 2", 2), ("number 1 please", 1),
     ("the first one", 1), ("two", 2), ("10", 10), ("2 hours", None), ("about 4", None), ("3/10", None), ("no", None),
     ("", None), ("1 2", None)],
)  # fmt: skip
def test_a_text_that_is_nothing_but_a_choice(text: str, choice: int | None) -> None:
    assert questions.bare_choice(text) == choice


def test_a_choice_counts_for_two_hours_and_only_if_it_was_offered(store: Database) -> None:
    with store.write() as connection:
        questions.ask(connection, store, "sms:1", questions.CHOICES, OPTIONS, NOW)
        soon, late = NOW + timedelta(minutes=119), NOW + timedelta(minutes=121)
        assert questions.picked(connection, "sms:1", "2", soon) == "/choose b"
        assert questions.picked(connection, "sms:1", "2", late) is None
        assert questions.picked(connection, "sms:1", "4", soon) is None
        assert questions.picked(connection, "sms:1", "0", soon) is None
        assert questions.picked(connection, "sms:2", "2", soon) is None


def test_a_later_question_takes_the_digits_away_from_an_earlier_one(store: Database) -> None:
    with store.write() as connection:
        questions.ask(connection, store, "sms:1", questions.CHOICES, OPTIONS, NOW)
        questions.ask(connection, store, "sms:1", "score", [], NOW)
        assert questions.picked(connection, "sms:1", "2", NOW) is None
        assert questions.open_question(connection, "sms:1", NOW) == ("score", [])
