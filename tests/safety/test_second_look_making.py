"""The examples of the second look, and making a model of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.data_files import DataFileError
from bot.language.encoder import SentenceEncoder
from bot.language.frozen_model import FrozenModel
from bot.language.reader import Reader
from bot.safety.messages import SafetyMessages
from bot.safety.second_look import SecondLook, load_bounds, told
from bot.safety.second_look_making import (
    EXAMPLES_DIR,
    HARMLESS,
    HARMLESS_HOURS,
    Example,
    all_examples,
    current_fingerprint,
    fit,
    harmless_texts,
    read_examples,
)
from bot.safety.signs import load_signs
from bot.safety.triage import Triage

FILES = sorted(path.stem for path in EXAMPLES_DIR.glob("*.yml"))
FEWEST = 10
NOT_SAID_OF_A_MESSAGE = {"reminder_emergency", "reminder_urgent", "emergency_line"}  # they stand beside other texts
DECIDED_BY_RULES = {"routine_question"}


@pytest.fixture(scope="module")
def examples(reader: Reader) -> list[Example]:
    return read_examples(reader)


@pytest.fixture
def write(tmp_path: Path) -> Path:
    """A folder with two files of examples."""
    (tmp_path / "urgent.yml").write_text("examples:\n  - red line up my arm\n  - {text: had it done, days: 2}\n")
    (tmp_path / "none.yml").write_text('examples:\n  - "thanks, day 3 and fine"\n')
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_examples_are_named_after_a_text_that_a_sign_says(name: str) -> None:
    assert name == HARMLESS or name in SafetyMessages().ids & {sign.message for sign in load_signs()}


def test_each_text_of_a_message_has_examples() -> None:
    assert SafetyMessages().ids - NOT_SAID_OF_A_MESSAGE - DECIDED_BY_RULES == set(FILES) - {HARMLESS}


@pytest.mark.parametrize("name", FILES)
def test_each_file_has_enough_examples_that_are_read(examples: list[Example], name: str) -> None:
    own = [each for each in examples if each.needs == name]
    written = yaml.safe_load((EXAMPLES_DIR / f"{name}.yml").read_text(encoding="utf-8"))["examples"]
    assert len(own) == len(written) >= FEWEST
    assert all(each.document.text for each in own)
    assert name == HARMLESS or all(each.document.has_words for each in own)


def test_no_message_is_an_example_of_two_texts_at_the_same_time(examples: list[Example]) -> None:
    needs: dict[tuple[str, float | None], set[str]] = {}
    for each in examples:
        needs.setdefault((each.document.normalised, each.hours), set()).add(each.needs)
    assert {key: names for key, names in needs.items() if len(names) > 1} == {}


def test_examples_are_strings_or_texts_with_their_days(reader: Reader, write: Path) -> None:
    found = [(each.document.text, each.hours, each.needs) for each in read_examples(reader, write)]
    assert found == [
        ("thanks, day 3 and fine", 72.0, HARMLESS),
        ("red line up my arm", None, "urgent"),
        ("had it done", 48.0, "urgent"),
    ]


@pytest.mark.parametrize(
    "record",
    ["{text: had it done}", "{text: had it done, hours: 2}", "{text: had it done, days: two}", "[had it done]"],
)
def test_a_broken_example_is_refused_with_file_and_line(reader: Reader, write: Path, record: str) -> None:
    (write / "urgent.yml").write_text(f"examples:\n  - red line up my arm\n  - {record}\n")
    with pytest.raises(DataFileError, match=r"urgent\.yml, line 3: "):
        read_examples(reader, write)


def test_questions_that_the_classifier_learns_from_are_harmless_where_the_rules_are_quiet(
    reader: Reader, triage: Triage
) -> None:
    questions = list(harmless_texts(reader))
    assert len(questions) > 1000
    assert {each.needs for each in questions} == {HARMLESS}
    assert {triage.assess(each.document).level for each in questions} == {"none"}


def test_a_made_model_knows_its_examples_by_words_and_by_time(reader: Reader, encoder: SentenceEncoder) -> None:
    said = {
        "urgent_site": ["red line up my arm", "red and hot around the mark", "red skin and pus at the mark"],
        "crisis": ["i want to die", "i want to end it all", "i want to be dead"],
        HARMLESS: ["where do i park", "what should i wear", "see you on friday"],
    }
    learnt = [Example(reader.read(text), None, needs) for needs, texts in said.items() for text in texts]
    look = SecondLook(FrozenModel(fit(learnt * 3, encoder), encoder), load_bounds())
    for each in learnt:
        likeness = look.likeness(each.document, each.hours)
        assert max(likeness, key=likeness.__getitem__) == each.needs


def test_the_fingerprint_is_one_of_examples_and_language_data(monkeypatch: pytest.MonkeyPatch, write: Path) -> None:
    from bot.safety import second_look_making

    real = current_fingerprint()
    monkeypatch.setattr(second_look_making, "MADE_FROM", (write,))
    before = current_fingerprint()
    (write / "notes.txt").write_text("not an example")
    assert current_fingerprint() == before != real
    (write / "urgent.yml").write_text("examples: [other]\n")
    changed = current_fingerprint()
    (write / "urgent.yml").rename(write / "urgent_site.yml")
    assert len({before, changed, current_fingerprint()}) == 3


def test_the_time_of_an_example_is_the_one_that_its_text_says(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "normal.yml").write_text("examples:\n  - {text: had my session 2 days ago, days: 9}\n")
    (example,) = read_examples(reader, tmp_path)
    assert (example.hours, told(example.document, example.hours)) == (48.0, ["time/2"])


def test_harmless_messages_are_learnt_at_all_times_too(reader: Reader) -> None:
    harmless = [each for each in all_examples(reader) if each.needs == HARMLESS]
    assert len([each for each in harmless if each.hours is not None]) > len(harmless) / 5
    assert {each.hours for each in harmless} >= {None, *HARMLESS_HOURS}
