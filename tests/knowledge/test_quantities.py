"""Numbers with their units and their order."""

from __future__ import annotations

import pytest

from bot.knowledge.quantities import Quantity, quantities_in

HOURS = Quantity("24", "48", "hour")


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("for 24-48 hours", [HOURS]),
        ("**at least 24 to\n48 hours**", [HOURS]),
        ("24\N{EN DASH}48 hours", [HOURS]),
        ("3-5 days, or 2 weeks", [Quantity("3", "5", "day"), Quantity("2", "", "week")]),
        ("a score from 1 to 10", [Quantity("1", "10")]),
        ("fewer than 1 in 1,000 treatments", [Quantity("1"), Quantity("1,000")]),
        ("a 20-minute walk", [Quantity("20", "", "minute")]),
        ("1.5 times", [Quantity("1.5", "", "time")]),
        ("no number", []),
    ],
)
def test_quantities_are_read_with_unit_and_order(text: str, quantities: list[Quantity]) -> None:
    assert quantities_in(text) == quantities


@pytest.mark.parametrize("text", ["24 to 48 hours", "24-48", "48 hours"])
def test_same_numbers_in_their_order_are_told(text: str) -> None:
    assert quantities_in(text)[0].is_told_by([HOURS])


@pytest.mark.parametrize("text", ["24 to 48 days", "48 to 24 hours", "24 hours", "48 days", "24 to 72 hours", "24"])
def test_another_unit_order_or_number_is_not_told(text: str) -> None:
    assert not quantities_in(text)[0].is_told_by([HOURS])


def test_quantity_is_said_in_words() -> None:
    assert [str(each) for each in (HOURS, Quantity("5", "", "day"), Quantity("1", "10"))] == [
        "24 to 48 hours",
        "5 days",
        "1 to 10",
    ]
