"""What no answer may say, whoever wrote it: the words of `data/safety/forbidden_claims.yml`."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from bot.data_files import DATA_DIR, read_records

_SENTENCE_END = re.compile(r"(?<=[.:;?!]) ")
CLAIMS_FILE = DATA_DIR / "safety" / "forbidden_claims.yml"


class ForbiddenClaim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that an answer may not hold, as a regular expression without case; `why` ends with what to do.

    Words that follow `unless_after` in the same sentence are allowed: "never stop a medicine".
    """

    id: str
    words: str
    why: str
    unless_after: str = ""

    def found_in(self, text: str) -> str:
        """The forbidden words as they stand in a text; empty if there are none."""
        for sentence in _SENTENCE_END.split(" ".join(text.replace("*", "").split())):
            for found in re.finditer(self.words, sentence, re.IGNORECASE):
                before = sentence[: found.start()]
                if not (self.unless_after and re.search(self.unless_after, before, re.IGNORECASE)):
                    return found.group()
        return ""


def read_forbidden_claims(path: Path = CLAIMS_FILE) -> list[ForbiddenClaim]:
    """All forbidden claims; raises DataFileError for one that is no regular expression."""
    records = read_records(path, "forbidden_claims", ForbiddenClaim)
    for record in records:
        try:
            re.compile(record.value.words)
            re.compile(record.value.unless_after)
        except re.error as problem:
            raise record.error(
                f"the words of `{record.value.id}` cannot be read ({problem}). Correct them."
            ) from problem
    return [record.value for record in records]
