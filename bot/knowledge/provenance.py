"""Where every statement of the documents has gone, and whether the register still fits the documents."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from bot.knowledge.checks import Records, numbers_in
from bot.knowledge.records import Entry, SessionPlan, SourceDocument, Statement

NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
}  # fmt: skip


class ProvenanceError(Exception):
    """The register does not fit the documents, or they are not there."""


def coverage(records: Records) -> str:
    """A table with a line for each statement, then the totals; "open" is neither used nor dropped."""
    used = uses(records)
    lines, totals = [], {"used": 0, "dropped": 0, "open": 0}
    for record in records.statements:
        statement = record.value
        if statement.decision == "drop":
            totals["dropped"] += 1
            lines.append(f"{statement.id}  dropped  {statement.reason}")
        elif statement.id in used:
            totals["used"] += 1
            lines.append(f"{statement.id}  used     {', '.join(used[statement.id])}")
        else:
            totals["open"] += 1
            lines.append(f"{statement.id}  open     {statement.text}")
    done = totals["used"] + totals["dropped"]
    lines.append(
        f"{done} of {len(records.statements)} statements accounted for: "
        f"{totals['used']} used, {totals['dropped']} dropped with a reason, {totals['open']} open."
    )
    return "\n".join(lines)


def uses(records: Records) -> dict[str, list[str]]:
    """For each cited statement the ids of the entries and session plans that cite it."""
    used: dict[str, list[str]] = {}
    citing: list[Entry | SessionPlan] = [record.value for record in records.entries]
    citing += [record.value for record in records.plans]
    for each in citing:
        for statement in each.statements:
            used.setdefault(statement, []).append(each.id)
    return used


def verify(records: Records, folder: Path) -> str:
    """Confirms that the documents are the ones that were read, and that each number of a statement stands in its line.

    Raises ProvenanceError listing everything that does not fit.
    """
    texts = {record.value.id: _read(record.value, folder) for record in records.sources}
    wrong = [problem for record in records.statements for problem in _problems(record.value, texts)]
    if wrong:
        raise ProvenanceError("the register does not fit the documents:\n" + "\n".join(wrong))
    return f"{len(texts)} documents are unchanged, and {len(records.statements)} statements fit their lines."


def _read(source: SourceDocument, folder: Path) -> list[str]:
    path = folder / f"{source.id}.txt"
    if not path.is_file():
        raise ProvenanceError(f"{path.name} is not in the folder. Give the folder that holds both documents.")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != source.sha256:
        raise ProvenanceError(f"{path.name} is not the document that was read (its sha256 differs).")
    return content.decode("utf-8").splitlines()


def _problems(statement: Statement, texts: dict[str, list[str]]) -> list[str]:
    lines = [(statement.document, statement.line)]
    lines += [(statement.also.document, statement.also.line)] if statement.also else []
    problems = []
    for document, number in lines:
        text = texts[document][number - 1]
        if not text.strip():
            problems.append(f"{statement.id}: line {number} of {document} is empty.")
        for missing in sorted(numbers_in(statement.text) - _numbers_told(text)):
            problems.append(f"{statement.id}: line {number} of {document} does not say {missing}.")
    return problems


def _numbers_told(text: str) -> set[str]:
    words = re.findall(r"[a-z]+", text.lower())
    return numbers_in(text) | {NUMBER_WORDS[word] for word in words if word in NUMBER_WORDS}
