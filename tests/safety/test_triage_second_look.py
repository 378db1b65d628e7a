"""Triage with a second look: it may raise what the rules have found, and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.language.reader import Reader
from bot.safety import triage as triage_module
from bot.safety.second_look import SecondLook, load_bounds, load_second_look
from bot.safety.triage import LEVELS, SECOND_LOOK, Assessment, Triage, shared_triage
from tests.safety.alarms import FLOOR

Settled = Callable[..., SecondLook]

QUIET = "what should i wear to my session"  # the rules find nothing
MILD = "a bit sore"  # the rules find `normal`
ROUTINE = "still sore after 8 days"
URGENT = "the spot where the needle went in is red, hot and leaking"
EMERGENCY = "i cant breathe"
A_LITTLE = 0.001


def raised(reader: Reader, look: SecondLook, text: str) -> Assessment:
    return Triage(second_look=look).assess(reader.read(text))


def test_the_messages_of_this_file_have_the_levels_that_the_rules_give_them(reader: Reader, triage: Triage) -> None:
    levels = [triage.assess(reader.read(text)).level for text in (QUIET, MILD, ROUTINE, URGENT, EMERGENCY)]
    assert levels == list(LEVELS)


@pytest.mark.parametrize("text", ["routine_facts", "urgent_site", "emergency_allergy"])
@pytest.mark.parametrize(("bounds", "said"), [("nothing_found", QUIET), ("understood", MILD)])
def test_a_level_is_reached_at_its_bound_and_not_below(
    reader: Reader, settled: Settled, text: str, bounds: str, said: str
) -> None:
    level = text.split("_", maxsplit=1)[0]
    bound = getattr(getattr(load_bounds(), bounds), level)
    ruled = Triage().assess(reader.read(said))
    above = raised(reader, settled(**{text: bound + A_LITTLE, "none": 1 - bound - A_LITTLE}), said)
    below = raised(reader, settled(**{text: bound - A_LITTLE, "none": 1 - bound + A_LITTLE}), said)
    assert (above.level, above.signs, above.message) == (level, (*ruled.signs, SECOND_LOOK), text)
    assert below == ruled


def test_what_the_rules_have_understood_is_raised_later_than_what_they_have_not(
    reader: Reader, settled: Settled
) -> None:
    bounds = load_bounds()
    between = (bounds.nothing_found.urgent + bounds.understood.urgent) / 2
    look = settled(urgent=between, none=1 - between)
    assert raised(reader, look, QUIET).level == "urgent"
    assert raised(reader, look, MILD).level == "normal"


def test_a_message_of_a_few_words_is_raised_later(reader: Reader, settled: Settled) -> None:
    bounds = load_bounds()
    between = (bounds.nothing_found.emergency + bounds.understood.emergency) / 2
    look = settled(emergency=between, none=1 - between)
    assert raised(reader, look, "on both my feet").level == "emergency"
    assert raised(reader, look, "on both feet").level == "none"
    clear = bounds.understood.emergency + A_LITTLE
    assert raised(reader, settled(emergency=clear, none=1 - clear), "on both feet").level == "emergency"


def test_where_danger_is_only_asked_about_likeness_must_be_clearer(reader: Reader, settled: Settled) -> None:
    asked = "can needling cause chest pain?"
    bound, higher_bound = load_bounds().nothing_found.emergency, load_bounds().understood.emergency
    assert bound < (between := (bound + higher_bound) / 2) < (clear := higher_bound + A_LITTLE)
    assert raised(reader, settled(emergency=between, none=1 - between), QUIET).level == "emergency"
    only_asked = Assessment("none", asks_about_danger=True)
    assert raised(reader, settled(emergency=between, none=1 - between), asked) == only_asked
    assert raised(reader, settled(emergency=clear, none=1 - clear), asked).level == "emergency"


def test_likeness_to_higher_levels_counts_for_a_lower_one(reader: Reader, settled: Settled) -> None:
    bounds = load_bounds()
    emergency = bounds.beside_urgent / 2
    rest = bounds.nothing_found.urgent + A_LITTLE - emergency
    look = settled(emergency=emergency, urgent=rest / 3, urgent_site=2 * rest / 3, none=1 - emergency - rest)
    assert raised(reader, look, QUIET) == Assessment("urgent", (SECOND_LOOK,), "urgent_site")


def test_the_highest_level_whose_bound_is_passed_is_the_level(reader: Reader, settled: Settled) -> None:
    bound = load_bounds().nothing_found.emergency + A_LITTLE
    look = settled(crisis=bound, urgent=(1 - bound) * 0.8, none=(1 - bound) * 0.2)
    assert raised(reader, look, QUIET) == Assessment("emergency", (SECOND_LOOK,), "crisis")


def test_the_likest_text_of_the_level_speaks(reader: Reader, settled: Settled) -> None:
    look = settled(emergency=0.1, emergency_sudden=0.2, crisis=0.15, none=0.55)
    assert raised(reader, look, QUIET).message == "emergency_sudden"


@pytest.mark.parametrize("said", [QUIET, MILD, ROUTINE, URGENT, EMERGENCY])
@pytest.mark.parametrize("likeness", [{"none": 0.99, "normal": 0.01}, {"normal": 0.99, "none": 0.01}])
def test_likeness_to_harmless_messages_changes_nothing(
    reader: Reader, triage: Triage, settled: Settled, said: str, likeness: dict[str, float]
) -> None:
    assert raised(reader, settled(**likeness), said) == triage.assess(reader.read(said))


@pytest.mark.parametrize("said", [URGENT, EMERGENCY])
@pytest.mark.parametrize("text", ["routine_facts", "urgent"])
def test_likeness_to_a_level_that_is_no_higher_changes_nothing(
    reader: Reader, triage: Triage, settled: Settled, said: str, text: str
) -> None:
    assert raised(reader, settled(**{text: 0.99, "none": 0.01}), said) == triage.assess(reader.read(said))


def test_an_emergency_of_the_rules_keeps_its_text(reader: Reader, triage: Triage, settled: Settled) -> None:
    assert raised(reader, settled(crisis=0.99, none=0.01), EMERGENCY) == triage.assess(reader.read(EMERGENCY))


@pytest.mark.parametrize("text", ["", " ", "?!", "\U0001f62d\U0001f62d"])
def test_a_message_without_words_is_not_raised(reader: Reader, settled: Settled, text: str) -> None:
    assert raised(reader, settled(emergency=0.99, none=0.01), text) == Assessment("none")


def test_that_danger_was_asked_about_is_kept(reader: Reader, settled: Settled) -> None:
    assessment = raised(reader, settled(urgent=0.99, none=0.01), "can needling cause chest pain?")
    assert (assessment.level, assessment.asks_about_danger) == ("urgent", True)


MESSAGES = [
    *(text for texts in FLOOR.values() for text in texts),
    QUIET, MILD, ROUTINE, URGENT, "no fever and no pain", "what if i faint", "my wife is dizzy", "8", "ok thanks",
]  # fmt: skip


@pytest.mark.parametrize("hours", [None, 30.0, 150.0])
def test_the_kept_second_look_never_lowers_a_level(
    reader: Reader, triage: Triage, second_look: SecondLook, hours: float | None
) -> None:
    both = Triage(second_look=second_look)
    for text in MESSAGES:
        document = reader.read(text)
        ruled, looked = triage.assess(document, hours), both.assess(document, hours)
        assert LEVELS.index(looked.level) >= LEVELS.index(ruled.level), text
        if looked.level == ruled.level:
            assert looked == ruled, text


def test_the_kept_second_look_finds_an_alarm_that_no_rule_has_words_for(
    reader: Reader, triage: Triage, second_look: SecondLook
) -> None:
    document = reader.read("my lungs just will not fill up properly since you did my traps")
    assert Triage(second_look=second_look).assess(document).level in {"urgent", "emergency"}


@pytest.fixture
def fresh_shared() -> Iterator[None]:
    """A shared triage that is loaded anew, before and after the test."""
    shared_triage.cache_clear()
    yield
    shared_triage.cache_clear()


@pytest.mark.usefixtures("fresh_shared")
def test_the_shared_triage_has_a_second_look_and_is_loaded_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert shared_triage() is shared_triage()
    assert shared_triage()._second_look is not None
    assert not caplog.records


@pytest.mark.usefixtures("fresh_shared")
def test_without_a_model_the_rules_work_alone_and_the_log_says_so_loudly(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    missing = tmp_path / "second_look.npz"
    monkeypatch.setattr(triage_module, "load_second_look", lambda: load_second_look(missing))
    with caplog.at_level(logging.ERROR):
        ruled = shared_triage()
    assert [ruled.assess(reader.read(text)).level for text in (QUIET, MILD, ROUTINE, URGENT, EMERGENCY)] == list(LEVELS)
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "by its rules alone" in record.getMessage()
    assert "make second-look" in record.getMessage()
