"""The commands about sessions and the journal, as a clinic uses them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.commands import app
from bot.texting import number_vault
from bot.texting.database import Database
from bot.texting.tables import JOURNAL

KEY = "a key that is long enough for tests of commands"
PHONE = "0491 570 006"
NOW = datetime.now(timezone.utc)
TODAY = f"{NOW:%Y-%m-%d %H:%M}"
CONSENT = ("--consent-who", "patient", "--consent-when", f"{NOW - timedelta(days=2):%Y-%m-%d}", "--consent-how", "form")


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'texting.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(number_vault, "shared_vault", lambda: number_vault.NumberVault(KEY))
    return url


def needlewise(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def add(*options: str) -> Result:
    return needlewise("sessions", "add", PHONE, TODAY, "--zone", "UTC", *CONSENT, *options)


def test_a_session_is_added_once_and_its_check_ins_are_told() -> None:
    first, again = add(), add()
    assert first.exit_code == again.exit_code == 0
    assert first.output.startswith("Added session 1")
    assert first.output.count("check-in") == 3
    assert again.output.startswith("Known already")


def test_what_is_missing_is_named() -> None:
    done = needlewise("sessions", "add", PHONE, "soon")
    assert done.exit_code == 1
    assert "consent_who: is missing" in done.output
    assert "time: is no time" in done.output


def test_a_table_is_imported_and_its_bad_rows_are_named(tmp_path: Path) -> None:
    table = tmp_path / "sessions.csv"
    table.write_text(
        "phone,time,zone,consent_who,consent_when,consent_how\n"
        f"{PHONE},{TODAY},UTC,patient,{CONSENT[3]},form\n"
        f"12,{TODAY},UTC,patient,{CONSENT[3]},form\n"
        f"{PHONE},{TODAY},UTC,patient,{CONSENT[3]},form\n"
    )
    done = needlewise("sessions", "import", str(table))
    assert done.exit_code == 1
    assert "row 3, phone: That is no phone number" in done.output
    assert "1 new, 0 moved, 1 known already, 0 of numbers that have opted out, 1 bad." in done.output


def test_sessions_are_listed_with_their_check_ins_and_cancelled() -> None:
    add("--reference", "A-1", "--condition", "muscle strain", "--body-area", "calf")
    listed = needlewise("sessions", "list").output
    assert "+61491570006" in listed
    assert "A-1  muscle strain  calf" in listed
    assert listed.count("waiting") == 3
    assert needlewise("sessions", "cancel", PHONE).output.startswith("Cancelled session 1")
    assert needlewise("sessions", "list").output.count("cancelled (session cancelled)") == 3
    assert needlewise("sessions", "cancel", PHONE).exit_code == 1


def test_the_journal_is_shown_and_drawn(own_database: str, tmp_path: Path) -> None:
    assert needlewise("journal", PHONE).output.strip() == "This number has told no pain scores."
    database, conversation = Database(own_database), number_vault.NumberVault(KEY).conversation("+61491570006")
    with database.write() as connection:
        for day, score, trend in ((1, 6, None), (3, None, "better")):
            row = {"conversation": conversation, "origin": f"followup:1:day_{day}", "session": 1, "day": day,
                   "hours": day * 24.0, "score": score, "trend": trend, "at": NOW + timedelta(days=day)}  # fmt: skip
            database.put(connection, JOURNAL, row, changed=("score",))
    database.close()
    shown = needlewise("journal", PHONE).output
    assert "day  1  6" in shown
    assert "day  3  (better)" in shown
    needlewise("journal", PHONE, "--png", str(tmp_path / "scores.png"))
    assert (tmp_path / "scores.png").read_bytes().startswith(b"\x89PNG")
