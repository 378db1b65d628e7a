"""Conversations survive a restart, and failures never leave a patient without words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.conftest import Server


@pytest.fixture
def own_server(trained_model: Path, tmp_path: Path) -> Server:
    return Server(tmp_path / "conversations.db")


def test_a_conversation_survives_a_restart(own_server: Server) -> None:
    session = own_server.open_session()
    (first,) = own_server.ask("can I exercise tomorrow", session)
    own_server.stop()
    own_server.start()
    try:
        (second,) = own_server.ask(first["custom"]["suggestions"][0]["payload"], session)
        assert second["custom"]["kind"] == "answer"
        assert second["recipient_id"] == first["recipient_id"]
    finally:
        own_server.stop()


def test_with_the_database_broken_questions_get_words_and_emergencies_their_text(
    tmp_path: Path, trained_model: Path
) -> None:
    database = tmp_path / "conversations.db"
    broken = Server(database)
    try:
        session = broken.open_session()
        with sqlite3.connect(database) as connection:
            connection.execute("drop table events")
        health = {name: broken.get(f"health/{name}") for name in ("live", "ready")}
        (reply,) = broken.ask("what should I wear", session)
        (alarm,) = broken.ask("i cant breathe", session)
    finally:
        broken.stop()
    assert (health["live"].status_code, health["ready"].status_code) == (200, 503)
    assert health["ready"].json() == {"status": "database"}
    assert reply["text"]
    assert alarm["custom"]["level"] == "emergency"
