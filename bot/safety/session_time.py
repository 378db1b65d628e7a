"""When a patient's last session was, as the channel passes it on with a message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

SESSION_TIME = "session_time"  # key of a message's metadata; ISO 8601 with zone; only our own channels set it
LONGEST_AGO = timedelta(days=60)  # an older session says nothing about a complaint of today


def hours_since(metadata: Mapping[str, Any], now: datetime) -> float | None:
    """Hours from the session in the metadata to `now` (with zone); None without one, before it, or long after it."""
    told = metadata.get(SESSION_TIME)
    try:
        session = datetime.fromisoformat(str(told)) if told else None
    except ValueError:
        return None
    if session is None or session.tzinfo is None or not timedelta(0) <= now - session <= LONGEST_AGO:
        return None
    return (now - session).total_seconds() / 3600
