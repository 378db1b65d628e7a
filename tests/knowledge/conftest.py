"""A copy of the knowledge base that a test may break or sign, the real encoder, and a finder with rankings by hand."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.data_files import DataFileError
from bot.knowledge.asking import QuestionFinder
from bot.knowledge.base import KNOWLEDGE_DIR, Knowledge, load_knowledge
from bot.knowledge.following import FollowUps
from bot.language.encoder import DEFAULT_ENCODER, SentenceEncoder
from bot.language.reader import Reader
from tests.knowledge.asking_by_hand import SURE_FROM, Asking, Ranks


class KnowledgeCopy:
    """The real data files in a folder of their own, with no signatures yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "knowledge"
        self.clinic = folder
        self.reviews = folder / "reviews.yml"
        self._signatures: list[dict[str, str]] = []
        shutil.copytree(KNOWLEDGE_DIR, self.folder)
        self._write_reviews()

    def add(self, file: str, like: str, **changes: Any) -> None:
        """Adds a record that is like another but for its changes; a change to None leaves the field out."""
        key, records = self._read(file)
        changed = {**self._find(records, like), **changes}
        records.append({name: value for name, value in changed.items() if value is not None})
        self._write(file, key, records)

    def change(self, file: str, record_id: str, **changes: Any) -> None:
        """Changes fields of a record."""
        key, records = self._read(file)
        self._find(records, record_id).update(changes)
        self._write(file, key, records)

    def last_line(self, file: str, start: str) -> int:
        """The number of the last line that starts so."""
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        return max(number for number, line in enumerate(lines, start=1) if line.startswith(start))

    def sign(self, entry: str, date: str = "2025-03-01", name: str = "Dr Ada Example") -> None:
        """Signs an entry as it stands now."""
        loaded = self.load()
        fingerprint = loaded.fingerprint(loaded.entries[entry])
        self._signatures.append(
            {"id": entry, "name": name, "role": "physiotherapist", "date": date, "fingerprint": fingerprint}
        )
        self._write_reviews()

    def load(self) -> Knowledge:
        """The knowledge base of this copy."""
        return load_knowledge(self.folder, self.clinic)

    def error(self) -> str:
        """What the load of this copy says when it stops."""
        with pytest.raises(DataFileError) as caught:
            self.load()
        return str(caught.value)

    def _read(self, file: str) -> tuple[str, list[dict[str, Any]]]:
        ((key, records),) = yaml.load((self.folder / file).read_bytes(), yaml.CSafeLoader).items()
        return key, records

    def _write(self, file: str, key: str, records: list[dict[str, Any]]) -> None:
        text = yaml.dump({key: records}, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
        (self.folder / file).write_text(text, encoding="utf-8")

    def _write_reviews(self) -> None:
        lines = "".join(
            f"  - {{{', '.join(f'{name}: {value}' for name, value in signature.items())}}}\n"
            for signature in self._signatures
        )
        self.reviews.write_text(f"reviews:\n{lines}" if lines else "reviews: []\n", encoding="utf-8")

    @staticmethod
    def _find(records: list[dict[str, Any]], record_id: str) -> dict[str, Any]:
        (found,) = [record for record in records if record["id"] == record_id]
        return found


@pytest.fixture
def knowledge_copy(tmp_path: Path) -> KnowledgeCopy:
    """A fresh copy of the knowledge base."""
    return KnowledgeCopy(tmp_path)


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """The real sentence encoder."""
    return SentenceEncoder(DEFAULT_ENCODER)


@pytest.fixture
def ranks() -> Ranks:
    """Rankings that a test fills."""
    return Ranks()


@pytest.fixture
def follow_ups(knowledge: Knowledge) -> FollowUps:
    """The follow-ups of the real entries."""
    return FollowUps(knowledge.entries)


@pytest.fixture
def ask(reader: Reader, follow_ups: FollowUps, ranks: Ranks) -> Asking:
    """A finder that goes by these rankings."""
    return Asking(reader, QuestionFinder(ranks, follow_ups, SURE_FROM))
