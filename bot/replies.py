"""The fixed phrases of `data/replies.yml`: small talk, declining, asking back, failures."""

from __future__ import annotations

from pathlib import Path

import msgspec

from bot.answer import Answer, Kind, Wording, fill
from bot.clinic import contact_names
from bot.data_files import DATA_DIR, check_placeholders, read_records

REPLIES_FILE = DATA_DIR / "replies.yml"
OWN_PLACEHOLDERS = frozenset({
    "limit", "choices", "number", "title", "low", "high", "sources", "review", "name", "role", "date",
    "elapsed", "range", "until", "weekday", "seconds", "scores", "day",
})  # fmt: skip


class Reply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A phrase in its two forms; it may hold placeholders in braces."""

    id: str
    web: str
    sms: str


class Replies:
    """All fixed phrases by id; raises DataFileError for a placeholder that nobody fills in."""

    def __init__(self, path: Path = REPLIES_FILE) -> None:
        records = read_records(path, "replies", Reply)
        allowed = OWN_PLACEHOLDERS | contact_names()
        for record in records:
            check_placeholders(record, (record.value.web, record.value.sms), allowed)
        self._replies = {record.value.id: record.value for record in records}

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all phrases."""
        return frozenset(self._replies)

    def wording(self, reply_id: str, **values: str) -> Wording:
        """A phrase with some placeholders filled; KeyError for an unknown id."""
        reply = self._replies[reply_id]
        return Wording(fill(reply.web, values).rstrip(), fill(reply.sms, values).rstrip())

    def answer(self, reply_id: str, kind: Kind, **values: str) -> Answer:
        """A phrase as a whole answer of its own."""
        return Answer(kind=kind, wordings=(self.wording(reply_id, **values),))
