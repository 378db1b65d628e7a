"""Old conversations go, also where the database is in trouble."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.engine.retention import forget_what_is_old
from bot.safety.alerts import database_url, shared_alerts
from bot.safety.triage import Assessment
from bot.unanswered.store import Unanswered, shared_unanswered

NOW = datetime.now(timezone.utc)


def test_words_alarms_and_open_questions_of_old_web_conversations_are_forgotten() -> None:
    old = NOW - timedelta(days=91)
    engine = create_engine(database_url(), future=True)
    with engine.begin() as connection:
        connection.execute(
            text("create table if not exists events (id integer primary key, sender_id text, type_name text, "
                 "timestamp real, intent_name text, action_name text, data text)")
        )  # fmt: skip
        for sender in ("web:old", "sms:old"):
            row = {"sender": sender, "at": old.timestamp(), "data": json.dumps({})}
            statement = (
                "insert into events (sender_id, type_name, timestamp, data) values (:sender, 'user', :at, :data)"
            )
            connection.execute(text(statement), row)
    for conversation in ("web:old", "sms:old"):
        shared_alerts().record(conversation, Assessment("urgent"), old)
        shared_unanswered().add(Unanswered(conversation, old, "unknown", (), "can i dive"))
    forget_what_is_old(90, NOW)
    with engine.connect() as connection:
        left = connection.execute(text("select sender_id from events where sender_id like '%old'")).all()
    assert [row.sender_id for row in left] == ["sms:old"]
    assert not shared_alerts().since(old - timedelta(days=1), "web:old")
    assert shared_alerts().since(old - timedelta(days=1), "sms:old")
    kept = {each.conversation for each in shared_unanswered().since(old - timedelta(days=1))}
    assert kept & {"web:old", "sms:old"} == {"sms:old"}


def test_a_database_in_trouble_does_not_stop_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'without tables.db'}")
    forget_what_is_old(90, NOW)
    assert "old conversations not deleted: OperationalError" in caplog.text
