"""What a message means after what was said before, decided from rankings, with the real reader and entries."""

from __future__ import annotations

import pytest

from bot.knowledge.base import Knowledge
from bot.knowledge.following import Memory
from tests.knowledge.asking_by_hand import DEPTH, EXERCISE, FOOD, OVERVIEW, WATER, Asking, Ranks, ranked


def test_an_offered_question_is_picked_before_anything_is_ranked(ask: Asking, ranks: Ranks) -> None:
    asked = ask("2", Memory(offered=(WATER, DEPTH)))
    assert ([each.label for each in asked.labels], asked.in_context, ranks.asked) == ([DEPTH], True, [])


def test_a_question_for_another_condition_is_the_one_before(ask: Asking) -> None:
    memory = Memory(texts=("how many sessions",), answered=(OVERVIEW,))
    assert ask.labels("and for my back?", memory) == ["sessions/lower_back"]
    assert ask("and for my back?", memory).in_context


def test_a_condition_is_asked_about_after_a_picked_question_too(ask: Asking) -> None:
    memory = Memory(answered=(OVERVIEW,), asked_back=True)  # a payload leaves no text
    assert ask.labels("and for my back?", memory) == ["sessions/lower_back"]


def test_without_anything_before_nothing_is_taken_up(ask: Asking) -> None:
    assert ask.labels("and for my back?") == []


def test_an_upper_back_is_not_answered_like_a_lower_one(ask: Asking) -> None:
    memory = Memory(texts=("how many sessions",), answered=(OVERVIEW,))
    assert ask.labels("and for my upper back?", memory) == []


def test_an_answer_to_what_was_asked_back_is_sought_among_the_offered(ask: Asking) -> None:
    memory = Memory(texts=("after or before",), offered=(WATER, DEPTH), asked_back=True)
    assert ask.labels("the drink thing", memory) == [WATER]
    assert ask.labels("the drink thing", Memory(texts=("hello",), offered=(WATER, DEPTH))) == []


