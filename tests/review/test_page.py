"""The page on which a clinician reads all answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clinic import Clinic
from bot.knowledge.base import Knowledge
from bot.review.page import PAGE, knowledge_page
from tests.review.test_signing import SORE, signed


@pytest.fixture(scope="module")
def page(knowledge: Knowledge, clinic: Clinic) -> str:
    return knowledge_page(knowledge, clinic)


def test_committed_page_is_what_the_command_makes(page: str) -> None:
    assert PAGE.read_text(encoding="utf-8") == page, "Run `needlewise knowledge page`."


def test_page_shows_each_answer_with_texts_sources_and_review(knowledge: Knowledge, page: str) -> None:
    for entry in knowledge.entries.values():
        part = page.split(f"`{entry.id}` · ")[1].split("\n###", maxsplit=1)[0]
        assert part.startswith("**not reviewed**")
        assert "**SMS**, " in part
        assert all(statement in part for statement in [*entry.statements, *entry.outside])
        assert all(knowledge.entries[other].question in part for other in entry.see_also)


def test_signature_is_shown_and_a_change_after_it_too(tmp_path: Path, clinic: Clinic) -> None:
    base = signed(tmp_path, SORE)
    assert "signed by Dr Ada Example, physiotherapist, 2025-03-01" in knowledge_page(base, clinic)
    reviews = tmp_path / "reviews.yml"
    reviews.write_text(reviews.read_text(encoding="utf-8").replace("fingerprint: ", "fingerprint: x"), encoding="utf-8")
    changed = knowledge_page(signed(tmp_path), clinic)
    assert f"`{SORE}` · **not reviewed** since its texts changed" in changed
