"""The red-flag signs of `data/safety/signs.yml`: which findings raise which level, and why."""

from __future__ import annotations

from pathlib import Path

import msgspec

from bot.answer import Level
from bot.data_files import DATA_DIR, read_records
from bot.language.document import Assertion

SAFETY_DIR = DATA_DIR / "safety"


class Sign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: any of the `findings` raises a message to `level`.

    `states` are the assertions that count (present unless said otherwise). With `together_with`, one of those
    must be present as well, anywhere in the message; of those in `unless` none may be told of, now or earlier.
    `from_hours` and `until_hours` bound the time since the session, the first inclusive, the second exclusive.
    `message` is the id of the fixed text; where several signs of one level are found, the one
    that stands first in the file speaks. With `is_last_word`, likeness cannot raise what it
    says: "pain" is like anything. `source` names the section of the safety policy and its sources.
    """

    id: str
    level: Level
    message: str
    findings: list[str]
    source: str
    states: tuple[Assertion, ...] = ("present",)
    together_with: list[str] = []
    unless: list[str] = []
    from_hours: float = 0
    until_hours: float = float("inf")
    is_last_word: bool = False


def load_signs(path: Path = SAFETY_DIR / "signs.yml", known: frozenset[str] | None = None) -> list[Sign]:
    """The signs in the order of the file; raises DataFileError for a finding not in `known`."""
    records = read_records(path, "signs", Sign)
    for record in records:
        if not record.value.findings:
            raise record.error(f"`{record.value.id}` names no finding, so it could never alarm. Name one.")
        for finding in [*record.value.findings, *record.value.together_with, *record.value.unless]:
            if known is not None and finding not in known:
                raise record.error(
                    f"`{record.value.id}` names the finding `{finding}`, which data/language/ does not have. "
                    "Add it there or correct the name."
                )
    return [record.value for record in records]
