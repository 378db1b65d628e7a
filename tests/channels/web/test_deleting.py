"""A conversation that its visitor deletes is gone, and one that is too old too."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import requests

from bot import databases
from bot.channels.web.archive import Archive
from bot.channels.web.session_token import SessionTokens, load_secret
from tests.conftest import Server


def delete(server: Server, session: str) -> requests.Response:
    return requests.post(f"{server.url}/delete", json={"session": session}, timeout=30)


def kept(database: Path) -> bytes:
    """All bytes of the database: its file, its write-ahead log, and whatever else stands beside it by its name."""
    return b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))


def count(server: Server, table: str, column: str, conversation: str) -> int:
    with sqlite3.connect(server.database) as connection:
        query = f"select count(*) from {table} where {column} = ?"
        return int(connection.execute(query, (conversation,)).fetchone()[0])


def test_a_deleted_conversation_leaves_no_word_in_the_database(server: Server) -> None:
    session = server.open_session()
    (reply,) = server.ask("can I exercise tomorrow, says Rumpelstiltskin", session)
    conversation = reply["recipient_id"]
    assert b"Rumpelstiltskin" in kept(server.database)
    assert delete(server, session).json()["deleted"]
    assert count(server, "events", "sender_id", conversation) == 0
    assert b"Rumpelstiltskin" not in kept(server.database)


def test_only_the_own_conversation_is_deleted(server: Server) -> None:
    own, other = server.open_session(), server.open_session()
    server.ask("what should I wear", own)
    (reply,) = server.ask("what should I wear", other)
    delete(server, own)
    assert count(server, "events", "sender_id", reply["recipient_id"])


def test_an_alarm_goes_on_in_the_next_session_and_points_to_the_old_one_no_more(server: Server) -> None:
    session = server.open_session()
    (alarm,) = server.ask("i cant breathe", session)
    following = delete(server, session).json()["session"]
    assert count(server, "needlewise_alerts", "conversation", alarm["recipient_id"]) == 0
    (reply,) = server.ask("ok thanks", following)
    assert reply["custom"]["level"] == "emergency"
    assert reply["recipient_id"] != alarm["recipient_id"]


def test_a_conversation_can_be_deleted_after_its_session_has_expired(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEEDLEWISE_SECRET", raising=False)
    assert delete(server, SessionTokens(load_secret(), lifetime_hours=-1).issue()).status_code == 200


@pytest.mark.parametrize("body", [{}, {"session": ""}, {"session": 7}, {"session": "forged"}])
def test_nothing_is_deleted_without_a_session(server: Server, body: object) -> None:
    response = requests.post(f"{server.url}/delete", json=body, timeout=30)
    assert response.status_code == 401
    assert "emergency" in response.json()["error"]


def test_a_log_that_another_reader_holds_open_is_not_said_to_be_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "BUSY_SECONDS", 0.05)
    database = tmp_path / "conversations.db"
    with sqlite3.connect(database) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("create table events (sender_id text, timestamp real, data text)")
        connection.execute("insert into events values ('web:1', 1.0, 'Rumpelstiltskin')")
    archive = Archive(f"sqlite:///{database}", "web:")
    with sqlite3.connect(database) as reading:
        reading.execute("begin")
        reading.execute("select * from events").fetchall()
        with pytest.raises(databases.LeftoverError):
            archive.forget("web:1")
        reading.rollback()
    archive.forget("web:1")
    assert b"Rumpelstiltskin" not in kept(database)


def test_only_web_conversations_that_are_too_old_are_forgotten(tmp_path: Path) -> None:
    now = datetime.now(timezone.utc)
    database = tmp_path / "conversations.db"
    old, new = (now - timedelta(days=days) for days in (91, 89))
    rows = [("web:1", old), ("web:1", new), ("sms:1", old), ("webber", old)]
    with sqlite3.connect(database) as connection:
        connection.execute("create table events (sender_id text, timestamp real, data text)")
        for sender, at in rows:
            connection.execute("insert into events values (?, ?, ?)", (sender, at.timestamp(), json.dumps({})))
    assert Archive(f"sqlite:///{database}", "web:").forget_before(now - timedelta(days=90)) == 1
    with sqlite3.connect(database) as connection:
        left = connection.execute("select sender_id, timestamp from events").fetchall()
    assert left == [(sender, at.timestamp()) for sender, at in rows[1:]]
