"""The records of the knowledge base."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from bot.knowledge.base import Knowledge
from bot.knowledge.records import Entry, SourceDocument, Statement, Window
from bot.language.vocabulary import load_lexicon

ENTRY = Entry("aftercare/rest", "Should I rest?", "Rest **well**.\n", "Rest.", ["S068"])


def test_topic_is_the_first_part_of_the_id() -> None:
    assert ENTRY.topic == "aftercare"


def test_entry_cannot_be_changed_after_loading() -> None:
    with pytest.raises(AttributeError):
        ENTRY.web = "Other words."  # type: ignore[misc]


def test_window_is_known_in_hours_in_any_unit() -> None:
    assert Window("normal_for", (3, 5), "days").hours == (72, 120)
    assert Window("avoid_until", (24, 48), "hours").hours == (24, 48)


def test_day_of_a_document_is_read_as_a_date() -> None:
    plain = {"id": "a", "title": "A", "name": "A", "publisher": "P", "sha256": "0", "lines": 1}
    assert msgspec.convert({**plain, "date": date(2024, 5, 23)}, SourceDocument).date == date(2024, 5, 23)
    assert msgspec.convert({**plain, "date": "2024-05-23"}, SourceDocument).date == date(2024, 5, 23)


@pytest.mark.parametrize("decision", ["keep", "hedge", "attribute", "reword", "drop"])
def test_decisions_of_the_curator_are_known(decision: str) -> None:
    plain = {"id": "S1", "document": "a", "line": 1, "section": "s", "text": "t", "decision": decision}
    assert msgspec.convert(plain, Statement).decision == decision


def test_answers_by_condition_are_of_conditions_that_the_reader_can_find(knowledge: Knowledge) -> None:
    concepts = load_lexicon().concepts
    known = {concept.id for category in ("condition", "body_area") for concept in concepts[category]}
    families = [entry.by_condition | entry.narrowed_by for entry in knowledge.entries.values()]
    assert families
    assert all(family.keys() <= known for family in families)


def test_an_answer_for_a_condition_has_none_for_another(knowledge: Knowledge) -> None:
    variants = {variant for entry in knowledge.entries.values() for variant in entry.by_condition.values()}
    assert not [variant for variant in variants if knowledge.entries[variant].by_condition]
