"""Which questions a message asks by itself, decided from rankings, with the real reader and the real entries."""

from __future__ import annotations

import pytest

from bot.knowledge.asking import one_of
from bot.knowledge.following import Memory
from bot.knowledge.rankings import Asked
from tests.knowledge.asking_by_hand import (
    DEPTH,
    EXERCISE,
    FOOD,
    GREET,
    OVERVIEW,
    SURE_FROM,
    UNSURE,
    WATER,
    Asking,
    Ranks,
    ranked,
)


@pytest.mark.parametrize(
    ("whole", "part", "labels"),
    [
        ([(EXERCISE, 0.5)], None, [EXERCISE]),
        ([(EXERCISE, 0.39)], None, []),
        ([(GREET, 0.9)], None, [GREET]),
        # a sure whole is not overruled by the part that asks
        ([(EXERCISE, 0.6), (WATER, 0.1)], [(WATER, 0.9), (EXERCISE, 0.01)], [EXERCISE]),
        # an unsure one is
        ([(EXERCISE, 0.3), (WATER, 0.2)], [(WATER, 0.9), (EXERCISE, 0.01)], [WATER]),
    ],
)
def test_one_question_is_chosen_from_the_message_and_the_part_that_asks(
    whole: list[tuple[str, float]], part: list[tuple[str, float]] | None, labels: list[str]
) -> None:
    chosen = one_of(ranked(*whole), ranked(*part) if part else None, SURE_FROM)
    assert [each.label for each in chosen] == labels


