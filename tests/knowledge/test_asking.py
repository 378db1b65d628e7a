"""Which questions a message asks by itself, decided from rankings, with the real reader, entries and weights."""

from __future__ import annotations

import pytest

from bot.knowledge.following import Memory
from bot.knowledge.rankings import Asked
from tests.knowledge.asking_by_hand import DEPTH, EXERCISE, FOOD, GREET, OVERVIEW, UNSURE, WATER, Asking, Ranks

CLOTHING, SWIMMING, BOOKING = "preparation/clothing", "gaps/swimming", "clinic/booking"


def test_three_questions_at_most_are_found(ask: Asking, ranks: Ranks) -> None:
    text = "can i run ? can i drink ? can i eat ? how deep is it"
    ranks.learn("can i run", EXERCISE).learn("can i drink", WATER).learn("can i eat", FOOD)
    ranks.learn("how deep is it", DEPTH).share(text, (EXERCISE, 0.3), (WATER, 0.3), (FOOD, 0.2), (DEPTH, 0.1))
    assert ask.labels(text) == [EXERCISE, WATER, FOOD]


def test_two_questions_are_found_in_their_order_and_each_once(ask: Asking, ranks: Ranks) -> None:
    text = "can i eat before ? what should i wear ? can i eat before"
    ranks.learn("can i eat before", FOOD).learn("what should i wear", CLOTHING)
    ranks.share(text, (CLOTHING, 0.5), (FOOD, 0.4))
    assert ask.labels(text) == [FOOD, CLOTHING]


def test_what_is_only_told_is_background_in_a_long_message(ask: Asking, ranks: Ranks) -> None:
    text = "i am 58 . my doctor sent me . i drive a truck . how deep do the needles go"
    ranks.learn("i am 58", "gaps/age").learn("how deep do the needles go", DEPTH).learn(text, DEPTH)
    assert ask.labels(text) == [DEPTH]


def test_what_is_told_counts_where_the_whole_message_means_it_too(ask: Asking, ranks: Ranks) -> None:
    text = "on warfarin . how deep do the needles go"
    ranks.learn("on warfarin", "gaps/blood_thinners").learn("how deep do the needles go", DEPTH)
    ranks.share(text, ("gaps/blood_thinners", 0.5), (DEPTH, 0.45))
    assert ask.labels(text) == ["gaps/blood_thinners", DEPTH]


def test_a_stray_part_without_a_share_in_the_whole_message_does_not_count(ask: Asking, ranks: Ranks) -> None:
    text = "how deep does it go , is it the right thing"
    ranks.learn("how deep does it go", DEPTH).learn("is it the right thing", OVERVIEW, 0.5)
    ranks.share(text, (DEPTH, 0.97), (FOOD, 0.02), (OVERVIEW, 0.0005))
    assert ask.labels(text) == [DEPTH]


def test_a_question_is_read_with_what_is_told_right_before_it(ask: Asking, ranks: Ranks) -> None:
    text = "how deep do the needles go ? we are trying for a baby , does that matter for needling ?"
    ranks.learn("we are trying for a baby does that matter for needling", "gaps/pregnancy")
    ranks.learn("we are trying for a baby", "gaps/pregnancy", 0.6).learn("how deep do the needles go", DEPTH)
    ranks.share(text, (DEPTH, 0.5), ("gaps/pregnancy", 0.4))
    assert ask.labels(text) == [DEPTH, "gaps/pregnancy"]


