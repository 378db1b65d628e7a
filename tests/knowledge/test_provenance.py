"""Where every statement has gone, and whether the register and our words stand beside the documents."""

from __future__ import annotations

import hashlib
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.data_files import Record
from bot.knowledge.base import Knowledge, read_knowledge, shared_knowledge
from bot.knowledge.checks import Records
from bot.knowledge.provenance import ProvenanceError, coverage, uses, verify
from bot.knowledge.records import SourceDocument, Statement
from tests.conftest import DOCUMENTS

LONGEST_SHARED_RUN = 6  # words


@pytest.fixture(scope="module")
def records() -> Records:
    return read_knowledge()


def register_of(folder: Path, document: str, *statements: str) -> Records:
    """A register of one document; the statements stand in its first lines."""
    (folder / "guide.txt").write_text(document, encoding="utf-8")
    sha256 = hashlib.sha256(document.encode()).hexdigest()
    source = SourceDocument("guide", "Guide", "Guide", "nobody", date(2024, 5, 23), sha256, 9)
    told = [Statement(f"S{n}", "guide", n, "Part", text, "keep") for n, text in enumerate(statements, start=1)]
    path = Path("statements.yml")
    return Records([Record(source, path, 1)], [Record(each, path, 1) for each in told], [], [])


def runs(text: str) -> set[tuple[str, ...]]:
    """All runs of one word more than may be shared, without case and punctuation."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", text.lower()))
    length = LONGEST_SHARED_RUN + 1
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


@pytest.fixture(scope="module")
def document_runs() -> set[tuple[str, ...]]:
    return {run for path in DOCUMENTS.glob("*.txt") for run in runs(path.read_text(encoding="utf-8"))}


def test_coverage_has_one_line_for_each_statement(records: Records) -> None:
    lines = coverage(records).splitlines()[:-1]
    assert [line.split()[0] for line in lines] == [record.value.id for record in records.statements]
    assert {line.split()[1] for line in lines} <= {"used", "dropped", "open"}


def test_coverage_totals_count_every_statement_once(records: Records) -> None:
    *lines, total = coverage(records).splitlines()
    done, of, used, dropped, still_open = (int(number) for number in re.findall(r"\d+", total))
    assert done == used + dropped
    assert of == used + dropped + still_open == len(records.statements) == 196
    assert used == sum(line.split()[1] == "used" for line in lines)
    assert dropped == sum(line.split()[1] == "dropped" for line in lines)


def test_coverage_gives_the_reason_of_each_dropped_statement(records: Records) -> None:
    dropped = [record.value for record in records.statements if record.value.decision == "drop"]
    lines = coverage(records).splitlines()
    assert dropped
    assert all(f"{statement.id}  dropped  {statement.reason}" in lines for statement in dropped)


def test_uses_name_entries_and_plans(records: Records) -> None:
    assert {"sessions/sport", "sport"} <= set(uses(records)["S112"])
    assert {"preparation/overview", "preparation/food"} <= set(uses(records)["S031"])


def test_no_dropped_statement_is_used(records: Records) -> None:
    dropped = {record.value.id for record in records.statements if record.value.decision == "drop"}
    assert not dropped & uses(records).keys()


def test_verify_reads_number_words_as_numbers(tmp_path: Path) -> None:
    fitting = register_of(tmp_path, "Rest for three to five days.\n", "Rest for 3-5 days.")
    assert verify(fitting, tmp_path) == "1 documents are unchanged, and 1 statements fit their lines."


def test_verify_names_every_line_that_does_not_fit(tmp_path: Path) -> None:
    wrong = register_of(tmp_path, "Rest for 3 days.\n\n", "Rest for 4 days.", "Drink.")
    with pytest.raises(ProvenanceError) as caught:
        verify(wrong, tmp_path)
    assert str(caught.value).splitlines()[1:] == [
        "S1: line 1 of guide does not say 4.",
        "S2: line 2 of guide is empty.",
    ]


def test_verify_refuses_a_folder_without_the_documents(records: Records, tmp_path: Path) -> None:
    with pytest.raises(ProvenanceError, match=r"is not in the folder\. Give the folder that holds both documents\."):
        verify(records, tmp_path)


@pytest.mark.needs("documents")
def test_verify_confirms_the_register_against_the_documents(records: Records) -> None:
    assert verify(records, DOCUMENTS) == "2 documents are unchanged, and 196 statements fit their lines."


@pytest.mark.needs("documents")
@pytest.mark.parametrize("name", ["process.txt", "sessions.txt"])
def test_verify_refuses_a_document_with_one_more_space(records: Records, tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(DOCUMENTS, tmp_path / "documents", copy_function=shutil.copyfile))
    (folder / name).write_bytes((folder / name).read_bytes() + b" ")
    with pytest.raises(ProvenanceError, match=rf"{name} is not the document that was read \(its sha256 differs\)\."):
        verify(records, folder)


@pytest.mark.needs("documents")
@pytest.mark.parametrize("entry", sorted(shared_knowledge().entries))
def test_entry_is_in_our_own_words(knowledge: Knowledge, document_runs: set[tuple[str, ...]], entry: str) -> None:
    texts = knowledge.entries[entry]
    assert not (runs(texts.question) | runs(texts.web) | runs(texts.sms)) & document_runs


@pytest.mark.needs("documents")
def test_replies_and_safety_messages_are_in_our_own_words(
    knowledge: Knowledge, document_runs: set[tuple[str, ...]]
) -> None:
    for texts in (knowledge.replies, knowledge.safety):
        for text_id in texts.ids:
            wording = texts.wording(text_id)
            assert not (runs(wording.web) | runs(wording.sms)) & document_runs, text_id
