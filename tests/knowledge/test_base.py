"""What the knowledge base answers to a turn."""

from __future__ import annotations

import pytest

from bot.answer import Answer, Source
from bot.knowledge.base import MOST_SUGGESTIONS, Knowledge, Turn, choose_payload, shared_knowledge
from tests.knowledge.conftest import KnowledgeCopy

SORE, BRUISE, EXERCISE = "aftercare/soreness", "aftercare/bruising", "aftercare/exercise"
TIRED = "aftercare/tiredness"
FIVE = (EXERCISE, SORE, "preparation/food", "sessions/sport", "treatment/depth")


def payloads(answer: Answer) -> list[str]:
    return [suggestion.payload for suggestion in answer.suggestions]


@pytest.mark.parametrize("entry", sorted(shared_knowledge().entries))
def test_each_entry_is_answered_with_its_own_text_and_name(knowledge: Knowledge, entry: str) -> None:
    answer = knowledge.answer(Turn((entry,)))
    assert (answer.kind, answer.level, answer.entries) == ("answer", "none", (entry,))
    assert answer.wordings[0] == knowledge.wording(knowledge.entries[entry])


@pytest.mark.parametrize("entry", sorted(shared_knowledge().entries))
def test_each_answer_names_the_document_and_section_of_its_statements(knowledge: Knowledge, entry: str) -> None:
    cited = [knowledge.statements[statement] for statement in knowledge.entries[entry].statements]
    beside = [knowledge.outside[statement] for statement in knowledge.entries[entry].outside]
    sources = knowledge.answer(Turn((entry,))).sources
    names = [knowledge.sources[each.document].name for each in cited] + [each.name for each in beside]
    assert {source.document for source in sources} == set(names)
    assert len(sources) == len({(each.document, each.section) for each in cited}) + len(beside)


def test_outside_sources_are_named_after_the_documents(knowledge: Knowledge) -> None:
    sources = knowledge.answer(Turn(("gaps/blood_thinners",))).sources
    assert sources[0].document == "The dry needling process"
    assert sources[-2] == Source("Royal Brompton and Harefield hospitals", "anticoagulant medicines")


def test_outside_source_of_two_answers_is_named_once(knowledge: Knowledge) -> None:
    sources = knowledge.answer(Turn(("gaps/evidence", "gaps/lasting_relief"))).sources
    assert sources == (Source("PEDro", "review of trials of dry needling"),)


def test_sections_are_told_as_patients_can_read_them(knowledge: Knowledge) -> None:
    sources = knowledge.answer(Turn(("sensations/ache", "sessions/overview"))).sources
    assert Source("The dry needling process", "FAQ: reactions during the procedure") in sources
    assert Source("How many sessions are needed", "Factors: Practitioner's Assessment") in sources


@pytest.mark.parametrize("entry", sorted(shared_knowledge().entries))
def test_suggestions_are_what_the_entry_says_to_see_also(knowledge: Knowledge, entry: str) -> None:
    answer = knowledge.answer(Turn((entry,)))
    expected = knowledge.entries[entry].see_also[:MOST_SUGGESTIONS]
    assert payloads(answer) == [choose_payload(other) for other in expected]
    assert [each.title for each in answer.suggestions] == [knowledge.entries[other].question for other in expected]


def test_suggestions_of_several_entries_name_none_that_was_asked_and_none_twice(knowledge: Knowledge) -> None:
    answer = knowledge.answer(Turn((SORE, EXERCISE, BRUISE)))
    assert not {choose_payload(entry) for entry in (SORE, EXERCISE, BRUISE)} & set(payloads(answer))
    assert 0 < len(set(payloads(answer))) == len(answer.suggestions) <= MOST_SUGGESTIONS


def test_payload_picks_the_entry() -> None:
    assert choose_payload(SORE) == '/choose{"entry": "aftercare/soreness"}'


def test_several_entries_are_answered_in_their_order(knowledge: Knowledge) -> None:
    turn = Turn(("treatment/depth", EXERCISE, "preparation/food"))
    answer = knowledge.answer(turn)
    assert answer.entries == turn.entries
    assert list(answer.wordings[:3]) == [knowledge.wording(knowledge.entries[entry]) for entry in turn.entries]


def test_entry_asked_twice_is_answered_once(knowledge: Knowledge) -> None:
    assert knowledge.answer(Turn((EXERCISE, "treatment/depth", EXERCISE))).entries == (EXERCISE, "treatment/depth")


def test_safety_net_stands_last(knowledge: Knowledge) -> None:
    wordings = knowledge.answer(Turn((SORE, "treatment/depth"))).wordings
    assert wordings[-1] == knowledge.safety.wording("normal")
    assert len(wordings) == 3


def test_safety_net_of_two_reactions_is_said_once(knowledge: Knowledge) -> None:
    wordings = knowledge.answer(Turn((SORE, BRUISE))).wordings
    assert wordings.count(knowledge.safety.wording("normal")) == 1
    assert wordings[-1] == knowledge.safety.wording("normal")


def test_answer_without_a_reaction_has_no_safety_net(knowledge: Knowledge) -> None:
    assert len(knowledge.answer(Turn(("treatment/depth",))).wordings) == 1


