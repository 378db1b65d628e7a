"""Training starts anew when a file changes that Rasa does not see."""

from __future__ import annotations

from bot.nlu.document_reader import DocumentReader
from bot.nlu.out_of_scope_gate import OutOfScopeGate
from bot.nlu.question_classifier import QuestionClassifier
from bot.nlu.sentence_vectors import SentenceVectors


def test_each_component_that_depends_on_files_says_so() -> None:
    for component in (DocumentReader, OutOfScopeGate, QuestionClassifier, SentenceVectors):
        assert component.fingerprint_addon(component.get_default_config())
