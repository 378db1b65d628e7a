"""Judging made-up replies, and adding the judgements up."""

from __future__ import annotations

import math

import pytest

from evaluation.asking import Reply, in_one
from evaluation.scoring import cause, figures, judge, share, words_of
from tests.evaluation.made_up import BAN, RULE, answered, question, reply


def test_a_reply_is_full_with_all_facts_and_nothing_banned() -> None:
    assert judge("Wait 24 TO 48 hours.", (RULE,), (BAN,)).is_full
    assert judge("Wait 24 to 48 hours. There is No Wait.", (RULE,), (BAN,)).wrong == (BAN,)
    missing = judge("Ask us.", (RULE, "ask"), ())
    assert (missing.missing, missing.told, missing.is_full) == ((RULE,), 1, False)


def test_messages_of_a_turn_are_one_reply() -> None:
    custom = {"kind": "answer", "level": "routine", "entries": ["a/b"], "sources": [{"document": "D"}]}
    joined = in_one([{"text": "One.", "custom": custom, "buttons": [{"payload": "/choose"}]}, {"text": "Two."}])
    assert joined == Reply("One.\n\nTwo.", "answer", "routine", ("a/b",), ("/choose",), sourced=True, cites=True)
    assert in_one([]).kind == "none"


def test_entries_beyond_the_questions_are_unasked() -> None:
    two = reply("Both.", entries=("a/b", "a/c"))
    assert answered(question(), two).unasked == 1
    assert answered(question(style="double"), two).unasked == 0
    assert answered(question(kind="out_of_scope"), two).unasked == 2
    assert answered(question(), reply("Which?", "clarify", ())).unasked == 0


def test_words_leave_out_the_line_of_sources() -> None:
    assert words_of(reply("Wait two days.\n\nFrom: the guide")) == 3
    assert words_of(reply("Not ours.\n\nAsk us.", "decline", ())) == 4


def test_figures_of_a_group() -> None:
    group = [
        answered(question(), reply("Wait 24 to 48 hours.")),
        answered(question(must=(RULE, "walk")), reply("Walk. There is no wait.", entries=("a/b", "a/c"))),
    ]
    total = figures(group)
    assert (total.count, total.full, total.facts, total.wrong, total.unasked) == (2, 0.5, pytest.approx(2 / 3), 1, 1)
    assert math.isnan(figures([]).full)
    assert math.isnan(share([]))


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("answerable", reply("Not ours.", "decline", ()), "declined"),
        ("answerable", reply("Which?", "clarify", ()), "asked_back"),
        ("answerable", reply("We do not know.", "unknown", ()), "unknown"),
        ("answerable", reply("Call now.", "escalate", ()), "alarm"),
        ("answerable", reply("Hello.", "smalltalk", ()), "talk"),
        ("answerable", reply("There is no wait."), "wrong"),
        ("answerable", reply("Wear shorts."), "other"),
        ("answerable", reply("Walk."), "half"),
        ("unanswered", reply("Wear shorts."), "accepted"),
    ],
)
def test_a_miss_has_a_cause(kind: str, given: Reply, expected: str) -> None:
    assert cause(answered(question(kind=kind, must=(RULE, "walk")), given)) == expected
