"""The fixed phrases of `data/replies.yml`: small talk, declining, asking back, failures."""

from __future__ import annotations

from pathlib import Path

import msgspec

from bot.answer import Answer, Kind, Wording, fill
from bot.data_files import DATA_DIR, read_records

REPLIES_FILE = DATA_DIR / "replies.yml"


class Reply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A phrase in its two forms; it may hold placeholders in braces."""

    id: str
    web: str
    sms: str


class Replies:
    """All fixed phrases by id."""

    def __init__(self, path: Path = REPLIES_FILE) -> None:
        self._replies = {record.value.id: record.value for record in read_records(path, "replies", Reply)}

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
