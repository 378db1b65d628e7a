"""Rankings of what is asked, and what two of them say together."""

from __future__ import annotations

import pytest

from bot.knowledge.rankings import blend
from tests.knowledge.asking_by_hand import EXERCISE, WATER, ranked


def test_what_two_rankings_find_likely_comes_first_in_their_blend() -> None:
    blended = blend(ranked((EXERCISE, 0.5), (WATER, 0.4)), ranked((WATER, 0.6), (EXERCISE, 0.1)))
    assert [each.label for each in blended] == [WATER, EXERCISE]
    assert sum(each.confidence for each in blended) == pytest.approx(1)
