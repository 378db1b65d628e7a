"""What Rasa trains on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.data_files import PROJECT_ROOT
from bot.engine import training
from tests.knowledge.test_own_answers import DOGS


def write_answers(folder: Path, web: str = "Yes.", example: str = "are dogs allowed") -> None:
    examples = "".join(f"      - {text}\n" for text in [*DOGS["examples"], example])
    answer = f"  - id: clinic/dogs\n    question: Dogs?\n    web: {web}\n    sms: Ok.\n    examples:\n{examples}"
    (folder / "answers.yml").write_text(f"answers:\n{answer}", encoding="utf-8")


@pytest.fixture
def clinic_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a clinic with an answer of its own."""
    monkeypatch.setenv("CLINIC_DIR", str(tmp_path))
    write_answers(tmp_path)
    return tmp_path


def imported() -> Any:
    from bot.nlu.importer import KnowledgeImporter

    return KnowledgeImporter(
        config_file=str(PROJECT_ROOT / "config.yml"),
        domain_path=str(PROJECT_ROOT / "domain.yml"),
        training_data_paths=[str(PROJECT_ROOT / "data")],
    ).get_nlu_data()


def test_examples_of_a_clinics_own_answer_are_trained_on(clinic_folder: Path) -> None:
    data = imported()
    texts = {each.get("text") for each in data.intent_examples if each.get_full_intent() == "clinic/dogs"}
    assert texts == {*DOGS["examples"], "are dogs allowed"}
    assert "utter_clinic/dogs" in data.responses


def test_examples_of_a_clinics_own_answer_ask_for_a_new_training(clinic_folder: Path) -> None:
    before = training.current_fingerprint()
    write_answers(clinic_folder, web="No.")
    assert training.current_fingerprint() == before
    write_answers(clinic_folder, example="may my dog come")
    assert training.current_fingerprint() != before
