"""The last question that we asked in a conversation: bare digits and letters belong to it, for a while."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.texting.database import Database
from bot.texting.tables import QUESTIONS

ANSWERABLE = timedelta(hours=2)
CHOICES = "choices"
SCORE = "score"
WORD_NUMBERS = {"one": 1, "first": 1, "two": 2, "second": 2, "three": 3, "third": 3}

_BARE = re.compile(
    r"\W*(?:(?:number|option|no|nr|question|the|answer)\W+)?"
    r"(?P<choice>\d{1,2}|[a-c]|one|two|three|first|second|third)(?:\W+(?:one|please|pls|thanks))?\W*",
    re.IGNORECASE,
)


def ask(
    connection: Connection, database: Database, conversation: str, kind: str, options: list[str], at: datetime
) -> None:
    """Keeps a question; one before it can no longer be answered by a digit."""
    row = {"conversation": conversation, "kind": kind, "options": json.dumps(options), "asked_at": at}
    database.put(connection, QUESTIONS, row, changed=("kind", "options", "asked_at"))


def open_question(
    connection: Connection, conversation: str, now: datetime, answerable: timedelta = ANSWERABLE
) -> tuple[str, list[str]] | None:
    """Kind and options of the last question, if it was asked within two hours or what `answerable` says."""
    row = connection.execute(select(QUESTIONS).where(QUESTIONS.c.conversation == conversation)).first()
    if row is None or now - row.asked_at > answerable:
        return None
    return row.kind, json.loads(row.options)


def score_asked_by(connection: Connection, conversation: str, now: datetime, answerable: timedelta) -> str | None:
    """What stands behind the question for a score, if that was the last question and not too long ago."""
    asked = open_question(connection, conversation, now, answerable)
    return asked[1][0] if asked and asked[0] == SCORE else None


def bare_choice(text: str) -> int | None:
    """The number that a text consists of ("2", "B", "option 1 please"), counted from 1; None for any other text."""
    found = _BARE.fullmatch(text.strip())
    if not found:
        return None
    choice = found["choice"].lower()
    if choice.isdigit():
        return int(choice)
    return WORD_NUMBERS.get(choice) or ord(choice) - ord("a") + 1


def picked(connection: Connection, conversation: str, text: str, now: datetime) -> str | None:
    """What the patient picked from the choices that are open, if the text picks one."""
    number = bare_choice(text)
    question = open_question(connection, conversation, now)
    if number is None or question is None or question[0] != CHOICES:
        return None
    options = question[1]
    return options[number - 1] if 1 <= number <= len(options) else None
