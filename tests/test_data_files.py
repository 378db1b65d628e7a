"""Reading the files that people edit: each error names the file, the line and what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from bot.data_files import (
    DATA_DIR,
    DataFileError,
    Record,
    check_unique_ids,
    files_fingerprint,
    read_mapping,
    read_records,
)


class Fruit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    colour: str = "green"
    picked: date | None = None


class Basket(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    owner: str


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "fruits.yml"


def error_of(file: Path, content: str | bytes) -> str:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DataFileError) as caught:
        read_records(file, "fruits", Fruit)
    return str(caught.value)


def test_records_come_in_the_order_of_the_file_with_their_lines(file: Path) -> None:
    file.write_text("# a comment\nfruits:\n  - id: pear\n\n  - colour: red\n    id: apple\n", encoding="utf-8")
    assert read_records(file, "fruits", Fruit) == [
        Record(Fruit("pear"), file, 3),
        Record(Fruit("apple", "red"), file, 5),
    ]


@pytest.mark.parametrize("content", ["fruits: []", "\ufefffruits: []", "fruits:\r\n  []\r\n"])
def test_list_may_be_empty(file: Path, content: str) -> None:
    file.write_bytes(content.encode())
    assert read_records(file, "fruits", Fruit) == []


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        ("fruits:\n  - id: pear\n    size: 3\n", 2, "unknown field `size`. Correct the field"),
        ("fruits:\n  - id: pear\n  - colour: red\n", 3, "missing required field `id`. Correct the field"),
        ("fruits:\n  - id: 5\n", 2, "Expected `str`, got `int` - at `$.id`. Put it in quotes."),
        ("fruits:\n  - pear\n", 2, "got `str`. "),
        ("fruits:\n  -\n", 2, "got `null`. Correct the field"),
        ("fruits:\n  - id: pear\n    id: plum\n", 3, "the key `id` stands twice. Keep one of them."),
        ("fruits:\n  - id: pear\n  - id: plum\n  - id: pear\n", 4, "Give one of the two another id."),
        ("fruits:\n  id: pear\n", 2, "`fruits` must hold a list. Start each record with `- `."),
        ("fruits:\n", 1, "`fruits` must hold a list."),
        ("nuts: []\n", 1, "the file must have the top-level key `fruits` and no other."),
        ("fruits: []\nnuts: []\n", 1, "the file must have the top-level key `fruits` and no other."),
        ("- id: pear\n", 1, "the file must have the top-level key `fruits` and no other."),
        ("", 1, "the file must have the top-level key `fruits` and no other."),
        ("fruits:\n  - id: [pear\n", 3, "this is not YAML: "),
        ("fruits:\n\t- id: pear\n", 2, "this is not YAML: "),
        ("fruits: []\n---\nfruits: []\n", 2, "this is not YAML: "),
    ],
)
def test_fault_names_file_line_and_what_to_do(file: Path, content: str, line: int, problem: str) -> None:
    error = error_of(file, content)
    assert error.startswith(f"{file}, line {line}: ")
    assert problem in error


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("fruits:\n  - id: poméranien\n".encode("latin-1"), id="not UTF-8"),
        pytest.param("fruits:\n  - id: pe\x07ar\n", id="control character"),
        pytest.param("fruits:\n  - id: pear\n    picked: 2025-02-30\n", id="day that does not exist"),
        pytest.param("fruits:\n  - id: !pear x\n", id="unknown tag"),
        pytest.param("fruits:\n  - ? [a]\n    : b\n", id="list as a key"),
        pytest.param("fruits: &all\n  - *all\n", id="list that holds itself"),
    ],
)
def test_fault_below_the_records_names_the_file(file: Path, content: str | bytes) -> None:
    assert error_of(file, content).startswith(f"{file}, line ")


def test_missing_file_is_named_with_what_to_do(file: Path) -> None:
    with pytest.raises(DataFileError) as caught:
        read_records(file, "fruits", Fruit)
    assert str(caught.value) == f"{file} is missing. Restore it from the repository or write it anew."


def test_file_of_the_project_is_named_from_its_root() -> None:
    with pytest.raises(DataFileError, match=r"^data/nowhere\.yml is missing\."):
        read_records(DATA_DIR / "nowhere.yml", "fruits", Fruit)


def test_doubled_id_names_both_places(file: Path) -> None:
    error = error_of(file, "fruits:\n  - id: pear\n  - id: pear\n")
    assert error.startswith(f"{file}, line 3: the id `pear` is already used at {file}, line 2.")


def test_ids_are_unique_across_files(tmp_path: Path) -> None:
    records = [Record(Fruit("pear"), tmp_path / "a.yml", 2), Record(Fruit("pear"), tmp_path / "b.yml", 7)]
    with pytest.raises(DataFileError, match=r"b\.yml, line 7: the id `pear` is already used at .*a\.yml, line 2"):
        check_unique_ids(records)


def test_records_without_an_id_may_be_alike(tmp_path: Path) -> None:
    check_unique_ids([Record(Basket("Ada"), tmp_path, 1), Record(Basket("Ada"), tmp_path, 2)])


def test_doubled_key_deep_inside_is_found(file: Path) -> None:
    assert "line 4: the key `b` stands twice" in error_of(
        file, "fruits:\n  - id:\n      - {b: 1}\n      - {b: 1, b: 2}\n"
    )


def test_mapping_is_read_by_its_type(file: Path) -> None:
    file.write_text("basket:\n  owner: Ada\n", encoding="utf-8")
    assert read_mapping(file, "basket", Basket) == Basket("Ada")


def test_mapping_of_another_type_names_its_line(file: Path) -> None:
    file.write_text("basket:\n  owner: Ada\n  handle: long\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"fruits\.yml, line 2: .*unknown field `handle`"):
        read_mapping(file, "basket", Basket)


def test_words_stay_as_they_are_written(file: Path) -> None:
    file.write_text("fruits:\n  - {id: 'no', colour: \"24\", picked: 2025-03-01}\n", encoding="utf-8")
    (record,) = read_records(file, "fruits", Fruit)
    assert record.value == Fruit("no", "24", date(2025, 3, 1))


def test_a_change_of_a_file_or_its_name_changes_the_fingerprint(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_text("one")
    before = files_fingerprint([tmp_path])
    assert files_fingerprint([tmp_path]) == before
    file.write_text("two")
    changed = files_fingerprint([tmp_path])
    file.rename(tmp_path / "b.yml")
    assert len({before, changed, files_fingerprint([tmp_path])}) == 3
