"""A clinic's own answers: `answers.yml` in its folder, beside and in place of the entries of the knowledge base."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import msgspec

from bot.data_files import Record, read_records
from bot.knowledge.checks import Records
from bot.knowledge.records import Entry, OwnAnswer

ANSWERS_FILE = "answers.yml"
TOPIC = "clinic"  # of answers that no entry of the knowledge base has
FEWEST_EXAMPLES = 12


def read_own_answers(folder: Path) -> list[Record[OwnAnswer]]:
    """The answers in a clinic's folder, each checked by itself; none where there is no file."""
    path = folder / ANSWERS_FILE
    records = read_records(path, "answers", OwnAnswer) if path.is_file() else []
    for record in records:
        _check_examples(record)
    return records


def own_examples(folder: Path) -> list[tuple[str, str]]:
    """The answers' ids with each of their examples; what a model is trained on besides `data/nlu`."""
    return [(record.value.id, text) for record in read_own_answers(folder) for text in record.value.examples]


def with_own_answers(records: Records, own: list[Record[OwnAnswer]]) -> Records:
    """The records with a clinic's answers in place of the entries of their ids, and its new ones after them.

    A replaced entry's safety net, links and answers by condition stay, unless the clinic writes its own.
    """
    written = {record.value.id: record for record in own}
    known = {record.value.id: record.value for record in records.entries}
    for record in own:
        if record.value.id not in known:
            _check_new(record)
    placed = [
        _replaced(record.value, written[record.value.id]) if record.value.id in written else record
        for record in records.entries
    ]
    added = [Record[Entry](record.value, record.path, record.line) for record in own if record.value.id not in known]
    return replace(records, entries=[*placed, *added])


def _replaced(entry: Entry, own: Record[OwnAnswer]) -> Record[Entry]:
    answer = own.value
    kept = msgspec.structs.replace(
        answer,
        see_also=answer.see_also or entry.see_also,
        safety_net=answer.safety_net or entry.safety_net,
        by_condition=answer.by_condition or entry.by_condition,
        narrowed_by=answer.narrowed_by or entry.narrowed_by,
    )
    return Record(kept, own.path, own.line)


def _check_new(record: Record[OwnAnswer]) -> None:
    answer = record.value
    if answer.topic != TOPIC:
        raise record.error(
            f"the knowledge base has no `{answer.id}` to replace. Correct the id, or call a new answer `{TOPIC}/...`."
        )
    if len(answer.examples) < FEWEST_EXAMPLES:
        raise record.error(
            f"`{answer.id}` is new and has {len(answer.examples)} examples. Write {FEWEST_EXAMPLES} or more of how "
            "patients ask it."
        )


def _check_examples(record: Record[OwnAnswer]) -> None:
    for example in record.value.examples:
        if not example.strip() or re.search(r"^\s*[/-]|[\[\]{}\n]", example):
            raise record.error(f'the example "{example}" is no plain sentence. Write it as a patient would.')
