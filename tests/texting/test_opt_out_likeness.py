"""The frozen likeness of opt-outs: that it is the one of its examples, what it says, and what it costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.data_files import DataFileError
from bot.language.encoder import DEFAULT_ENCODER, SentenceEncoder, shared_encoder
from bot.language.frozen_model import FrozenModel, kept_fingerprint, load_frozen_model
from bot.language.reader import Reader
from bot.texting.opt_out_likeness import (
    BOUNDS_FILE,
    FILE,
    MOST_SENTENCES,
    NO_OPT_OUT,
    LikenessError,
    OptOutLikeness,
    load_bounds,
    load_likeness,
    sentences_of,
)
from bot.texting.opt_out_making import (
    EXAMPLES_DIR,
    Example,
    current_fingerprint,
    fit,
    read_examples,
    vectors_of,
)

SAID = {
    "stop": ["no more notes to me", "leave me off your notes", "i want none of your notes"],
    "wrong_number": ["this is another phone", "i am another person", "another person has this phone"],
    NO_OPT_OUT: ["where do i park", "what should i wear", "see you on friday"],
}


@pytest.fixture(scope="module")
def likeness() -> OptOutLikeness:
    return load_likeness()


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return shared_encoder(DEFAULT_ENCODER)


@pytest.fixture(scope="module")
def examples(reader: Reader) -> list[Example]:
    return read_examples(reader)


def test_the_kept_model_was_made_from_the_examples_as_they_are() -> None:
    assert kept_fingerprint(FILE) == current_fingerprint(), "Examples have changed. Run `make opt-out` and measure it."


def test_the_kept_model_knows_what_its_files_are_named_after(likeness: OptOutLikeness) -> None:
    assert likeness.shares("hello").keys() == {path.stem for path in EXAMPLES_DIR.glob("*.yml")}


def test_there_are_enough_examples_and_none_stands_for_two_things(examples: list[Example]) -> None:
    asks: dict[str, set[str]] = {}
    for each in examples:
        asks.setdefault(each.document.normalised, set()).add(each.asks_for)
    assert {text for text, kinds in asks.items() if len(kinds) > 1} == set()
    assert sum(each.asks_for != NO_OPT_OUT for each in examples) >= 600
    assert sum(each.asks_for == NO_OPT_OUT for each in examples) >= 1500


def test_a_made_model_knows_its_examples_and_is_the_same_when_it_is_loaded(
    reader: Reader, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    learnt = [Example(reader.read(text), asks_for) for asks_for, texts in SAID.items() for text in texts]
    made = FrozenModel(fit(learnt * 3, vectors_of(learnt * 3, encoder)), encoder)
    made.save("a fingerprint", tmp_path / "opt_out.npz")
    loaded = load_frozen_model(tmp_path / "opt_out.npz")
    for each in learnt:
        shares = made.shares(each.document.normalised)
        assert max(shares, key=shares.__getitem__) == each.asks_for
        assert loaded.shares(each.document.normalised) == pytest.approx(shares, abs=1e-3)
    assert kept_fingerprint(tmp_path / "opt_out.npz") == "a fingerprint"


def test_sentences_are_looked_at_alone_and_not_too_many(reader: Reader) -> None:
    assert sentences_of(reader.read("no more notes")) == ["no more notes"]
    assert len(sentences_of(reader.read("I am home. It rains! Is it late?"))) == 3
    assert len(sentences_of(reader.read("I am home. " * 50))) == MOST_SENTENCES


@pytest.mark.parametrize("text", ["", "👍", "?", "7", "the weather " * 200])
def test_odd_texts_are_no_opt_outs(likeness: OptOutLikeness, reader: Reader, text: str) -> None:
    assert likeness.read(reader.read(text)) is None


@pytest.mark.parametrize("content", [None, b"", FILE.read_bytes()[:1000]])
def test_a_file_that_is_missing_or_damaged_is_refused_with_what_to_do(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "opt_out.npz").write_bytes(content)
    with pytest.raises(LikenessError, match=r"^The likeness of opt-outs cannot be loaded .* Run `make opt-out`\.$"):
        load_likeness(tmp_path / "opt_out.npz")


def test_a_clear_opt_out_needs_more_likeness_than_a_doubtful_one_and_one_sentence_more_than_a_text() -> None:
    bounds = load_bounds()
    assert 0 < bounds.doubtful < bounds.clear < 1
    assert bounds.doubtful_sentence < bounds.clear_sentence < 1
    assert bounds.doubtful <= bounds.doubtful_sentence
    assert bounds.clear <= bounds.clear_sentence


def test_a_bound_that_is_missing_or_misspelt_stops_the_start(tmp_path: Path) -> None:
    text = BOUNDS_FILE.read_text(encoding="utf-8")
    (tmp_path / "bounds.yml").write_text(text.replace("clear:", "cler:"), encoding="utf-8")
    with pytest.raises(DataFileError, match="cle"):
        load_bounds(tmp_path / "bounds.yml")
