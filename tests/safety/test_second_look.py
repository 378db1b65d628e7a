"""The frozen model: that it is the one of its examples, what it says, and what happens to a file that is not it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from bot.data_files import DataFileError
from bot.language.encoder import DEFAULT_ENCODER, ENCODERS_DIR, SentenceEncoder
from bot.language.frozen_model import PROBES, kept_fingerprint, probe
from bot.language.reader import Reader
from bot.safety.messages import SafetyMessages
from bot.safety.second_look import (
    BOUNDS_FILE,
    FILE,
    LATE_HOURS,
    SecondLook,
    SecondLookError,
    load_bounds,
    load_second_look,
    told,
)
from bot.safety.second_look_making import HARMLESS, current_fingerprint
from bot.safety.signs import load_signs
from bot.safety.triage import Triage, share_at_least, shared_triage

NAME = DEFAULT_ENCODER
A_LITTLE = 0.001
TEXTS = ("i cant breathe", "is it normal to be sore", "what should i wear", "", "qwertz uiop", "the weather " * 200)


def test_the_kept_model_was_made_from_the_examples_as_they_are() -> None:
    assert kept_fingerprint(FILE) == current_fingerprint(), (
        "The examples have changed. Run `make second-look` and measure it."
    )


def test_the_kept_model_knows_only_texts_that_can_be_said_at_a_level(second_look: SecondLook, reader: Reader) -> None:
    labels = second_look.likeness(reader.read("hello"), None).keys()
    assert labels - {HARMLESS} <= SafetyMessages().ids & {sign.message for sign in load_signs()}
    assert HARMLESS in labels


@pytest.mark.parametrize("hours", [None, 0.0, 30.0, 1000.0])
@pytest.mark.parametrize("text", TEXTS)
def test_likeness_sums_to_one(second_look: SecondLook, reader: Reader, text: str, hours: float | None) -> None:
    likeness = second_look.likeness(reader.read(text), hours)
    assert sum(likeness.values()) == pytest.approx(1)
    assert min(likeness.values()) >= 0


@pytest.mark.parametrize(
    ("text", "likest"),
    [
        ("what should i wear to my session", HARMLESS),
        ("can i park behind the building", HARMLESS),
        ("the hole from the needle is oozing yellow stuff and it is hot", "urgent_site"),
        ("i do not want to be alive anymore", "crisis"),
    ],
)
def test_a_clear_message_is_likest_to_its_text(second_look: SecondLook, reader: Reader, text: str, likest: str) -> None:
    likeness = second_look.likeness(reader.read(text), None)
    assert max(likeness, key=likeness.__getitem__) == likest


def test_findings_are_told_with_assertion_and_person(reader: Reader) -> None:
    words = told(reader.read("no fever, but my wife has a bruise"), None)
    assert {"fever/denied", "bruise/present", "other/bruise"} <= set(words)
    assert "other/fever" not in words
    assert words == sorted(words)


@pytest.mark.parametrize(
    ("hours", "place"), [(0, 0), (19.9, 0), (20, 1), (44, 2), (60, 3), (84, 4), (129, 4), (130, 5), (9999, 5)]
)
def test_the_time_is_told_as_a_place_in_the_grid(reader: Reader, hours: float, place: int) -> None:
    assert told(reader.read("hello"), hours) == [f"time/{place}"]
    assert place <= len(LATE_HOURS)


def test_a_time_that_nobody_says_is_not_told(reader: Reader) -> None:
    assert told(reader.read("hello"), None) == []


def test_a_saved_model_says_the_same_and_names_what_it_was_made_from(
    settled: Callable[..., SecondLook], reader: Reader, tmp_path: Path
) -> None:
    made = settled(urgent=0.25, none=0.75)
    made.frozen.save("a fingerprint", tmp_path / "look.npz")
    loaded = load_second_look(tmp_path / "look.npz")
    for text in TEXTS:
        document = reader.read(text)
        assert loaded.likeness(document, None) == pytest.approx(made.likeness(document, None))
    assert kept_fingerprint(tmp_path / "look.npz") == "a fingerprint"


def test_a_missing_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SecondLookError, match=r"look\.npz.*Run `make second-look`\.$"):
        load_second_look(tmp_path / "look.npz")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"version https://git-lfs.github.com/spec/v1\n", id="a pointer to a file"),
        pytest.param(FILE.read_bytes()[:1000], id="begun"),
        pytest.param(FILE.read_bytes()[:-1000], id="almost whole"),
        pytest.param(FILE.read_bytes().replace(b"\x00", b"\x01"), id="other bytes"),
    ],
)
def test_a_file_that_is_not_whole_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "look.npz").write_bytes(content)
    with pytest.raises(SecondLookError, match=r"Run `make second-look`\.$"):
        load_second_look(tmp_path / "look.npz")


def stored_parts() -> dict[str, np.ndarray]:
    with np.load(FILE, allow_pickle=False) as stored:
        return dict(stored)


@pytest.mark.parametrize("part", ["weights", "encoder", "probes"])
def test_a_file_without_a_part_is_refused(tmp_path: Path, part: str) -> None:
    np.savez(tmp_path / "look.npz", **{name: array for name, array in stored_parts().items() if name != part})
    with pytest.raises(SecondLookError, match=f"{part}.*Run `make second-look`"):
        load_second_look(tmp_path / "look.npz")


def test_a_file_with_objects_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "look.npz", **{**stored_parts(), "labels": np.array([{"a": 1}], dtype=object)})
    with pytest.raises(SecondLookError, match="Object arrays cannot be loaded"):
        load_second_look(tmp_path / "look.npz")


def test_a_model_whose_encoder_is_not_here_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "look.npz", **{**stored_parts(), "encoder": np.array("no-such-encoder")})
    with pytest.raises(SecondLookError, match="`no-such-encoder` has not been made yet"):
        load_second_look(tmp_path / "look.npz")


@pytest.mark.parametrize("probes", [np.eye(4, 384, dtype=np.float32), np.ones((4, 100), dtype=np.float32)])
def test_a_model_that_was_made_with_another_encoder_is_refused(tmp_path: Path, probes: np.ndarray) -> None:
    np.savez(tmp_path / "look.npz", **{**stored_parts(), "probes": probes})
    with pytest.raises(SecondLookError, match=r"^The second look was made with another encoder\. Run `make"):
        load_second_look(tmp_path / "look.npz")


def test_the_same_encoder_in_another_place_is_not_another_one(tmp_path: Path) -> None:
    elsewhere = shutil.copytree(ENCODERS_DIR / NAME, tmp_path / "our-own-encoder")
    np.savez(tmp_path / "look.npz", **{**stored_parts(), "encoder": np.array(str(elsewhere))})
    assert load_second_look(tmp_path / "look.npz")


def test_the_probes_of_the_kept_model_are_vectors_of_length_one(encoder: SentenceEncoder) -> None:
    probes = stored_parts()["probes"]
    assert probes.shape == probe(encoder.encode).shape == (len(PROBES), encoder.facts.dimensions)
    assert np.linalg.norm(probes, axis=1) == pytest.approx(np.ones(len(PROBES)), abs=1e-4)


def test_bounds_are_probabilities_and_a_higher_level_is_reached_no_later_than_a_lower_one() -> None:
    bounds = load_bounds()
    for of_levels in (bounds.nothing_found, bounds.understood):
        assert 0 < of_levels.emergency <= of_levels.urgent <= of_levels.routine < 1


def test_likeness_must_be_clearer_where_the_rules_have_understood_something() -> None:
    bounds = load_bounds()
    for level in ("routine", "urgent", "emergency"):
        assert getattr(bounds.understood, level) >= getattr(bounds.nothing_found, level)


def test_a_level_that_is_missing_or_misspelt_stops_the_start(tmp_path: Path) -> None:
    text = BOUNDS_FILE.read_text(encoding="utf-8")
    (tmp_path / "bounds.yml").write_text(text.replace("urgent:", "urgnt:"), encoding="utf-8")
    with pytest.raises(DataFileError, match="urg"):
        load_bounds(tmp_path / "bounds.yml")


def test_the_bounds_stand_beside_the_model() -> None:
    assert (BOUNDS_FILE.parent, BOUNDS_FILE.stem) == (FILE.parent, FILE.stem)


STORY = (
    "Love the new waiting room, very swish, and the music is nicer too. I brought my knitting, finished a whole sleeve."
    " This morning my left hand wouldn't hold the needles at all. My niece says hello by the way. "
    "Is the Thursday class still on and do I bring my own mat? I have booked the taxi already."
)


def test_a_sentence_says_what_a_long_story_hides(reader: Reader) -> None:
    def shares(normalised: str, told: object) -> dict[str, float]:
        is_like = 0.9 if normalised.startswith("this morning my left hand") else 0.1
        return {"emergency_sudden": is_like, HARMLESS: 1 - is_like}

    look = SecondLook(SimpleNamespace(shares=shares), load_bounds())  # type: ignore[arg-type]
    assert Triage(second_look=look).assess(reader.read(STORY)).message == "emergency_sudden"


def test_each_sentence_of_a_story_is_looked_at(second_look: SecondLook, reader: Reader) -> None:
    levels = {sign.message: sign.level for sign in load_signs()}
    sentences = [
        share_at_least("emergency", each, levels) for each in second_look.likeness_of_sentences(reader.read(STORY))
    ]
    assert [each >= second_look.bounds.sentence for each in sentences] == [False, False, True, False, False, False]


def test_a_story_without_such_a_sentence_is_no_alarm(reader: Reader) -> None:
    harmless = STORY.replace("This morning my left hand wouldn't hold the needles at all. ", "")
    assert shared_triage().assess(reader.read(harmless)).level == "none"


@pytest.mark.parametrize("text", ["one sentence alone", "Hi. Ok. Yes."])
def test_one_sentence_or_very_short_ones_are_not_looked_at_alone(
    second_look: SecondLook, reader: Reader, text: str
) -> None:
    assert not list(second_look.likeness_of_sentences(reader.read(text)))


def test_what_is_like_something_urgent_in_any_case_is_an_emergency_sooner() -> None:
    bounds = load_bounds()
    assert bounds.beside_urgent < bounds.ruled_urgent < bounds.understood.emergency
    assert bounds.beside_urgent < bounds.nothing_found.emergency


def level_at(reader: Reader, text: str, **shares: float) -> str:
    """The level of a text with such likeness, the rest of which is harmless."""
    likeness = {**shares, HARMLESS: 1 - sum(shares.values())}
    frozen = SimpleNamespace(shares=lambda normalised, told: likeness)
    return Triage(second_look=SecondLook(frozen, load_bounds())).assess(reader.read(text)).level  # type: ignore[arg-type]


def test_the_safer_of_two_levels_speaks(reader: Reader) -> None:
    bounds, text = load_bounds(), "see you on friday"
    beside, alone = bounds.beside_urgent, bounds.nothing_found.emergency
    between = (beside + alone) / 2
    assert level_at(reader, text, urgent=1 - between, emergency=between) == "emergency"
    assert level_at(reader, text, urgent=1 - beside, emergency=beside - A_LITTLE) == "urgent"
    assert level_at(reader, text, emergency=min(between, bounds.nothing_found.routine - A_LITTLE)) == "none"
    assert level_at(reader, text, emergency=alone + A_LITTLE) == "emergency"


def test_an_urgent_sign_that_the_rules_know_takes_more(reader: Reader) -> None:
    bound, text = load_bounds().ruled_urgent, "the needle mark is red, hot and leaking"
    assert level_at(reader, text, emergency_unwell=bound - A_LITTLE) == "urgent"
    assert level_at(reader, text, emergency_unwell=bound + A_LITTLE) == "emergency"