def test_two_things_in_one_question_are_two_questions(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("can i shower after", "gaps/shower").learn("can i swim after", SWIMMING)
    ranks.share("can i shower and swim after", ("gaps/shower", 0.5), (SWIMMING, 0.4))
    assert ask.labels("can i shower and swim after") == ["gaps/shower", SWIMMING]


def test_the_two_things_of_a_question_may_have_one_opening(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("can i run home", EXERCISE).learn("can i drink a litre", WATER)
    ranks.share("can i run home and drink a litre", (EXERCISE, 0.5), (WATER, 0.4))
    assert ask.labels("can i run home and drink a litre") == [EXERCISE, WATER]


def test_one_thing_with_and_in_it_is_not_divided_where_it_is_clear_as_one(ask: Asking, ranks: Ranks) -> None:
    text = "how long would i be stiff and sore"
    ranks.learn("how long would i be stiff", DEPTH).learn("how long would i be sore", "sensations/pain")
    ranks.learn(text, "aftercare/soreness")
    assert ask.labels(text) == ["aftercare/soreness"]


def test_two_likely_readings_of_the_same_words_are_one_question(ask: Asking, ranks: Ranks) -> None:
    ranks.share("can you move me to friday", ("clinic/cancelling", 0.6), (BOOKING, 0.2))
    assert ask.labels("can you move me to friday") == ["clinic/cancelling"]


def test_small_talk_stands_for_a_message_that_asks_one_thing_at_most(ask: Asking, ranks: Ranks) -> None:
    text = "hello there , i was at yours"
    ranks.share(text, (GREET, 0.6), (BOOKING, 0.3)).learn("i was at yours", BOOKING, 0.5)
    assert ask.labels(text) == [GREET]


def test_parts_are_ranked_in_standard_words_and_after_what_stands_before_them(ask: Asking, ranks: Ranks) -> None:
    ask("Hi. gym 2nite? can i eat b4")
    whole, gym, eat = "hi . gym tonight ? can i eat before", "gym tonight", "can i eat before"
    assert list(dict.fromkeys(ranks.asked)) == [whole, gym, eat, f"{gym} {eat}"]


def test_a_message_of_one_clause_is_ranked_once(ask: Asking, ranks: Ranks) -> None:
    ask("what should i wear?")
    assert set(ranks.asked) == {"what should i wear ?"}


@pytest.mark.parametrize("text", ["", " ", "?", "\U0001f642"])
def test_a_message_without_words_asks_nothing(ask: Asking, text: str) -> None:
    memory = Memory(texts=("what should i wear",), answered=(OVERVIEW,), offered=(EXERCISE,), asked_back=True)
    assert ask.labels(text, memory) == []


def test_an_unclear_message_keeps_its_ranking(ask: Asking) -> None:
    assert ask("hmm well then") == Asked((), UNSURE)


def test_back_as_the_way_back_is_no_body_area(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("and when can i go back to the gym ?", EXERCISE)
    memory = Memory(texts=("how many sessions",), answered=(OVERVIEW,))
    assert ask.labels("and when can i go back to the gym?", memory) == [EXERCISE]


def test_a_condition_named_before_refines_a_general_question(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("how many sessions will i need", OVERVIEW)
    assert ask.labels("how many sessions will i need") == [OVERVIEW]
    assert ask.labels("how many sessions will i need", Memory(conditions=("fibromyalgia",))) == [
        "sessions/fibromyalgia"
    ]


def test_a_condition_in_the_message_counts_before_one_named_earlier(ask: Asking, ranks: Ranks) -> None:
    text = "how many sessions for my arthritis"
    ranks.learn(text, OVERVIEW)
    assert ask.labels(text, Memory(conditions=("fibromyalgia",))) == ["sessions/arthritis"]


def test_a_condition_that_is_denied_refines_nothing(ask: Asking, ranks: Ranks) -> None:
    text = "i have no arthritis . how many sessions will i need"
    ranks.learn(text, OVERVIEW)
    assert ask.labels(text) == [OVERVIEW]


def test_what_is_told_about_the_condition_of_a_question_is_no_question(ask: Asking, ranks: Ranks) -> None:
    told, often, cost = "i pulled a muscle", "how often do i come", "how much is it"
    ranks.learn(told, "sessions/acute_injury").learn(often, "sessions/frequency").learn(cost, "clinic/cost")
    acute = ("sessions/frequency_acute", 0.4), ("sessions/frequency", 0.2)
    ranks.share(f"{told} , {often} and {cost}", *acute, ("clinic/cost", 0.3), ("sessions/acute_injury", 0.01))
    assert ask.labels(f"{told}, {often} and {cost}") == ["sessions/frequency_acute", "clinic/cost"]


def test_an_before_a_question_is_and(ask: Asking, ranks: Ranks) -> None:
    text = "are you open on saturdays an how do i book"
    ranks.learn("are you open on saturdays", "clinic/hours").learn("an how do i book", BOOKING)
    ranks.share(text, ("clinic/hours", 0.5), (BOOKING, 0.4))
    assert ask.labels("r u open on saturdays an how do i book") == ["clinic/hours", BOOKING]


def test_what_is_told_may_say_which_case_a_general_question_is_about(ask: Asking, ranks: Ranks) -> None:
    calm, text = "sessions/short_term_relief", "only want it calm for a wedding . how many times"
    ranks.learn("only want it calm for a wedding", calm).learn("how many times", OVERVIEW)
    ranks.share(text, (calm, 0.6), (OVERVIEW, 0.3), (WATER, 0.1))
    assert ask.labels(text) == [calm]