@pytest.mark.parametrize("entries", [(), ("aftercare/nowhere",), ("",), ("aftercare",)])
def test_turn_without_a_known_entry_is_said_to_be_unknown(knowledge: Knowledge, entries: tuple[str, ...]) -> None:
    answer = knowledge.answer(Turn(entries))
    assert (answer.kind, answer.entries, answer.sources, answer.review) == ("unknown", (), (), None)
    assert answer.wordings == (knowledge.replies.wording("unknown"),)


def test_unknown_entry_beside_a_known_one_is_left_out(knowledge: Knowledge) -> None:
    assert knowledge.answer(Turn(("aftercare/nowhere", SORE))).entries == (SORE,)


@pytest.mark.parametrize(("count", "offered"), [(1, 1), (2, 2), (3, 3), (4, 3), (5, 3)])
def test_clarify_offers_the_first_candidates_but_at_most_three(knowledge: Knowledge, count: int, offered: int) -> None:
    answer = knowledge.clarify(Turn(candidates=FIVE[:count]))
    assert (answer.kind, answer.entries, answer.review) == ("clarify", (), None)
    assert payloads(answer) == [choose_payload(entry) for entry in FIVE[:offered]]


@pytest.mark.parametrize("candidates", [(), ("greet",), ("aftercare/nowhere",)])
def test_clarify_without_a_known_candidate_is_unknown(knowledge: Knowledge, candidates: tuple[str, ...]) -> None:
    assert knowledge.clarify(Turn(candidates=candidates)).kind == "unknown"


def test_clarify_counts_known_candidates_only(knowledge: Knowledge) -> None:
    answer = knowledge.clarify(Turn(candidates=("greet", *FIVE)))
    assert payloads(answer) == [choose_payload(entry) for entry in FIVE[:3]]


def test_plan_placeholders_are_told_in_words(knowledge: Knowledge) -> None:
    wording = knowledge.answer(Turn(("sessions/surgery",))).wordings[0]
    assert "5 to 7 sessions over 6 to 8 weeks" in wording.web
    assert "5-7 sessions over 6-8 weeks" in wording.sms


def test_answer_without_a_signature_says_that_it_is_not_reviewed(knowledge_copy: KnowledgeCopy) -> None:
    review = knowledge_copy.load().answer(Turn((SORE,))).review
    assert review is not None
    assert (review.web, review.sms) == ("not yet reviewed by a clinician", "guide, unreviewed")


def test_answer_that_no_document_gives_is_not_called_the_guides(knowledge_copy: KnowledgeCopy) -> None:
    loaded = knowledge_copy.load()
    open_question, with_guide = loaded.answer(Turn(("clinic/cost",))), loaded.answer(Turn(("clinic/cost", SORE)))
    assert open_question.review and with_guide.review
    assert (open_question.sources, open_question.review.sms) == ((), "unreviewed")
    assert with_guide.review.sms == "guide, unreviewed"


def test_signature_is_named_with_the_answer(knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.sign(SORE)
    review = knowledge_copy.load().answer(Turn((SORE,))).review
    assert review is not None
    assert review.web == "reviewed by Dr Ada Example, physiotherapist, 2025-03-01"
    assert review.sms == "reviewed 2025-03-01"


def test_one_unsigned_entry_makes_the_whole_answer_unreviewed(knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.sign(SORE)
    review = knowledge_copy.load().answer(Turn((SORE, BRUISE))).review
    assert review is not None
    assert review.web == "not yet reviewed by a clinician"


def test_oldest_of_several_signatures_is_named(knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.sign(SORE, "2025-03-01")
    knowledge_copy.sign(BRUISE, "2024-03-01", "Dr Ben Earlier")
    review = knowledge_copy.load().answer(Turn((SORE, BRUISE))).review
    assert review is not None
    assert review.web == "reviewed by Dr Ben Earlier, physiotherapist, 2024-03-01"


@pytest.mark.parametrize("field", ["question", "web", "sms"])
def test_signature_stops_counting_when_a_text_changes(knowledge_copy: KnowledgeCopy, field: str) -> None:
    knowledge_copy.sign(TIRED)
    knowledge_copy.change("aftercare.yml", TIRED, **{field: "New words."})
    base = knowledge_copy.load()
    assert base.review_of(base.entries[TIRED]) is None


def test_signature_stops_counting_when_the_window_changes(knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.sign(EXERCISE)
    knowledge_copy.change("aftercare.yml", EXERCISE, window={"kind": "normal_for", "ends": [24, 48], "unit": "hours"})
    base = knowledge_copy.load()
    assert base.review_of(base.entries[EXERCISE]) is None


def test_signature_stops_counting_when_the_plan_that_is_told_changes(knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.sign("sessions/sport")
    knowledge_copy.change("statements.yml", "S112", text="It might take 60-80 sessions over 4-6 weeks.")
    knowledge_copy.change("session_plans.yml", "sport", sessions=[60, 80])
    base = knowledge_copy.load()
    assert base.review_of(base.entries["sessions/sport"]) is None


def test_what_one_reply_does_not_hold_is_offered_first(knowledge: Knowledge) -> None:
    entries = ("aftercare/water", "preparation/food", "treatment/depth")
    answer = knowledge.answer(Turn(entries, most=2))
    assert answer.entries == entries[:2]
    assert answer.by_digit == 1
    assert answer.suggestions[0].title == knowledge.entries["treatment/depth"].question
    assert knowledge.answer(Turn(entries)).by_digit == 0
