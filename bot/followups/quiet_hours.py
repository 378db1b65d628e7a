"""Moving a moment out of the quiet hours of a patient's own day."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

Window = tuple[time, time]


def into_window(moment: datetime, zone: ZoneInfo, window: Window) -> datetime:
    """The moment itself if it lies in the window of the zone's day, else the next beginning of the window, in UTC.

    The window includes its beginning and excludes its end; one whose end is the earlier reaches over midnight.
    """
    opens, closes = window
    local = moment.astimezone(zone)
    if _is_open(local.time(), opens, closes):
        return moment.astimezone(timezone.utc)
    day = local.date() if local.time() < opens else local.date() + timedelta(days=1)
    begins = datetime.combine(day, opens, zone).astimezone(timezone.utc)
    return max(begins, moment.astimezone(timezone.utc))  # where clocks are set back, a time of day comes twice


def _is_open(time_of_day: time, opens: time, closes: time) -> bool:
    if opens < closes:
        return opens <= time_of_day < closes
    return time_of_day >= opens or time_of_day < closes
