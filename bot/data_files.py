"""Reading the YAML files that people edit; every error names file and line and what to do."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
import yaml

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = PROJECT_ROOT / "data"
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

T = TypeVar("T")


class DataFileError(Exception):
    """A data file is missing, is not YAML, or holds something it may not hold."""


@dataclass(frozen=True)
class Record(Generic[T]):
    """One record of a list in a data file, with the place where it stands."""

    value: T
    path: Path
    line: int

    def error(self, problem: str) -> DataFileError:
        """An error about this record; `problem` says what is wrong and what to do."""
        return _error(self.path, self.line, problem)


def check_placeholders(record: Record[T], texts: Iterable[str], allowed: Collection[str]) -> None:
    """Raises DataFileError for a placeholder that nobody fills in, or a brace without its partner."""
    name = getattr(record.value, "id", "")
    for text in texts:
        for placeholder in PLACEHOLDER.findall(text):
            if placeholder not in allowed:
                raise record.error(f"`{name}` has the unknown placeholder `{{{placeholder}}}`. Correct or remove it.")
        if set("{}") & set(PLACEHOLDER.sub("", text)):
            raise record.error(f"`{name}` has a brace without its partner. Close it or take it out.")


def read_records(path: Path, key: str, record_type: type[T]) -> list[Record[T]]:
    """The records in the list under the file's only top-level key, in file order.

    Raises DataFileError for a missing file, another top-level key, an unknown, missing or
    mistyped field, a doubled key, and for an id that stands twice in this file.
    """
    items = _only_key(path, key)
    if not isinstance(items, yaml.SequenceNode):
        raise _error(path, _line(items), f"`{key}` must hold a list. Start each record with `- `.")
    records = [_record(path, node, record_type) for node in items.value]
    check_unique_ids(records)
    return records


def read_mapping(path: Path, key: str, mapping_type: type[T]) -> T:
    """What stands under the file's only top-level key, checked against `mapping_type`."""
    return _record(path, _only_key(path, key), mapping_type).value


def read_training_examples(directory: Path = DATA_DIR / "nlu") -> Iterator[tuple[str, str]]:
    """What the classifiers learn from: each message with the intent it was written for, in the order of the files."""
    for path in sorted(directory.glob("*.yml")):
        for block in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
            for line in block["examples"].splitlines():
                yield line.removeprefix("- ").strip(), block["intent"]


def files_fingerprint(paths: Iterable[Path], pattern: str = "*") -> str:
    """A hash over the names and contents of files, and of all files in folders whose names match `pattern`."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        inner = sorted(path.rglob(pattern)) if path.is_dir() else [path]
        for file in (file for file in inner if file.is_file() and "__pycache__" not in file.parts):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def check_unique_ids(records: list[Record[T]]) -> None:
    """Raises DataFileError if two records with an `id` share it."""
    seen: dict[str, Record[T]] = {}
    for record in records:
        record_id = getattr(record.value, "id", None)
        if record_id in seen:
            other = seen[record_id]
            raise record.error(
                f"the id `{record_id}` is already used at {_place(other.path, other.line)}. "
                "Give one of the two another id."
            )
        if record_id is not None:
            seen[record_id] = record


def _record(path: Path, node: yaml.Node, record_type: type[T]) -> Record[T]:
    try:
        plain = yaml.constructor.SafeConstructor().construct_document(node)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as problem:
        raise _error(path, _line(node), f"a value cannot be read ({_first_line(problem)}). Correct it.") from problem
    try:
        value = msgspec.convert(plain, record_type)
    except msgspec.ValidationError as problem:
        name = f"`{plain['id']}`: " if isinstance(plain, dict) and "id" in plain else ""
        is_unquoted = "Expected `str" in str(problem)
        fix = "Put it in quotes." if is_unquoted else "Correct the field, or compare with a record beside it."
        raise _error(path, _line(node), f"{name}{problem}. {fix}") from problem
    return Record(value, path, _line(node))


def _only_key(path: Path, key: str) -> yaml.Node:
    root = _parse(path)
    if not isinstance(root, yaml.MappingNode) or [k.value for k, _ in root.value] != [key]:
        raise _error(path, 1, f"the file must have the top-level key `{key}` and no other.")
    value: yaml.Node = root.value[0][1]
    return value


def _parse(path: Path) -> yaml.Node | None:
    if not path.is_file():
        raise DataFileError(f"{_shown(path)} is missing. Restore it from the repository or write it anew.")
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for mapping in _mappings(root):
            _check_no_doubled_key(path, mapping)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        raise _error(path, line, f"this is not YAML: {problem.problem}. Check the indentation and quotes.") from problem
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise _error(path, 1, "the file holds characters that are no text. Save it as plain UTF-8.") from problem
    except RecursionError as problem:
        raise _error(path, 1, "a part of the file refers to itself. Write it out instead.") from problem
    return root


def _mappings(node: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from _mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _mappings(item)


def _check_no_doubled_key(path: Path, mapping: yaml.MappingNode) -> None:
    seen: set[str] = set()
    for key, _ in mapping.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _error(path, _line(key), "a list or mapping stands where a key must be a word. Correct it.")
        if key.value in seen:
            raise _error(path, _line(key), f"the key `{key.value}` stands twice. Keep one of them.")
        seen.add(key.value)


def _first_line(problem: Exception) -> str:
    return str(getattr(problem, "problem", None) or problem).splitlines()[0]


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _shown(path: Path) -> str:
    return str(path.relative_to(PROJECT_ROOT)) if path.is_relative_to(PROJECT_ROOT) else str(path)


def _place(path: Path, line: int) -> str:
    return f"{_shown(path)}, line {line}"


def _error(path: Path, line: int, problem: str) -> DataFileError:
    return DataFileError(f"{_place(path, line)}: {problem}")
