"""The data files of the language layer: what they hold, and how a broken one is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import yaml

from bot.data_files import DataFileError
from bot.language.reader import Reader
from bot.language.vocabulary import (
    CONCEPT_FILES,
    EFFECTS,
    LANGUAGE_DIR,
    REACHES,
    ClauseWords,
    english_words,
    load_lexicon,
)

Break = Callable[[str, str, str], int]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A copy of the language data that a test may break."""
    return Path(shutil.copytree(LANGUAGE_DIR, tmp_path / "language"))


@pytest.fixture
def rewrite(directory: Path) -> Break:
    """Replaces the first occurrence of a text in a file; gives the line where it stood."""

    def replace(name: str, old: str, new: str) -> int:
        path = directory / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return replace


def test_the_real_files_can_be_loaded() -> None:
    lexicon = load_lexicon()
    assert set(lexicon.concepts) == set(CONCEPT_FILES)
    assert all(cue.effect in EFFECTS and cue.reach in REACHES for cue in lexicon.cues)
    assert {"breathless", "chest", "warfarin"} <= lexicon.vocabulary
    assert lexicon.shorthand["2day"] == "today"


def test_every_effect_and_every_reach_is_used() -> None:
    cues = load_lexicon().cues
    assert {cue.effect for cue in cues} == EFFECTS
    assert {cue.reach for cue in cues} == REACHES


def test_the_start_of_a_word_is_no_word_of_the_vocabulary() -> None:
    assert "dizz" not in load_lexicon().vocabulary


def test_english_words_are_common_and_spelt_rightly() -> None:
    assert {"shoulder", "breathe", "pillow"} <= english_words().keys()
    assert "sholder" not in english_words()


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("assertion_cues.yml", "effect: past", "effect: bygone", "`effect: bygone` is unknown. Use one of current, "),
        ("assertion_cues.yml", "reach: around", "reach: behind", "`reach: behind` is unknown. Use one of after, "),
        ("assertion_cues.yml", "words: 6", "words: six", "`no_symptom`: "),
        ("assertion_cues.yml", "words: 6", "range: 6", "unknown field `range`"),
        ("assertion_cues.yml", "id: not_have", "id: not_adjacent", "the id `not_adjacent` is already used at "),
        ("symptoms.yml", "- id: fever", "- severity: 3\n    id: fever", "unknown field `severity`"),
        ("symptoms.yml", "- id: fever", "- name: fever", "missing required field `id`|unknown field `name`"),
        ("symptoms.yml", "- id: fever", "- id: swelling", "the id `swelling` is already used at "),
        ("body_areas.yml", "- id: jaw", "- id: jaw\n    id: chin", "the key `id` stands twice"),
        ("shorthand.yml", "  2day: today", "  2day: [today]", "Expected `str`, got `array`"),
    ],
)
def test_a_broken_record_is_refused_with_file_and_line(
    directory: Path, rewrite: Break, name: str, old: str, new: str, message: str
) -> None:
    rewrite(name, old, new)
    with pytest.raises(DataFileError, match=message) as refusal:
        load_lexicon(directory)
    assert str(refusal.value).startswith(f"{directory / name}, line ")


def test_the_line_named_is_where_the_record_begins(directory: Path, rewrite: Break) -> None:
    line = rewrite("symptoms.yml", "- id: fever", "- severity: 3\n    id: fever")
    with pytest.raises(DataFileError, match=f"symptoms.yml, line {line}: `fever`: "):
        load_lexicon(directory)


def test_an_id_shared_by_two_files_is_refused_with_both_places(directory: Path, rewrite: Break) -> None:
    line = rewrite("body_areas.yml", "- id: jaw", "- id: fever")
    with pytest.raises(DataFileError, match="the id `fever` is already used") as refusal:
        load_lexicon(directory)
    assert f"{directory / 'body_areas.yml'}, line {line}: " in str(refusal.value)
    assert f"{directory / 'symptoms.yml'}, line " in str(refusal.value)


@pytest.mark.parametrize(
    "name", [*CONCEPT_FILES.values(), "assertion_cues.yml", "clauses.yml", "things.yml", "idioms.yml"]
)
def test_a_missing_file_is_named(directory: Path, name: str) -> None:
    (directory / name).unlink()
    with pytest.raises(DataFileError, match=f"{name} is missing"):
        load_lexicon(directory)


@pytest.mark.parametrize("content", ["concepts: [", "symptoms: []", "", "- id: fever", "concepts: {}"])
def test_a_file_of_another_shape_is_named(directory: Path, content: str) -> None:
    (directory / "conditions.yml").write_text(content, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"conditions\.yml, line [12]: "):
        load_lexicon(directory)


@pytest.mark.parametrize("key", msgspec.structs.fields(ClauseWords), ids=lambda field: field.name)
def test_clauses_without_one_of_their_lists_are_refused(directory: Path, key: msgspec.structs.FieldInfo) -> None:
    path = directory / "clauses.yml"
    words = yaml.safe_load(path.read_text(encoding="utf-8"))
    del words["clauses"][key.name]
    path.write_text(yaml.safe_dump(words), encoding="utf-8")
    with pytest.raises(DataFileError, match=rf"clauses\.yml, line \d+: .*missing required field `{key.name}`"):
        load_lexicon(directory)


def test_clauses_with_an_unknown_list_are_refused(directory: Path, rewrite: Break) -> None:
    rewrite("clauses.yml", "  joiners:", "  splitters: [but]\n  joiners:")
    with pytest.raises(DataFileError, match=r"clauses\.yml, line \d+: .*unknown field `splitters`"):
        load_lexicon(directory)


@pytest.mark.parametrize("phrase", ["(twitch|tic", "twitch)", "(twitch|)", "twitch?", "*", "..."])
def test_a_phrase_outside_the_notation_is_refused_with_file_and_line(
    directory: Path, rewrite: Break, phrase: str
) -> None:
    line = rewrite("symptoms.yml", "- id: twitch\n    phrases: [twitch*]", f'- id: twitch\n    phrases: ["{phrase}"]')
    with pytest.raises(DataFileError, match=f"symptoms.yml, line {line}: `twitch`: ") as refusal:
        load_lexicon(directory)
    assert f"`{phrase}`" in str(refusal.value)


def test_a_cue_outside_the_notation_is_refused_with_file_and_line(directory: Path, rewrite: Break) -> None:
    cues = "  - id: broken\n    effect: past\n    phrases: [(ages|years ago]\n"
    line = rewrite("assertion_cues.yml", "assertion_cues:\n", f"assertion_cues:\n{cues}") + 1
    with pytest.raises(DataFileError, match=f"assertion_cues.yml, line {line}: `broken`: "):
        load_lexicon(directory)


def test_an_idiom_outside_the_notation_is_refused_with_the_file(directory: Path, rewrite: Break) -> None:
    rewrite("idioms.yml", "idioms:\n", "idioms:\n  - dying (to|for\n")
    with pytest.raises(DataFileError, match=r"idioms\.yml, line \d+: "):
        Reader(load_lexicon(directory))


def test_a_concept_without_phrases_is_refused_with_its_name(directory: Path, rewrite: Break) -> None:
    rewrite("symptoms.yml", "phrases: [twitch*]", "phrases: []")
    with pytest.raises(DataFileError, match="twitch"):
        load_lexicon(directory)
