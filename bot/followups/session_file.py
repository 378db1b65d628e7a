"""Sessions from a table that a booking system exports: CSV with a line of headings."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.clinic import Clinic
from bot.followups.session_form import NEEDED, OPTIONAL, FormError, NewSession, Problem, read_session

FIELDS = (*NEEDED, *OPTIONAL)


class TableError(ValueError):
    """A file is no table of sessions; the message says what to do."""


@dataclass(frozen=True)
class Row:
    """A row of the table by its number in a spreadsheet, where the headings are row 1."""

    number: int
    session: NewSession | None
    problems: tuple[Problem, ...] = ()


def read_table(path: Path, clinic: Clinic, now: datetime) -> list[Row]:
    """All rows that are not empty, the bad ones with what is wrong; raises TableError for a file that is no table."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise TableError(f"{path} cannot be read ({problem.strerror}). Name a CSV file.") from problem
    except UnicodeDecodeError as problem:
        raise TableError(f"{path} is not in UTF-8. Save it as `CSV UTF-8`.") from problem
    lines = text.splitlines()
    separator = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    table = csv.reader(lines, delimiter=separator)
    headings = [heading.strip().lower() for heading in next(table, [])]
    _check_headings(path, headings)
    return list(_rows(table, headings, clinic, now))


def _check_headings(path: Path, headings: list[str]) -> None:
    missing = [field for field in NEEDED if field not in headings]
    unknown = [heading for heading in headings if heading not in FIELDS]
    doubled = [heading for heading in set(headings) if headings.count(heading) > 1]
    if missing or unknown or doubled:
        wrong = [f"missing: {', '.join(missing)}"] if missing else []
        wrong += [f"not known: {', '.join(unknown)}"] if unknown else []
        wrong += [f"twice: {', '.join(doubled)}"] if doubled else []
        raise TableError(f"{path}, row 1: {'; '.join(wrong)}. The first row has the headings {', '.join(FIELDS)}.")


def _rows(table: Iterator[list[str]], headings: list[str], clinic: Clinic, now: datetime) -> Iterator[Row]:
    for number, cells in enumerate(table, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(headings):
            yield Row(number, None, (Problem("row", f"has {len(cells)} cells, not {len(headings)}."),))
            continue
        try:
            yield Row(number, read_session(dict(zip(headings, cells, strict=True)), clinic, now))
        except FormError as problem:
            yield Row(number, None, tuple(problem.problems))