def test_a_clear_question_stands_for_itself_although_something_was_asked_back(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("how deep do the needles go", DEPTH)
    memory = Memory(texts=("after or before",), offered=(WATER, EXERCISE), asked_back=True)
    asked = ask("how deep do the needles go", memory)
    assert ([each.label for each in asked.labels], asked.in_context) == ([DEPTH], False)


def test_a_leaning_message_is_read_after_the_message_and_the_question_before(
    ask: Asking, ranks: Ranks, knowledge: Knowledge
) -> None:
    before = ["can i drink after needling", knowledge.entries[WATER].question]
    ranks.learn_after(before, "and before ?", "preparation/water")
    asked = ask("and before?", Memory(texts=("hello", "can i drink after needling"), answered=(WATER,)))
    assert ([each.label for each in asked.labels], asked.in_context) == (["preparation/water"], True)


def test_what_is_not_clear_by_itself_is_read_after_the_message_before(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("can i drink after needling chronic pain here", WATER)
    ranks.learn("can i drink after needling how deep do they go", WATER).learn("how deep do they go", DEPTH, 0.97)
    before = Memory(texts=("can i drink after needling",))
    assert ask.labels("chronic pain here", before) == [WATER]
    assert ask.labels("how deep do they go", before) == [DEPTH]


def test_one_word_is_read_as_one_with_the_message_before(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("can i drink after needling coffee ?", "preparation/caffeine")
    ranks.known["coffee ?"] = ranked((WATER, 0.3), ("preparation/caffeine", 0.2))
    assert ask.labels("coffee?", Memory(texts=("can i drink after needling",))) == ["preparation/caffeine"]


def test_small_talk_stands_alone_however_little_it_says(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("ta", "thank").learn("can i drink after needling ta", WATER)
    assert ask.labels("ta", Memory(texts=("can i drink after needling",), answered=(WATER,))) == ["thank"]


@pytest.mark.parametrize("text", ["over how many weeks", "why?", "and on saturday?"])
def test_what_says_too_little_is_about_the_answer_before_or_what_it_points_to(
    ask: Asking, ranks: Ranks, text: str
) -> None:
    ranks.known["and on saturday ?"] = ranked(("clinic/hours", 0.5), (WATER, 0.1))
    asked = ask(text, Memory(texts=("can i drink after needling",), answered=(WATER,)))
    assert ([each.label for each in asked.labels], asked.in_context) == ([WATER], True)


def test_a_condition_named_alone_goes_on_with_an_answer_that_has_none_for_it(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("it is my lower back", "sessions/lower_back")
    answered = Memory(texts=("what should i drink",), answered=(WATER,))
    assert ask.labels("it's my lower back", answered) == [WATER]
    assert ask.labels("it's my lower back") == ["sessions/lower_back"]


def test_a_correction_is_not_answered_like_the_message_before(ask: Asking, ranks: Ranks, knowledge: Knowledge) -> None:
    both = "what should i drink no i meant before the session"
    ranks.known[both] = ranked((WATER, 0.6), ("preparation/water", 0.4))
    ranks.known[f"{knowledge.entries[WATER].question.lower()} no i meant before the session"] = ranks.known[both]
    memory = Memory(texts=("what should i drink",), answered=(WATER,))
    assert ask.labels("no i meant before the session", memory) == ["preparation/water"]


def test_a_correction_counts_although_it_is_clear_by_itself(ask: Asking, ranks: Ranks, knowledge: Knowledge) -> None:
    ranks.learn("no i meant before the session", FOOD)
    before = ["what should i drink", knowledge.entries[WATER].question]
    ranks.learn_after(before, "no i meant before the session", "preparation/water")
    memory = Memory(texts=("what should i drink",), answered=(WATER,))
    assert ask.labels("no i meant before the session", memory) == ["preparation/water"]


@pytest.mark.parametrize("text", ["no sorry, thigh not calf. does that change owt", "sorry i mean shoulder"])
def test_a_correction_of_the_place_alone_keeps_the_answer(ask: Asking, ranks: Ranks, text: str) -> None:
    memory = Memory(texts=("pulled my calf how many sessions",), answered=("sessions/acute_injury",))
    found = ask(text, memory)
    assert ([each.label for each in found.labels], found.in_context) == (["sessions/acute_injury"], True)


def test_a_longer_correction_names_the_own_condition_not_somebody_elses(ask: Asking, ranks: Ranks) -> None:
    memory = Memory(texts=("how many for a back that is bad for years",), answered=("sessions/chronic_pain",))
    assert ask.labels("no sorry thats my dad. mines a strain from last wk", memory) == ["sessions/acute_injury"]
    memory = Memory(texts=("how many after an operation",), answered=("sessions/surgery",))
    text = "no sorry my dad had the operation. mine is a muscle strain from lifting a fridge last week"
    assert ask.labels(text, memory) == ["sessions/acute_injury"]


def test_the_other_side_of_the_session_is_not_answered_like_the_message_before(
    ask: Asking, ranks: Ranks, knowledge: Knowledge
) -> None:
    before, after = "preparation/overview", "aftercare/overview"
    ranks.learn("and after", before, 0.6)
    for text in ("how do i get ready", knowledge.entries[before].question.lower()):
        ranks.known[f"{text} and after"] = ranked((before, 0.6), (after, 0.4))
    memory = Memory(texts=("how do i get ready",), answered=(before,))
    assert ask.labels("and after", memory) == [after]


def test_an_unclear_whole_of_two_messages_stays_unclear(ask: Asking) -> None:
    assert ask.labels("and before?", Memory(texts=("can i drink",))) == []


def test_a_bare_message_is_about_what_was_said_before(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("how long", EXERCISE, 0.9).learn("got a bruise how long", WATER, 0.9)
    found = ask("how long", Memory(texts=("got a bruise",), answered=(WATER,)))
    assert ([each.label for each in found.labels], found.in_context) == ([WATER], True)


def test_a_message_that_points_back_and_is_clear_by_itself_stands_for_itself(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("how deep is it", DEPTH, 0.96).learn("got a bruise how deep is it", WATER, 0.9)
    assert ask.labels("how deep is it", Memory(texts=("got a bruise",), answered=(WATER,))) == [DEPTH]
