"""What is kept can be shown and erased; an opt-out outlives both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.texting.contacts import number_of
from bot.texting.database import Database
from bot.texting.export import export
from bot.texting.inbox import InboundText
from bot.texting.intake import Intake
from bot.texting.number_vault import NumberVault
from bot.texting.retention import erase, forget_old
from bot.texting.screening import shared_screening
from bot.texting.wording import Wording
from tests.texting.conftest import NOW

PATIENT, OTHER = "+61491570006", "+61491570110"


@pytest.fixture
def intake(store: Database, vault: NumberVault) -> Intake:
    return Intake(store, vault, Wording())


def take(intake: Intake, words: str, sid: str, number: str = PATIENT, days_ago: float = 0) -> bool:
    now = NOW - timedelta(days=days_ago)
    return intake.take(InboundText("fake", sid, number, words), shared_screening().read(words, now), now)


def add_rasas_events(store: Database, conversation: str) -> None:
    with create_engine(store.url, future=True).begin() as connection:
        connection.execute(text("create table if not exists events (sender_id text, timestamp float, data text)"))
        row = {"sender": conversation, "at": NOW.timestamp(), "data": '{"event": "user", "text": "hello"}'}
        connection.execute(text("insert into events values (:sender, :at, :data)"), row)


def erase_patient(store: Database, vault: NumberVault) -> None:
    erase(store, vault.conversation(PATIENT))


def forget_everything_old(store: Database, vault: NumberVault) -> None:
    forget_old(store, NOW - timedelta(days=365))


def test_everything_about_a_number_can_be_exported(store: Database, vault: NumberVault, intake: Intake) -> None:
    take(intake, "what should i wear", "SM1")
    take(intake, "stop", "SM2")
    take(intake, "somebody else's words", "SM3", OTHER)
    add_rasas_events(store, vault.conversation(PATIENT))
    found = export(store, vault, PATIENT)
    assert [row["text"] for row in found["needlewise_inbox"]] == ["what should i wear", "stop"]
    assert [row["evidence"] for row in found["needlewise_consents"]] == ["stop"]
    assert len(found["needlewise_outbox"]) == 1
    assert found["conversation_events"][0]["text"] == "hello"
    assert "somebody" not in str(found)


def test_erasing_leaves_nothing_but_the_opt_out(store: Database, vault: NumberVault, intake: Intake) -> None:
    take(intake, "what should i wear", "SM1")
    take(intake, "please stop texting me", "SM2")
    take(intake, "what should i wear", "SM3", OTHER)
    add_rasas_events(store, vault.conversation(PATIENT))
    erase(store, vault.conversation(PATIENT))
    found = export(store, vault, PATIENT)
    left = {name: rows for name, rows in found.items() if isinstance(rows, list) and rows}
    assert set(left) == {"needlewise_consents"}
    assert left["needlewise_consents"][0]["evidence"] is None
    assert number_of(store, vault, vault.conversation(PATIENT)) is None
    assert export(store, vault, OTHER)["needlewise_inbox"]


@pytest.mark.parametrize("forget", [erase_patient, forget_everything_old])
def test_forgotten_words_are_in_no_file_of_the_database(
    tmp_path: Path, vault: NumberVault, forget: Callable[[Database, NumberVault], None]
) -> None:
    store = Database(f"sqlite:///{tmp_path / 'texting.db'}")
    take(Intake(store, vault, Wording()), "can i swim, says Rumpelstiltskin", "SM1", days_ago=400)
    assert b"Rumpelstiltskin" in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    forget(store, vault)
    assert b"Rumpelstiltskin" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    store.close()


def test_an_erased_number_stays_opted_out_and_a_replay_stays_known(
    store: Database, vault: NumberVault, intake: Intake
) -> None:
    take(intake, "stop", "SM1")
    erase(store, vault.conversation(PATIENT))
    assert not take(intake, "stop", "SM1")
    assert take(intake, "what should i wear", "SM2")
    assert export(store, vault, PATIENT)["needlewise_outbox"] == []


def test_what_is_older_than_the_clinic_keeps_is_forgotten(store: Database, vault: NumberVault, intake: Intake) -> None:
    take(intake, "an old question", "SM1", days_ago=400)
    take(intake, "stop", "SM2", OTHER, days_ago=400)
    take(intake, "a new question", "SM3")
    forget_old(store, NOW - timedelta(days=365))
    assert [row["text"] for row in export(store, vault, PATIENT)["needlewise_inbox"]] == ["a new question"]
    found = export(store, vault, OTHER)
    assert found["needlewise_contacts"] == found["needlewise_outbox"] == found["needlewise_inbox"] == []
    assert [row["evidence"] for row in found["needlewise_consents"]] == ["stop"]
