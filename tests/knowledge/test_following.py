"""Messages that lean on what was said before."""

from __future__ import annotations

import pytest

from bot.knowledge.base import Knowledge
from bot.knowledge.following import FollowUps, Memory, load_follow_up_words

OFFERED = Memory(offered=("aftercare/exercise", "aftercare/soreness", "aftercare/water"))
OVERVIEW = Memory(answered=("sessions/overview",))


@pytest.fixture(scope="module")
def follow_ups(knowledge: Knowledge) -> FollowUps:
    return FollowUps(knowledge.entries)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1", 0), ("2", 1), ("2.", 1), ("(3)", 2), ("b", 1), ("one", 0), ("the second one", 1), ("number 3", 2),
        ("option 2!", 1), ("the last one", 2),
    ],
)  # fmt: skip
def test_an_offered_question_is_picked_by_its_place(follow_ups: FollowUps, text: str, place: int) -> None:
    assert follow_ups.picked(text, OFFERED) == OFFERED.offered[place]


@pytest.mark.parametrize("text", ["", "4", "0", "12", "2 days", "the second session", "yes", "22"])
def test_other_words_pick_nothing(follow_ups: FollowUps, text: str) -> None:
    assert follow_ups.picked(text, OFFERED) is None


def test_where_nothing_or_less_was_offered_nothing_is_picked(follow_ups: FollowUps) -> None:
    two = Memory(offered=OFFERED.offered[:2])
    assert follow_ups.picked("1", Memory()) is None
    assert follow_ups.picked("3", two) is None
    assert follow_ups.picked("2", two) == OFFERED.offered[1]


def test_the_last_one_is_the_last_of_those_that_were_offered(follow_ups: FollowUps) -> None:
    assert follow_ups.picked("the last one", Memory(offered=OFFERED.offered[:2])) == OFFERED.offered[1]


@pytest.mark.parametrize(
    "text",
    ["and for my back", "what about alcohol", "ok and after", "is that normal", "will it go away", "or a bath",
     "same for running", "no i meant before the session", "i meant after", "sorry i mean before"],
)  # fmt: skip
def test_a_short_continuation_leans_on_what_was_said_before(follow_ups: FollowUps, text: str) -> None:
    assert follow_ups.leans(text.split())


@pytest.mark.parametrize(
    "text",
    ["", "can i exercise tomorrow", "chronic", "android", "sorting", "butter on toast",
     "and can i also go to the gym on the day after my session"],
)  # fmt: skip
def test_a_long_message_and_one_with_a_subject_of_its_own_do_not_lean(follow_ups: FollowUps, text: str) -> None:
    assert not follow_ups.leans(text.split())


@pytest.mark.parametrize("text", ["no i meant before", "i meant the other one", "not that", "no not now", "wrong one"])
def test_a_correction_takes_back_how_the_message_before_was_understood(follow_ups: FollowUps, text: str) -> None:
    assert follow_ups.corrects(text)


@pytest.mark.parametrize("text", ["no therapist today", "no form to sign", "no thanks", "is it not thatched", "meant"])
def test_a_word_that_only_begins_like_a_correction_is_none(follow_ups: FollowUps, text: str) -> None:
    assert not follow_ups.corrects(text)


def test_the_answer_before_is_found_for_another_condition(follow_ups: FollowUps) -> None:
    assert follow_ups.for_condition(["lower_back"], OVERVIEW) == "sessions/lower_back"
    chronic = Memory(answered=("sessions/chronic_pain",))
    assert follow_ups.for_condition(["surgery"], chronic) == "sessions/surgery"


@pytest.mark.parametrize("conditions", [[], ["fever"], ["neck", "bruise"]])
def test_a_condition_without_an_answer_of_its_own_finds_none(follow_ups: FollowUps, conditions: list[str]) -> None:
    assert follow_ups.for_condition(conditions, OVERVIEW) is None


@pytest.mark.parametrize("answered", [(), ("aftercare/exercise",), ("nowhere/nothing",)])
def test_an_answer_that_is_the_same_for_all_has_none_for_a_condition(
    follow_ups: FollowUps, answered: tuple[str, ...]
) -> None:
    assert follow_ups.for_condition(["lower_back"], Memory(answered=answered)) is None


def test_the_same_condition_again_is_no_other_answer(follow_ups: FollowUps) -> None:
    assert follow_ups.for_condition(["surgery"], Memory(answered=("sessions/surgery",))) is None


