"""What no answer may say, whoever wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.data_files import DataFileError
from bot.knowledge.claims import read_forbidden_claims

CLAIMS = {claim.id: claim for claim in read_forbidden_claims()}
SAID = {
    "stop_medicine": [
        "Stop your blood thinner the day before.",
        "Please pause any pain medication.",
        "Skip your insulin.",
    ],
    "stop_taking": ["You should stop taking aspirin.", "Avoid taking it on the day."],
    "take_medicine": ["Take ibuprofen if it hurts.", "Sore? Try some paracetamol."],
    "dose": ["400 mg is enough.", "Two hours before: 2 tablets."],
    "no_help_needed": ["There is no need to call a doctor.", "You don't need to tell the clinic."],
    "wait_and_see": ["That is nothing to worry about.", "Just wait and see."],
    "no_risk": ["It has no side effects.", "Needling is completely safe.", "A risk-free treatment."],
    "safe_in_pregnancy": ["It is safe in pregnancy.", "It's fine if you are pregnant."],
    "toxins": ["Water helps to flush it out.", "It removes toxins."],
    "hollow_needles": ["The needle is hollow."],
    "speed_of_healing": ["It speeds healing.", "It improves blood flow and healing."],
    "promises": ["We guarantee results.", "It will fix your back.", "It cures tennis elbow."],
}
ALLOWED = [
    "**Never stop, skip or change a medicine for a session on your own.**",
    "Don't take painkillers without asking your pharmacist.",
    "That is a goal, not a promise.",
    "Call your doctor if it gets worse. Stop and rest if it hurts.",
    "Take a walk. Use a cold pack for 10 minutes.",
]


@pytest.mark.parametrize("claim", SAID)
def test_claim_is_found_however_it_is_said(claim: str) -> None:
    assert not [text for text in SAID[claim] if not CLAIMS[claim].found_in(text)]


def test_each_claim_is_tried_here() -> None:
    assert SAID.keys() == CLAIMS.keys()


@pytest.mark.parametrize("text", ALLOWED)
def test_careful_words_are_allowed(text: str) -> None:
    assert not {claim.id: claim.found_in(text) for claim in CLAIMS.values() if claim.found_in(text)}


def test_never_in_another_sentence_allows_nothing() -> None:
    assert CLAIMS["stop_medicine"].found_in("Never mind. Stop your aspirin.") == "Stop your aspirin"


def test_words_across_lines_and_bold_marks_are_found() -> None:
    assert CLAIMS["stop_medicine"].found_in("Please **stop\nyour** aspirin.")


def test_claim_that_is_no_regular_expression_names_its_place(tmp_path: Path) -> None:
    file = tmp_path / "claims.yml"
    file.write_text("forbidden_claims:\n  - {id: broken, words: '(', why: Because.}\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"line 2: the words of `broken` cannot be read"):
        read_forbidden_claims(file)
