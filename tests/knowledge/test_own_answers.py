"""A clinic's own answers beside and in place of ours."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.answer import Source
from bot.knowledge.base import Turn
from bot.knowledge.own_answers import FEWEST_EXAMPLES, own_examples
from bot.knowledge.records import OwnAnswer
from tests.knowledge.conftest import KnowledgeCopy

DOGS: dict[str, Any] = {
    "id": "clinic/dogs",
    "question": "Can I bring my dog?",
    "web": "Yes, a quiet dog is welcome. Call {clinic_phone} 2 days before.",
    "sms": "Yes, a quiet dog is welcome. Call {clinic_phone} 2 days before.",
    "see_also": ["clinic/address"],
    "examples": [f"can my dog come along {number}" for number in "abcdefghijkl"],
}
SORE = {"id": "aftercare/soreness", "question": "Is it normal to be sore?", "web": "Here for 3 days.", "sms": "3 days."}
OWN = Source("Our clinic", "own answer")


def write(copy: KnowledgeCopy, *answers: dict[str, Any]) -> None:
    text = yaml.safe_dump({"answers": list(answers)}, sort_keys=False)
    (copy.clinic / "answers.yml").write_text(text, encoding="utf-8")


def test_without_a_file_there_are_none(knowledge_copy: KnowledgeCopy) -> None:
    assert not [entry for entry in knowledge_copy.load().entries.values() if isinstance(entry, OwnAnswer)]


def test_new_answer_needs_no_statement_and_may_tell_numbers_of_its_own(knowledge_copy: KnowledgeCopy) -> None:
    write(knowledge_copy, DOGS)
    answer = knowledge_copy.load().answer(Turn(("clinic/dogs",)))
    assert answer.wordings[0].web == DOGS["web"]
    assert [each.title for each in answer.suggestions] == ["Where is the clinic?"]


def test_answer_is_marked_as_the_clinics_in_source_and_review(knowledge_copy: KnowledgeCopy) -> None:
    write(knowledge_copy, DOGS)
    answer = knowledge_copy.load().answer(Turn(("clinic/dogs",)))
    assert answer.sources == (OWN,)
    assert answer.review is not None
    assert answer.review.web == "the clinic's own words, not yet reviewed by a clinician"
    assert answer.review.sms == "clinic, unreviewed"


def test_signed_answer_stays_marked_as_the_clinics(knowledge_copy: KnowledgeCopy) -> None:
    write(knowledge_copy, DOGS)
    knowledge_copy.sign("clinic/dogs")
    review = knowledge_copy.load().answer(Turn(("clinic/dogs",))).review
    assert review is not None
    assert review.web == "the clinic's own words, reviewed by Dr Ada Example, physiotherapist, 2025-03-01"


def test_beside_an_answer_of_our_guide_both_sources_are_named(knowledge_copy: KnowledgeCopy) -> None:
    write(knowledge_copy, DOGS)
    sources = knowledge_copy.load().answer(Turn(("aftercare/exercise", "clinic/dogs"))).sources
    assert sources[0] == OWN
    assert sources[1].document == "The dry needling process"


def test_answer_of_a_known_id_replaces_its_texts_and_keeps_safety_line_and_links(knowledge_copy: KnowledgeCopy) -> None:
    before = knowledge_copy.load()
    write(knowledge_copy, SORE)
    base = knowledge_copy.load()
    entry = base.entries["aftercare/soreness"]
    assert (entry.web, entry.safety_net) == ("Here for 3 days.", "normal")
    assert entry.see_also == before.entries["aftercare/soreness"].see_also
    assert list(base.entries) == list(before.entries)
    assert not entry.window


def test_signature_under_our_texts_does_not_count_for_the_clinics(knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.sign("aftercare/soreness")
    write(knowledge_copy, SORE)
    base = knowledge_copy.load()
    assert "aftercare/soreness" in base.unreviewed()


def test_general_answer_that_is_replaced_still_leads_to_the_answers_by_condition(knowledge_copy: KnowledgeCopy) -> None:
    general = next(entry for entry in knowledge_copy.load().entries.values() if entry.by_condition)
    write(knowledge_copy, {"id": general.id, "question": general.question, "web": "Ask us.", "sms": "Ask us."})
    assert knowledge_copy.load().entries[general.id].by_condition == general.by_condition


def test_examples_are_given_to_whoever_trains(knowledge_copy: KnowledgeCopy) -> None:
    write(knowledge_copy, DOGS, SORE)
    assert own_examples(knowledge_copy.clinic) == [("clinic/dogs", text) for text in DOGS["examples"]]


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "unknown field": ({"colour": "red"}, "unknown field `colour`"),
    "id of another topic that does not exist": ({"id": "aftercare/dogs"}, "or call a new answer `clinic/...`."),
    "too few examples": ({"examples": ["can my dog come"]}, f"Write {FEWEST_EXAMPLES} or more"),
    "example that is a command": ({"examples": ["/restart"]}, "Write it as a patient would."),
    "example with a mark of Rasa": ({"examples": ["my [dog](animal)"]}, "Write it as a patient would."),
    "unknown placeholder": ({"web": "Call {nurse}."}, "`{nurse}`. Correct or remove it."),
    "open brace": ({"sms": "Call {clinic_phone."}, "without its partner"),
    "empty text": ({"web": " "}, "Write what is empty."),
    "question too long": ({"question": "x" * 46}, "Shorten it."),
    "link to nowhere": ({"see_also": ["clinic/cats"]}, "which is no other entry."),
    "unknown statement": ({"statements": ["S999"]}, "Correct the id."),
    "medicine": ({"web": "Take ibuprofen before you come."}, "Send patients to their pharmacist or doctor."),
    "no risk": ({"sms": "Needling is completely safe."}, "Say who should ask first."),
    "time that the text does not tell": (
        {"window": {"kind": "avoid_until", "ends": [2, 3], "unit": "days"}},
        "Tell it in both.",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_stops_the_load_naming_the_file(knowledge_copy: KnowledgeCopy, fault: str) -> None:
    changes, ending = FAULTS[fault]
    write(knowledge_copy, {**DOGS, **changes})
    error = knowledge_copy.error()
    assert error.startswith(f"{knowledge_copy.clinic / 'answers.yml'}, line 2: ")
    assert ending in error


def test_id_that_stands_twice_stops_the_load(knowledge_copy: KnowledgeCopy) -> None:
    write(knowledge_copy, DOGS, DOGS)
    assert "is already used" in knowledge_copy.error()
