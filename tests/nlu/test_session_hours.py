"""How long ago the session was: known to the clinic, or said earlier in the conversation."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone

import pytest
from rasa.shared.core.events import Event, Restarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.language.reader import Reader
from bot.nlu.session_hours import session_hours

NOW = datetime.fromtimestamp(time.time(), timezone.utc)
HOUR = 3600.0


def asked(session_ago: float | None = None) -> Message:
    """A message whose channel may know the time of the session."""
    known = {"session_time": (NOW - timedelta(hours=session_ago)).isoformat()} if session_ago is not None else None
    return Message(data={"text": "can i lift now", **({"metadata": known} if known else {})})


def said(reader: Reader, text: str, ago: float = 0.0) -> UserUttered:
    """A message as the pipeline leaves it in the tracker."""
    elapsed = [each.as_json() for each in reader.read(text, NOW).elapsed]
    return UserUttered(text, parse_data={"text": text, "elapsed": elapsed}, timestamp=NOW.timestamp() - ago * HOUR)


def tracker_of(*events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("test", list(events))


def test_where_nobody_says_it_nothing_is_known(reader: Reader) -> None:
    assert session_hours(asked(), None, NOW) is None
    assert session_hours(asked(), tracker_of(), NOW) is None
    assert session_hours(asked(), tracker_of(said(reader, "hello"), UserUttered("/choose{}")), NOW) is None


def test_the_clinic_knows_it_without_a_tracker() -> None:
    assert session_hours(asked(30), None, NOW) == pytest.approx(30)


def test_what_was_said_earlier_counts(reader: Reader) -> None:
    tracker = tracker_of(said(reader, "had it done 3 hours ago"))
    assert session_hours(asked(), tracker, NOW) == pytest.approx(3)


def test_the_time_since_it_was_said_is_added(reader: Reader) -> None:
    tracker = tracker_of(said(reader, "had it done 3 hours ago", ago=2), said(reader, "ok", ago=0.5))
    assert session_hours(asked(), tracker, NOW) == pytest.approx(5)


def test_the_latest_word_on_it_counts(reader: Reader) -> None:
    tracker = tracker_of(
        said(reader, "had my session 2 days ago"), said(reader, "no i had my session 3 hours ago"), said(reader, "ok")
    )
    assert session_hours(asked(), tracker, NOW) == pytest.approx(3)


def test_the_clinic_counts_before_what_was_said_earlier(reader: Reader) -> None:
    assert session_hours(asked(30), tracker_of(said(reader, "had it done 3 hours ago")), NOW) == pytest.approx(30)


def test_a_time_of_a_complaint_is_none_of_the_session(reader: Reader) -> None:
    assert session_hours(asked(), tracker_of(said(reader, "worse since last night")), NOW) is None


def test_what_was_said_on_another_day_is_not_taken_up(reader: Reader) -> None:
    assert session_hours(asked(), tracker_of(said(reader, "had it done 3 hours ago", ago=7)), NOW) is None


def test_what_was_said_before_a_restart_is_forgotten(reader: Reader) -> None:
    tracker = tracker_of(said(reader, "had it done 3 hours ago"), Restarted(timestamp=NOW.timestamp()))
    assert session_hours(asked(), tracker, NOW) is None


@pytest.mark.parametrize("metadata", [{"session_time": "yesterday"}, {"session_time": None}, {}])
def test_where_the_clinic_knows_nothing_useful_the_patients_word_counts(reader: Reader, metadata: dict) -> None:
    message = Message(data={"text": "can i lift now", "metadata": metadata})
    assert session_hours(message, tracker_of(said(reader, "had it done 3 hours ago")), NOW) == pytest.approx(3)
