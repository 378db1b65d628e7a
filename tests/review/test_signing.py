"""Signing answers, as a clinician does it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.knowledge.base import Knowledge, load_knowledge
from bot.review.signing import LONGEST_NAME, Signer, SigningError, chosen_entries, read_day, sign

SORE, BRUISE = "aftercare/soreness", "aftercare/bruising"
ADA = Signer("Dr Ada Example", "physiotherapist", date(2025, 3, 1))
BEN = Signer('Ben O\'Neil: "the" #1', "doctor", date(2024, 3, 1))


def signed(folder: Path, *entries: str, signer: Signer = ADA) -> Knowledge:
    base = load_knowledge(clinic=folder)
    sign(base, [base.entries[entry] for entry in entries], signer, folder)
    return load_knowledge(clinic=folder)


def test_signed_answer_is_reviewed_and_the_others_are_not(tmp_path: Path) -> None:
    base = signed(tmp_path, SORE)
    review = base.review_of(base.entries[SORE])
    assert review is not None
    assert (review.name, review.role, review.date) == (ADA.name, ADA.role, ADA.day)
    assert base.unreviewed() == [entry for entry in base.entries if entry != SORE]


def test_newer_signature_replaces_the_older(tmp_path: Path) -> None:
    signed(tmp_path, SORE, BRUISE)
    base = signed(tmp_path, SORE, signer=BEN)
    names = [review.name for review in map(base.review_of, (base.entries[SORE], base.entries[BRUISE])) if review]
    assert names == [BEN.name, ADA.name]
    assert (tmp_path / "reviews.yml").read_text(encoding="utf-8").count(SORE) == 1


def test_comments_above_the_signatures_stay(tmp_path: Path) -> None:
    (tmp_path / "reviews.yml").write_text("# Ask Ada first.\nreviews: []\n", encoding="utf-8")
    signed(tmp_path, SORE)
    assert (tmp_path / "reviews.yml").read_text(encoding="utf-8").startswith("# Ask Ada first.\nreviews:\n")


def test_answers_are_chosen_by_id_topic_or_all(knowledge: Knowledge) -> None:
    assert [entry.id for entry in chosen_entries(knowledge, [BRUISE, SORE], None, False)] == [SORE, BRUISE]
    assert {entry.topic for entry in chosen_entries(knowledge, [], "aftercare", False)} == {"aftercare"}
    assert len(chosen_entries(knowledge, [], None, True)) == len(knowledge.entries)


@pytest.mark.parametrize(
    ("ids", "topic", "everything", "sentence"),
    [
        ([], None, False, "Name the answers to sign"),
        ([SORE], "aftercare", False, "Name the answers to sign"),
        ([SORE], None, True, "Name the answers to sign"),
        (["aftercare/nowhere"], None, False, "There is no answer `aftercare/nowhere`."),
        ([], "nowhere", False, "There is no topic `nowhere`. There are: aftercare, "),
    ],
)
def test_choice_that_is_not_clear_is_a_sentence(
    knowledge: Knowledge, ids: list[str], topic: str | None, everything: bool, sentence: str
) -> None:
    with pytest.raises(SigningError, match=sentence):
        chosen_entries(knowledge, ids, topic, everything)


@pytest.mark.parametrize(
    ("name", "role", "sentence"),
    [
        ("", "physiotherapist", "The name is missing."),
        ("Ada", " ", "The role is missing."),
        ("123", "doctor", "The name is missing."),
        ("A" * (LONGEST_NAME + 1), "doctor", "The name must be plain text"),
        ("Ada\nreviewed", "doctor", "The name must be plain text"),
        ("Ada", "{clinic_phone}", "The role must be plain text"),
    ],
)
def test_name_or_role_that_cannot_stand_under_an_answer_is_a_sentence(name: str, role: str, sentence: str) -> None:
    with pytest.raises(SigningError, match=sentence):
        Signer(name, role, date(2025, 3, 1))


def test_day_in_the_future_is_a_sentence() -> None:
    with pytest.raises(SigningError, match="is in the future"):
        Signer("Ada", "doctor", date.today() + timedelta(days=1))


@pytest.mark.parametrize("text", ["yesterday", "01.03.2025", "2025-02-30"])
def test_text_that_is_no_day_is_a_sentence(text: str) -> None:
    with pytest.raises(SigningError, match=r"is no day\. Write it like 2025-03-01\."):
        read_day(text)


def test_day_that_is_left_out_is_today() -> None:
    assert read_day("") == date.today()
