"""A table of sessions: good rows are taken, bad ones named by row and field."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.clinic import Clinic
from bot.followups.session_file import TableError, read_table

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=timezone.utc)
HEADINGS = "phone,time,consent_who,consent_when,consent_how,recipient"
GOOD = "0491 570 006,2026-03-10 15:00,patient,2026-03-01,form,patient"


def table(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "sessions.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def test_bad_rows_are_named_as_a_spreadsheet_numbers_them(tmp_path: Path, clinic: Clinic) -> None:
    path = table(
        tmp_path, HEADINGS, GOOD, "", "12,2026-03-10 15:00,patient,2026-03-01,form,patient",
        "0491 570 110,soon,,2026-03-01,form,dog", "0491 570 110,2026-03-10 16:00", GOOD.replace("006", "110"),
    )  # fmt: skip
    rows = read_table(path, clinic, NOW)
    told = {row.number: [problem.field for problem in row.problems] for row in rows}
    assert told == {2: [], 4: ["phone"], 5: ["consent_who", "time", "recipient"], 6: ["row"], 7: []}
    assert [row.session.number for row in rows if row.session] == ["+61491570006", "+61491570110"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_tables_as_spreadsheets_save_them_are_read(
    tmp_path: Path, clinic: Clinic, separator: str, encoding: str
) -> None:
    lines = (line.replace(",", separator) for line in (HEADINGS.upper(), GOOD))
    (row,) = read_table(table(tmp_path, *lines, encoding=encoding), clinic, NOW)
    assert row.session


def test_a_cell_may_hold_the_separator(tmp_path: Path, clinic: Clinic) -> None:
    (row,) = read_table(table(tmp_path, HEADINGS, GOOD.replace("form", '"form, signed"')), clinic, NOW)
    assert row.session
    assert row.session.consent.how == "form, signed"


@pytest.mark.parametrize(
    ("headings", "said"),
    [("phone,time", "missing: consent_who"), (f"{HEADINGS},name", "not known: name"), (f"{HEADINGS},phone", "twice"),
     ("", "missing")],
)  # fmt: skip
def test_wrong_headings_are_told_before_any_row(tmp_path: Path, clinic: Clinic, headings: str, said: str) -> None:
    with pytest.raises(TableError, match=f"row 1: .*{said}"):
        read_table(table(tmp_path, headings, GOOD), clinic, NOW)


def test_a_file_that_is_no_table_is_told(tmp_path: Path, clinic: Clinic) -> None:
    with pytest.raises(TableError, match="cannot be read"):
        read_table(tmp_path / "none.csv", clinic, NOW)
    with pytest.raises(TableError, match="UTF-8"):
        read_table(table(tmp_path, HEADINGS + "ü", encoding="utf-16"), clinic, NOW)
