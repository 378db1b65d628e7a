"""Whether a clinic's own answers fit: on the web the words, by SMS two segments with all that may be added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.answer import Answer
from bot.clinic import Clinic
from bot.data_files import DataFileError
from bot.knowledge.base import Knowledge, Turn
from bot.knowledge.records import Entry, OwnAnswer
from bot.rendering import GSM_BASIC, GSM_EXTENDED, PART_UNITS, Renderer, segments
from bot.safety.messages import NORMAL_LINE

MOST_SEGMENTS = 2
MOST_WORDS = 60
SOME_DAY = datetime(2025, 3, 3)
HOURS_SINCE = (1.0, 10.0, 19.0, 30.0, 1000.0)  # each gives another sentence on time
STEP, STEPS = timedelta(hours=6), 28  # through a week, for the names of days
SIGNED = {"name": "Dr Ada Example", "role": "physiotherapist", "date": "2025-03-01"}


def check_lengths(base: Knowledge, clinic: Clinic) -> None:
    """Raises DataFileError for the first of a clinic's own answers that is too long or holds what no SMS can."""
    renderer = Renderer(clinic)
    for entry in base.entries.values():
        if isinstance(entry, OwnAnswer):
            _check(base, entry, renderer)


def longest_sms(base: Knowledge, entry: Entry, renderer: Renderer) -> str:
    """An entry's text at its longest: with the sentence on time, the longer safety line, and either line of review."""
    texts = [renderer.render(answer, "sms").text for answer in _additions(base, entry)]
    return max(texts, key=lambda text: (segments(text), len(text)))


def _additions(base: Knowledge, entry: Entry) -> Iterator[Answer]:
    own = "_own" if isinstance(entry, OwnAnswer) else ""
    reviews = [base.replies.wording(f"{kind}{own}", **SIGNED) for kind in ("reviewed", "unreviewed")]
    turns = [Turn((entry.id,))]
    if entry.window:
        days = [SOME_DAY + step * STEP for step in range(STEPS)]
        turns += [Turn((entry.id,), hours=since, now=now) for since in HOURS_SINCE for now in days]
    for turn in turns:
        told = base.answer(turn)
        followed = base.safety.with_line(NORMAL_LINE, told)
        yield from (replace(followed, review=review) for review in reviews)


def _check(base: Knowledge, entry: Entry, renderer: Renderer) -> None:
    sms, words = longest_sms(base, entry, renderer), len(base.wording(entry).web.split())
    if strange := set(base.wording(entry).sms) - GSM_BASIC - GSM_EXTENDED:
        raise DataFileError(
            f"answers.yml: the SMS text of `{entry.id}` holds {' '.join(sorted(strange))}, which no plain SMS can. "
            "Write it with other signs."
        )
    if segments(sms) > MOST_SEGMENTS:
        raise DataFileError(
            f"answers.yml: the SMS text of `{entry.id}` is too long: with the safety line and what else may follow it "
            f"takes {segments(sms)} texts. Shorten it by about {len(sms) - MOST_SEGMENTS * PART_UNITS} characters."
        )
    if words > MOST_WORDS:
        raise DataFileError(f"answers.yml: the web text of `{entry.id}` has {words} words. Shorten it to {MOST_WORDS}.")
