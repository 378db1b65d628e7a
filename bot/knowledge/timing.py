"""Where a patient stands in the time that an answer is about."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from bot.answer import Wording
from bot.knowledge.records import Window
from bot.replies import Replies

HOURS_PER_DAY = 24
HOURS_ARE_TOLD_BELOW = 20  # later than that, people count in days
ONE_DAY_BELOW = 36
PARTS_OF_DAY = {12: "until_morning", 17: "until_afternoon", 21: "until_evening", 24: "until_night"}  # by their end


def time_wording(window: Window, hours: float, now: datetime, replies: Replies) -> Wording:
    """The sentence that follows an answer: how long it has been, the whole range, and until when to wait.

    `hours` is the time since the session, `now` the clinic's local time. Advice counts from the longer end; nothing
    is allowed before it is over.
    """
    shortest, longest = window.hours
    values = {"elapsed": elapsed_words(hours, replies), "range": f"{window.ends[0]} to {window.ends[1]} {window.unit}"}
    if window.kind == "normal_for":
        return replies.wording("time_usual" if hours <= longest else "time_unusual", **values)
    if hours >= longest:
        return replies.wording("time_over", **values)
    until = until_words(now, timedelta(hours=longest - hours), replies)
    return replies.wording("time_too_early" if hours < shortest else "time_careful", until=until, **values)


def elapsed_words(hours: float, replies: Replies) -> str:
    """Such as "3 hours", "a day" or "4 days"."""
    if hours < HOURS_ARE_TOLD_BELOW:
        return _counted(max(1, round(hours)), "hour", replies)
    days = 1 if hours < ONE_DAY_BELOW else round(hours / HOURS_PER_DAY)
    return _counted(days, "day", replies)


def until_words(now: datetime, wait: timedelta, replies: Replies) -> str:
    """Such as "tomorrow morning" or "Friday afternoon", for the time after `wait`."""
    then = (now.astimezone(timezone.utc) + wait).astimezone(now.tzinfo)
    days = (then.date() - now.date()).days
    day = {0: "today", 1: "tomorrow"}.get(days, "weekday")
    part = next(name for end, name in PARTS_OF_DAY.items() if then.hour < end)
    return replies.wording(f"{part}_{day}", weekday=then.strftime("%A")).web


def _counted(number: int, unit: str, replies: Replies) -> str:
    return replies.wording(f"elapsed_one_{unit}" if number == 1 else f"elapsed_{unit}s", number=str(number)).web
