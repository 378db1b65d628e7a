"""The red-flag signs: what they name exists, and a broken file is refused."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import msgspec
import pytest

from bot.answer import Level
from bot.data_files import DataFileError
from bot.language.vocabulary import Lexicon, load_lexicon
from bot.safety.messages import SafetyMessages
from bot.safety.signs import SAFETY_DIR, Sign, load_signs
from bot.safety.triage import LEVELS, Triage

SIGNS_FILE = (SAFETY_DIR / "signs.yml").read_text(encoding="utf-8")
FLOOR = {
    "danger_to_self",
    "throat_or_face_swelling",
    "breathing_trouble",
    "chest_trouble",
    "collapse",
    "stroke_sign",
    "loss_of_power",
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module")
def signs() -> list[Sign]:
    return load_signs()


def test_every_finding_of_a_sign_is_in_the_lexicon(signs: list[Sign], lexicon: Lexicon) -> None:
    known = {concept.id for concepts in lexicon.concepts.values() for concept in concepts}
    assert all(sign.findings and known.issuperset(sign.findings) for sign in signs)


def test_every_message_of_a_sign_exists(signs: list[Sign]) -> None:
    assert {sign.message for sign in signs} <= SafetyMessages().ids


def test_ids_are_unique(signs: list[Sign]) -> None:
    assert len({sign.id for sign in signs}) == len(signs)


def test_every_level_is_one_that_raises_and_every_source_is_named(signs: list[Sign]) -> None:
    assert {sign.level for sign in signs} <= set(LEVELS) - {"none"}
    assert all("policy" in sign.source for sign in signs)


def test_the_floor_is_complete_and_an_emergency(signs: list[Sign]) -> None:
    emergencies = {finding for sign in signs if sign.level == "emergency" for finding in sign.findings}
    assert emergencies >= FLOOR


def test_danger_to_self_speaks_before_every_other_sign(signs: list[Sign]) -> None:
    assert (signs[0].findings, signs[0].message) == (["danger_to_self"], "crisis")


def test_levels_are_all_levels_from_low_to_high() -> None:
    assert get_args(Level) == LEVELS


def test_triage_loads_its_signs_against_the_lexicon(lexicon: Lexicon) -> None:
    without = {**lexicon.concepts, "symptom": [c for c in lexicon.concepts["symptom"] if c.id != "danger_to_self"]}
    broken = msgspec.structs.replace(lexicon, concepts=without)
    with pytest.raises(DataFileError, match="`SIGN-SELF-HARM` names the finding `danger_to_self`"):
        Triage(lexicon=broken)


def broken_file(tmp_path: Path, old: str, new: str) -> tuple[Path, int]:
    """The signs with one text replaced, and the line where the record of that text begins."""
    assert old in SIGNS_FILE
    path = tmp_path / "signs.yml"
    path.write_text(SIGNS_FILE.replace(old, new, 1), encoding="utf-8")
    before = SIGNS_FILE[: SIGNS_FILE.index(old) + len(old)].splitlines()
    return path, max(n for n, line in enumerate(before, start=1) if line.startswith("  - id:"))


def test_an_unknown_finding_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path, line = broken_file(tmp_path, "[loss_of_power]", "[loss_of_power, loss_of_hair]")
    with pytest.raises(DataFileError) as refusal:
        load_signs(
            path, known=frozenset(FLOOR) | {"racing_heart", "dizziness", "dizziness_lasting", "near_faint", "fainting"}
        )
    assert str(refusal.value).startswith(f"{path}, line {line}: `SIGN-POWER` names the finding `loss_of_hair`")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("level: emergency", "level: terrible", "`SIGN-SELF-HARM`: Invalid enum value 'terrible'"),
        ("message: crisis", "text: crisis", "`SIGN-SELF-HARM`: "),
        ("findings: [danger_to_self]", "findings: danger_to_self", "`SIGN-SELF-HARM`: Expected `array`"),
        ("id: SIGN-CHEST", "id: SIGN-BREATHING", "the id `SIGN-BREATHING` is already used at "),
    ],
)
def test_a_broken_sign_is_refused_with_file_and_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    path, line = broken_file(tmp_path, old, new)
    with pytest.raises(DataFileError) as refusal:
        load_signs(path)
    assert str(refusal.value).startswith(f"{path}, line {line}: {message}")


def test_a_sign_without_findings_is_refused(tmp_path: Path) -> None:
    path, _ = broken_file(tmp_path, "[chest_trouble]", "[]")
    with pytest.raises(DataFileError, match="SIGN-CHEST"):
        load_signs(path, known=frozenset(FLOOR))
