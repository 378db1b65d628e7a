"""Training starts anew when a file changes that Rasa does not see."""

from __future__ import annotations

from pathlib import Path

from bot.nlu.document_reader import DocumentReader
from bot.nlu.fingerprint import files_fingerprint
from bot.nlu.out_of_scope_gate import OutOfScopeGate
from bot.nlu.question_classifier import QuestionClassifier
from bot.nlu.sentence_vectors import SentenceVectors


def test_a_change_of_a_file_or_its_name_changes_the_fingerprint(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_text("one")
    before = files_fingerprint([tmp_path])
    assert files_fingerprint([tmp_path]) == before
    file.write_text("two")
    changed = files_fingerprint([tmp_path])
    file.rename(tmp_path / "b.yml")
    assert len({before, changed, files_fingerprint([tmp_path])}) == 3


def test_each_component_that_depends_on_files_says_so() -> None:
    for component in (DocumentReader, OutOfScopeGate, QuestionClassifier, SentenceVectors):
        assert component.fingerprint_addon(component.get_default_config())
