"""What a reviewer signs, and what makes a signature worthless."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from bot.knowledge.base import Knowledge
from bot.knowledge.records import Entry

ENTRY = Entry("aftercare/rest", "Should I rest?", "Rest **well**.\n", "Rest.", ["S068"])


def changed(**fields: Any) -> Entry:
    return msgspec.structs.replace(ENTRY, **fields)


@pytest.mark.parametrize("field", ["question", "web", "sms"])
def test_fingerprint_changes_with_a_single_character_of_a_text(knowledge: Knowledge, field: str) -> None:
    assert knowledge.fingerprint(changed(**{field: getattr(ENTRY, field) + "."})) != knowledge.fingerprint(ENTRY)


def test_fingerprint_changes_when_the_safety_line_is_added(knowledge: Knowledge) -> None:
    assert knowledge.fingerprint(changed(safety_net="normal")) != knowledge.fingerprint(ENTRY)


def test_fingerprint_stays_when_only_references_change(knowledge: Knowledge) -> None:
    other = changed(statements=["S001"], see_also=["aftercare/water"])
    assert knowledge.fingerprint(other) == knowledge.fingerprint(ENTRY)


def test_fingerprint_changes_when_two_texts_are_exchanged(knowledge: Knowledge) -> None:
    assert knowledge.fingerprint(changed(web=ENTRY.sms, sms=ENTRY.web)) != knowledge.fingerprint(ENTRY)


def test_fingerprint_changes_when_a_line_moves_from_one_text_to_the_other(knowledge: Knowledge) -> None:
    before = changed(web="Rest well.\nCall us if it hurts.", sms="Rest.")
    after = changed(web="Rest well.", sms="Call us if it hurts.\nRest.")
    assert knowledge.fingerprint(before) != knowledge.fingerprint(after)
