"""How long ago the session was: said in this message or an earlier one, or known to the clinic."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.conversation_memory import recent_events
from bot.nlu.keys import ELAPSED, METADATA
from bot.safety.session_time import hours_since


def session_hours(message: Message, tracker: DialogueStateTracker | None, now: datetime) -> float | None:
    """Hours since the session, as the clinic knows it or the patient has said it earlier in this conversation."""
    known = hours_since(message.get(METADATA) or {}, now)
    if known is not None or tracker is None:
        return known
    for event in reversed(recent_events(tracker)):
        said = told_hours(event) if isinstance(event, UserUttered) else None
        if said is not None:
            return said + max(0.0, now.timestamp() - (event.timestamp or now.timestamp())) / 3600
    return None


def told_hours(event: UserUttered) -> float | None:
    """Hours since the session, as this message said it when it was sent."""
    told: list[dict[str, Any]] = [time for time in event.parse_data.get(ELAPSED) or [] if time.get("of_session")]
    return max(((time["shortest_hours"] + time["longest_hours"]) / 2 for time in told), default=None)
