"""What is said of a thing or an animal is not found as a complaint; what is said of a person beside it is."""

from __future__ import annotations

import pytest

from bot.language.reader import Reader


def findings(reader: Reader, text: str) -> set[str]:
    return {finding.concept for finding in reader.read(text).findings if finding.category == "symptom"}


@pytest.mark.parametrize(
    "text",
    [
        "the app keeps collapsing on me",
        "my son's football team collapsed in the second half",
        "yesterday our old boiler was wheezing",
        "does the hoover next door stop wheezing by nine",
        "so the kitten fainted",
    ],
)
def test_a_thing_or_animal_that_begins_the_clause_has_no_complaint(reader: Reader, text: str) -> None:
    assert not findings(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "my wife in the car is gasping",
        "I walked the dog wheezing",
        "got off the bus wheezing",
        "came off my bike winded",
        "the bike has left me winded",
        "my phone died and I am wheezing",
    ],
)
def test_a_thing_that_only_stands_near_does_not_take_the_complaint(reader: Reader, text: str) -> None:
    assert "breathing_trouble" in findings(reader, text)


def test_what_hurts_a_body_is_kept_whatever_the_subject(reader: Reader) -> None:
    assert "heavy_bleeding" in findings(reader, "the car has blood everywhere")


@pytest.mark.parametrize(
    "text",
    [
        "she's out cold, the cat I mean",
        "it gets worse every day, the traffic I mean",
        "end it all... the subscription I mean",
    ],
)
def test_an_aside_that_names_a_thing_sets_the_finding_right(reader: Reader, text: str) -> None:
    assert not findings(reader, text)


@pytest.mark.parametrize("text", ["my chest is tight, the left side I mean", "my chest is tight, on the bus I mean"])
def test_an_aside_that_names_something_else_does_not(reader: Reader, text: str) -> None:
    assert "chest_trouble" in findings(reader, text)
