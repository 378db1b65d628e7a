"""Dividing a message into what it asks and what it tells."""

from __future__ import annotations

import pytest

from bot.knowledge.parts import Parts
from bot.language.reader import Reader

PARTS = Parts()


def asked(reader: Reader, text: str) -> list[str]:
    return [part.text for part in PARTS.of(reader.read(text)) if part.asks]


def told(reader: Reader, text: str) -> list[str]:
    return [part.text for part in PARTS.of(reader.read(text)) if not part.asks]


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("what time do you open n where do i park", ["what time do you open", "where do i park"]),
        ("Two things: how deep is it and can I drive?", ["how deep is it", "can i drive"]),
        ("how many for quick relief vs how many for good", ["how many for quick relief", "how many for good"]),
        ("can i drive, and may i swim", ["can i drive", "may i swim"]),
        ("does it hurt? and for how long", ["does it hurt", "for how long"]),
        ("how often do i come and for how many weeks", ["how often do i come", "for how many weeks"]),
        ("does that change how many i get", ["does that change how many i get"]),
        ("if it is still sore on sunday may we swim", ["if it is still sore on sunday may we swim"]),
        ("not sure whether i may drive", ["not sure whether i may drive"]),
        ("first visit what happens", ["first visit what happens"]),
        ("sauna 2nite?", ["sauna tonight"]),
        ("parking? price?", ["parking", "price"]),
        ("just a short dip tomorrow ok", ["just a short dip tomorrow ok"]),
        ("couldn't you do my neck as well", ["could not you do my neck as well"]),
        ("needles scare me how do i put it off", ["how do i put it off"]),
        ("does it hurt what about bruises", ["does it hurt", "what about bruises"]),
        ("how long for a back how many pins", ["how long for a back", "how many pins"]),
        ("is it ok if i swim do i need to cover it", ["is it ok if i swim", "do i need to cover it"]),
        ("what can i do if it hurts is that normal", ["what can i do if it hurts", "is that normal"]),
        ("will you take me, and if so can i park", ["will you take me", "can i park"]),
        ("how soon after can i swim", ["how soon after can i swim"]),
        ("no idea how do you find it", ["no idea how do you find it"]),
        ("when i get home should i rest", ["when i get home should i rest"]),
        ("who decides on my goals, me or the chiro?", ["who decides on my goals , me the chiropractor"]),
    ],
)
def test_questions_are_found_wherever_they_begin(reader: Reader, text: str, questions: list[str]) -> None:
    assert asked(reader, text) == questions


def test_what_only_tells_asks_nothing(reader: Reader) -> None:
    text = "My daughter booked me in. I had it done on Monday. When can I swim?"
    assert told(reader, text) == ["my daughter booked me in", "i had it done on monday"]
    assert asked(reader, text) == ["when can i swim"]


def test_what_somebody_has_not_done_asks_nothing(reader: Reader) -> None:
    text = "I'm a private person and haven't been treated for years. How much comes off?"
    assert asked(reader, text) == ["how much comes off"]


def test_a_bare_question_is_joined_to_what_it_is_about(reader: Reader) -> None:
    assert asked(reader, "my neck aches, is that normal? and can I drive?") == [
        "my neck aches is that normal",
        "can i drive",
    ]


def test_a_part_that_may_point_back_leans(reader: Reader) -> None:
    first, second = PARTS.of(reader.read("what does it cost? is the first one dearer?"))
    assert (first.leans, second.leans) == (False, True)


def test_what_begins_like_for_how_long_leans_and_there_is_does_not(reader: Reader) -> None:
    _, second, third = PARTS.of(reader.read("does it hurt, for how many days, is there parking?"))
    assert (second.leans, third.leans) == (True, False)


def test_a_part_has_no_joining_word_at_its_end(reader: Reader) -> None:
    assert asked(reader, "can i drive and also what should i wear") == ["can i drive", "what should i wear"]


def test_a_part_knows_the_question_before_it(reader: Reader) -> None:
    first, second = PARTS.of(reader.read("can i swim and how soon"))
    assert (first.follows_question, second.follows_question, second.before) == (False, True, "can i swim")


def test_a_question_knows_what_is_told_right_before_it(reader: Reader) -> None:
    told_first, asks = PARTS.of(reader.read("we are trying for a baby, does that matter for needling"))
    assert (told_first.asks, asks.before) == (False, "we are trying for a baby")


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("can i shower and swim after", "can i shower after", "can i swim after"),
        ("is heat or ice better?", "is heat better", "is ice better"),
        ("can i drive home and go back to work", "can i drive home", "can i go back to work"),
        ("can i have my porridge and a coffee first", "can i have my porridge first", "can i have a coffee first"),
        ("swim and shower, when can i do those", "swim when can i do those", "shower when can i do those"),
    ],
)
def test_two_things_in_one_question_are_told_apart(reader: Reader, text: str, one: str, other: str) -> None:
    ways = [way for part in PARTS.of(reader.read(text)) for way in PARTS.alternatives(part)]
    assert any(one in left and other in right for left, right in ways)


@pytest.mark.parametrize("text", ["can i swim and can i drive", "can i swim"])
def test_questions_with_openings_of_their_own_are_parts_already(reader: Reader, text: str) -> None:
    assert not [way for part in PARTS.of(reader.read(text)) for way in PARTS.alternatives(part)]


@pytest.mark.parametrize("text", ["", "?", "and", "\U0001f642", ", , :"])
def test_a_text_without_words_has_no_parts(reader: Reader, text: str) -> None:
    assert PARTS.of(reader.read(text)) == ()