def test_three_questions_at_most_are_found(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("can i run", EXERCISE).learn("can i drink", WATER).learn("can i eat", FOOD)
    ranks.learn("how deep is it", DEPTH)
    assert ask.labels("can i run? can i drink? can i eat? how deep is it?") == [EXERCISE, WATER, FOOD]


def test_what_is_only_told_is_background_where_something_is_asked(ask: Asking, ranks: Ranks) -> None:
    text = "i am 58 . my doctor sent me . i drive a truck . how deep do the needles go"
    ranks.learn("i am 58", "gaps/age").learn("how deep do the needles go", DEPTH).learn(text, DEPTH)
    assert ask.labels(text) == [DEPTH]


def test_what_is_told_counts_in_a_short_message_that_is_not_clear_as_a_whole(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("sore since yesterday", "aftercare/soreness").learn("how deep do the needles go", DEPTH)
    assert ask.labels("sore since yesterday. how deep do the needles go") == ["aftercare/soreness", DEPTH]


def test_a_message_that_is_clear_as_a_whole_is_not_divided_into_other_questions(ask: Asking, ranks: Ranks) -> None:
    text = "what do the numbers mean and how do i note them"
    ranks.learn("what do the numbers mean", DEPTH).learn("how do i note them", WATER)
    ranks.known[text] = ranked((EXERCISE, 0.9), (FOOD, 0.098), (DEPTH, 0.001), (WATER, 0.001))
    assert ask.labels(text) == [EXERCISE]


def test_a_part_that_may_point_back_must_be_surer(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("should i eat first", FOOD).learn("is it better to skip it", WATER, 0.42)
    ranks.learn("should i eat first or is it better to skip it", FOOD, 0.7)
    assert ask.labels("should i eat first or is it better to skip it") == [FOOD]


def test_a_question_is_read_with_what_is_told_right_before_it(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("we are trying for a baby does that matter for needling", "gaps/pregnancy")
    ranks.learn("how deep do the needles go", DEPTH)
    text = "how deep do the needles go? we are trying for a baby, does that matter for needling?"
    assert ask.labels(text) == [DEPTH, "gaps/pregnancy"]


def test_two_things_in_one_question_are_two_questions(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("can i shower after", "gaps/shower").learn("can i swim after", "gaps/swimming")
    assert ask.labels("can i shower and swim after") == ["gaps/shower", "gaps/swimming"]


def test_two_questions_are_found_in_their_order(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("what should i wear", "preparation/clothing").learn("can i eat before", FOOD)
    assert ask.labels("can i eat before? what should i wear? can i eat before") == [FOOD, "preparation/clothing"]


def test_parts_are_ranked_in_standard_words_and_none_of_one_word(ask: Asking, ranks: Ranks) -> None:
    ask("Hi. gym 2nite? can i eat b4")
    assert ranks.asked == ["hi . gym tonight ? can i eat before", "gym tonight", "can i eat before"]


def test_a_message_of_one_clause_is_ranked_once(ask: Asking, ranks: Ranks) -> None:
    ask("what should i wear?")
    assert ranks.asked == ["what should i wear ?"]


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


def test_the_two_things_of_a_question_may_have_one_opening(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("can i run home", EXERCISE).learn("can i drink a litre", WATER)
    assert ask.labels("can i run home and drink a litre") == [EXERCISE, WATER]


def test_a_stray_part_without_a_share_in_the_whole_message_does_not_count(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("how deep does it go", DEPTH).learn("is it the right thing", OVERVIEW, 0.6)
    whole = "how deep does it go , is it the right thing"
    ranks.known[whole] = ranked((DEPTH, 0.9), (FOOD, 0.08), (OVERVIEW, 0.02))
    assert ask.labels(whole) == [DEPTH, OVERVIEW]
    ranks.known[whole] = ranked((DEPTH, 0.9), (FOOD, 0.098), (OVERVIEW, 0.002))
    assert ask.labels(whole) == [DEPTH]


def test_what_is_told_about_the_condition_of_a_question_is_no_question(ask: Asking, ranks: Ranks) -> None:
    told, often, cost = "i pulled a muscle", "how often do i come", "how much is it"
    ranks.learn(told, "sessions/acute_injury").learn(often, "sessions/frequency").learn(cost, "clinic/cost")
    assert ask.labels(f"{told}, {often} and {cost}") == ["sessions/frequency_acute", "clinic/cost"]


def test_a_bare_question_after_another_is_read_together_with_it(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("can i swim", "gaps/swimming")
    ranks.known["how soon"] = ranked(("sessions/frequency", 0.7), ("progress/when_relief", 0.2))
    ranks.known["can i swim how soon"] = ranked(("progress/when_relief", 0.8), ("sessions/frequency", 0.01))
    assert ask.labels("can i swim and how soon") == ["gaps/swimming", "progress/when_relief"]


def test_a_question_after_another_stands_for_itself_if_its_words_say_what_it_is_about(
    ask: Asking, ranks: Ranks
) -> None:
    ranks.learn("can i swim", "gaps/swimming").learn("how deep do the needles go", DEPTH, 0.5)
    ranks.learn("can i swim how deep do the needles go", "gaps/swimming")
    assert ask.labels("can i swim? how deep do the needles go?") == ["gaps/swimming", DEPTH]


def test_a_question_with_some_share_counts_beside_what_is_told_and_clearly_meant(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("i never have breakfast", FOOD).learn("how deep do the needles go", DEPTH)
    whole = "i never have breakfast , how deep do the needles go"
    ranks.known[whole] = ranked((FOOD, 0.9), (WATER, 0.08), (DEPTH, 0.02))
    assert ask.labels(whole) == [FOOD, DEPTH]
    ranks.known[whole] = ranked((FOOD, 0.9), (WATER, 0.099), (DEPTH, 0.001))
    assert ask.labels(whole) == [FOOD]


def test_the_only_question_of_an_unclear_story_counts_by_itself_and_after_what_is_told(
    ask: Asking, ranks: Ranks
) -> None:
    story, question = "i run a cafe . my sister sent me . i can come at two", "how long will i be in there"
    ranks.known[f"{story} . {question}"] = ranked((FOOD, 0.3), ("clinic/session_length", 0.2))
    ranks.known[f"i can come at two {question}"] = ranked((OVERVIEW, 0.5), ("clinic/session_length", 0.4))
    ranks.known[question] = ranked(("clinic/session_length", 0.6), (OVERVIEW, 0.1))
    assert ask.labels(f"{story}. {question}") == ["clinic/session_length"]


def test_what_is_told_after_a_question_is_the_next_one_where_it_is_sure(ask: Asking, ranks: Ranks) -> None:
    text = "can i run ? had two coffees as well"
    ranks.learn("can i run", EXERCISE).learn("had two coffees as well", FOOD)
    ranks.known[text] = ranked((EXERCISE, 0.95), (FOOD, 0.02))
    assert ask.labels(text) == [EXERCISE, FOOD]
    ranks.learn("had two coffees as well", FOOD, 0.8)
    assert ask.labels(text) == [EXERCISE]


def test_what_is_told_before_the_question_stays_background(ask: Asking, ranks: Ranks) -> None:
    text = "had two coffees . can i run"
    ranks.learn("can i run", EXERCISE).learn("had two coffees", FOOD)
    ranks.known[text] = ranked((EXERCISE, 0.95), (FOOD, 0.02))
    assert ask.labels(text) == [EXERCISE]


def test_a_question_that_alone_is_only_talk_is_read_with_what_is_told_before_it(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("the soreness came back by sunday", "gaps/lasting_relief", 0.6).learn(
        "is that what people tell you", GREET, 0.95
    )
    ranks.learn("the soreness came back by sunday is that what people tell you", "gaps/lasting_relief", 0.7)
    ranks.learn("how deep do the needles go", DEPTH)
    text = "the soreness came back by sunday, is that what people tell you? how deep do the needles go?"
    assert ask.labels(text) == ["gaps/lasting_relief", DEPTH]


def test_a_part_that_means_something_else_alone_is_what_the_clear_whole_asks(ask: Asking, ranks: Ranks) -> None:
    text = "bad for fifteen years . what is a usual run of visits , and will my insurance pay"
    ranks.learn("what is a usual run of visits", OVERVIEW).learn("will my insurance pay", "clinic/insurance")
    ranks.known[text] = ranked(("sessions/chronic_pain", 0.89), ("clinic/insurance", 0.02), (OVERVIEW, 0.0003))
    assert ask.labels(text) == ["sessions/chronic_pain", "clinic/insurance"]


def test_an_before_a_question_is_and(ask: Asking, ranks: Ranks) -> None:
    ranks.learn("are you open on saturdays", "clinic/hours").learn("an how do i book", "clinic/booking")
    assert ask.labels("r u open on saturdays an how do i book") == ["clinic/hours", "clinic/booking"]


def test_one_thing_with_and_in_it_is_not_divided_where_it_is_clear_as_one(ask: Asking, ranks: Ranks) -> None:
    text = "how long would i be stiff and sore"
    ranks.learn("how long would i be stiff", DEPTH).learn("how long would i be sore", "sensations/pain")
    assert ask.labels(text) == [DEPTH, "sensations/pain"]
    ranks.learn(text, "aftercare/soreness")
    assert ask.labels(text) == ["aftercare/soreness"]


def test_what_is_told_may_say_which_case_a_general_question_is_about(ask: Asking, ranks: Ranks) -> None:
    calm, text = "sessions/short_term_relief", "only want it calm for a wedding . how many times"
    ranks.learn("only want it calm for a wedding", calm).learn("how many times", OVERVIEW)
    ranks.known[text] = ranked((calm, 0.6), (OVERVIEW, 0.3), (WATER, 0.1))
    assert ask.labels(text) == [calm]
