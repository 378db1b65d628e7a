"""What a conversation was about before the latest message, from Rasa's tracker."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable
from typing import Any

from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.knowledge.following import FollowUps, Memory
from bot.language.reader import Reader

STALE_SECONDS = 6 * 3600.0  # another day's talk is not taken up silently
MOST_TEXTS = 3
PAYLOAD = re.compile(r"^/choose(\{.*\})$")


def remember(tracker: DialogueStateTracker | None, reader: Reader, follow_ups: FollowUps) -> Memory:
    """The memory of a conversation; empty without a tracker or after a pause of six hours."""
    events = recent_events(tracker) if tracker else []
    replies = [event.data.get("custom") or {} for event in events if isinstance(event, BotUttered)]
    texts = [event.text for event in events if isinstance(event, UserUttered) and event.text]
    answers = [reply["entries"] for reply in replies if reply.get("entries")]
    answered = tuple(answers[-1]) if answers else ()
    written = [text for text in texts if not text.startswith("/")]
    documents = [reader.read_without_times(text) for text in written[-MOST_TEXTS:]]
    findings = [finding for document in reversed(documents) for finding in document.findings]
    denied = {finding.concept for finding in findings if finding.assertion == "denied"}
    named = [finding.concept for finding in findings if finding.concept not in denied]
    told = [condition for entry in answered if (condition := follow_ups.condition_of(entry))]
    return Memory(
        texts=tuple(document.normalised for document in documents),
        answered=answered,
        offered=tuple(_offered(replies[-1])) if replies else (),
        conditions=tuple(dict.fromkeys(each for each in (*told, *named) if each not in denied)),
        asked_back=bool(replies)
        and (replies[-1].get("kind") == "clarify" or follow_ups.asks_back(replies[-1].get("entries") or ())),
    )


def recent_events(tracker: DialogueStateTracker) -> list[Event]:
    """The events since the last long pause, if the last of them is not old itself."""
    recent: list[Event] = []
    for event in tracker.applied_events():
        if recent and (event.timestamp or 0.0) - (recent[-1].timestamp or 0.0) > STALE_SECONDS:
            recent = []
        recent.append(event)
    is_old = bool(recent) and time.time() - (recent[-1].timestamp or 0.0) > STALE_SECONDS
    return [] if is_old else recent


def _offered(reply: dict[str, Any]) -> Iterable[str]:
    for suggestion in reply.get("suggestions") or []:
        payload = PAYLOAD.match(suggestion.get("payload", ""))
        if payload:
            yield str(json.loads(payload.group(1)).get("entry"))