def test_the_first_of_several_answers_that_has_one_counts(follow_ups: FollowUps) -> None:
    memory = Memory(answered=("aftercare/exercise", "sessions/frequency"))
    assert follow_ups.for_condition(["chronic_pain"], memory) == "sessions/frequency_chronic"


@pytest.mark.parametrize(
    ("entry", "conditions", "refined"),
    [
        ("sessions/overview", ["fibromyalgia"], "sessions/fibromyalgia"),
        ("sessions/overview", ["neck", "surgery", "arthritis"], "sessions/surgery"),
        ("sessions/overview", [], "sessions/overview"),
        ("sessions/overview", ["neck"], "sessions/overview"),
        ("sessions/surgery", ["fibromyalgia"], "sessions/surgery"),
        ("aftercare/exercise", ["fibromyalgia"], "aftercare/exercise"),
        ("greet", ["fibromyalgia"], "greet"),
    ],
)
def test_a_general_question_gets_the_answer_for_a_known_condition(
    follow_ups: FollowUps, entry: str, conditions: list[str], refined: str
) -> None:
    assert follow_ups.refined(entry, conditions) == refined


def test_an_answer_by_condition_asks_back_for_it(follow_ups: FollowUps) -> None:
    assert follow_ups.asks_back(["sessions/overview"])
    assert not follow_ups.asks_back(["sessions/surgery", "aftercare/exercise", "nowhere/nothing"])
    assert not follow_ups.asks_back([])


def test_the_condition_of_an_answer_is_known(follow_ups: FollowUps) -> None:
    assert follow_ups.condition_of("sessions/surgery") == "surgery"
    assert follow_ups.condition_of("sessions/overview") is None
    assert follow_ups.condition_of("aftercare/exercise") is None


def test_the_words_are_as_the_reader_gives_them() -> None:
    words = load_follow_up_words()
    for text in [*words.openers, *words.pointers, *words.corrections, *words.places]:
        assert text == text.lower().strip()
    assert set(words.places.values()) == {-1, 1, 2, 3}


@pytest.mark.parametrize("text", ["how long", "before", "and after", "is that normal", "how long does it last"])
def test_a_message_without_words_of_its_own_is_bare(follow_ups: FollowUps, text: str) -> None:
    assert follow_ups.is_bare(text.split())


@pytest.mark.parametrize("text", ["how long is a session", "and how often", "before work", "is that a bruise"])
def test_a_message_that_names_anything_is_not_bare(follow_ups: FollowUps, text: str) -> None:
    assert not follow_ups.is_bare(text.split())


@pytest.mark.parametrize("text", ["over how many weeks", "both", "why though", "and on saturday", "how often"])
def test_a_message_of_faint_words_says_too_little_to_stand_alone(follow_ups: FollowUps, text: str) -> None:
    assert follow_ups.says_little(text.split())
    assert not follow_ups.says_little([*text.split(), "swimming"])


def test_next_to_an_answer_stands_what_it_points_to_and_its_family(follow_ups: FollowUps, knowledge: Knowledge) -> None:
    near = follow_ups.neighbours(["sessions/acute_injury"])
    assert near >= {*knowledge.entries["sessions/acute_injury"].see_also, "sessions/overview", "sessions/chronic_pain"}
    assert follow_ups.neighbours(["aftercare/water"]) == set(knowledge.entries["aftercare/water"].see_also)
    assert follow_ups.neighbours(["no/such"]) == set()


@pytest.mark.parametrize(
    ("entry", "conditions", "answer"),
    [
        ("sessions/overview", ["back", "long_lasting"], "sessions/chronic_pain"),
        ("sessions/lower_back", ["lower_back", "long_lasting"], "sessions/chronic_pain"),
        ("sessions/lower_back", ["lower_back", "acute_injury"], "sessions/acute_injury"),
        ("sessions/lower_back", ["lower_back"], "sessions/lower_back"),
        ("sessions/frequency", ["long_lasting"], "sessions/frequency_chronic"),
        ("greet", ["long_lasting"], "greet"),
    ],
)
def test_what_is_told_as_well_narrows_the_answer(
    follow_ups: FollowUps, entry: str, conditions: list[str], answer: str
) -> None:
    assert follow_ups.refined(entry, conditions) == answer
