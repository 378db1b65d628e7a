"""The linear model of texts, applied: shares, what is not known, and the way through a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.encoder import DEFAULT_ENCODER, SentenceEncoder, Vector, shared_encoder
from bot.language.text_model import TextModel, letter_groups, word_groups
from bot.language.text_model_fitting import Settings, fit_text_model
from tests.knowledge.training_texts import OURS, UNSEEN

PAIRS = [(text, label) for label, texts in OURS.items() for text in texts]
HALF_PRECISION = 0.003  # how far a share may move on its way through a file

Encode = Callable[[str], Vector]


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return shared_encoder(DEFAULT_ENCODER)


@pytest.fixture(scope="module")
def model(encoder: SentenceEncoder) -> TextModel:
    vectors = np.stack([encoder.encode(text) for text, _ in PAIRS])
    texts, labels = [text for text, _ in PAIRS], [label for _, label in PAIRS]
    return fit_text_model(
        vectors, texts, labels, Settings(20, 2, (0.5, 0.8)), told=[[f"from/{label}"] for label in labels]
    )


def order(shares: dict[str, float]) -> list[str]:
    return sorted(shares, key=shares.__getitem__, reverse=True)


def test_letter_groups_stay_within_words_and_mark_their_ends() -> None:
    groups = [" g", "go", "o ", " go", "go ", " go ", " o", "on", "n ", " on", "on ", " on "]
    assert list(letter_groups("go on")) == groups


def test_word_groups_are_words_pairs_and_triples() -> None:
    assert word_groups("can i go now") == [
        "can", "i", "go", "now", "can i", "i go", "go now", "can i go", "i go now",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_a_text_without_words_has_no_groups(text: str) -> None:
    assert (letter_groups(text), word_groups(text)) == ((), [])


@pytest.mark.parametrize("text", [*UNSEEN.values(), "", "xyzzy", "when can i exercise again " * 100, "痛い 😩"])
def test_shares_are_positive_and_sum_to_one(model: TextModel, encoder: SentenceEncoder, text: str) -> None:
    shares = model.shares(encoder.encode(text), text)
    assert shares.keys() == OURS.keys()
    assert all(share > 0 for share in shares.values())
    assert sum(shares.values()) == pytest.approx(1)


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=50)
def test_any_text_has_shares(model: TextModel, text: str) -> None:
    vector = np.zeros(shared_encoder(DEFAULT_ENCODER).facts.dimensions, dtype=np.float32)
    shares = model.shares(vector, text)
    assert sum(shares.values()) == pytest.approx(1)
    assert np.isfinite(list(shares.values())).all()


def test_words_that_the_model_has_not_seen_change_nothing(model: TextModel, encoder: SentenceEncoder) -> None:
    vector = encoder.encode("help")
    assert model.shares(vector, "zzzz qqqq") == model.shares(vector, "")
    assert model.shares(vector, "", ["nobody/said"]) == model.shares(vector, "")


def test_a_text_counts_by_its_words_not_by_its_length(model: TextModel, encoder: SentenceEncoder) -> None:
    vector = encoder.encode("help")
    once, often = (model.shares(vector, "exercise " * times)["aftercare/exercise"] for times in (1, 1000))
    assert once == pytest.approx(often, abs=0.2)


@pytest.mark.parametrize("label", OURS)
def test_what_is_told_of_a_text_counts_beside_it(model: TextModel, encoder: SentenceEncoder, label: str) -> None:
    vector = encoder.encode("help")
    assert model.shares(vector, "", [f"from/{label}"])[label] > model.shares(vector, "")[label] + 0.05


def test_a_model_from_its_arrays_ranks_the_same(model: TextModel, encoder: SentenceEncoder, tmp_path: Path) -> None:
    np.savez(tmp_path / "model.npz", **model.as_arrays())
    with np.load(tmp_path / "model.npz", allow_pickle=False) as stored:
        loaded = TextModel.from_arrays({name: stored[name] for name in stored.files})
    assert (loaded.labels, loaded.told) == (model.labels, model.told)
    for text in (*UNSEEN.values(), "", "xyzzy"):
        before, after = (each.shares(encoder.encode(text), text) for each in (model, loaded))
        assert order(after) == order(before)
        assert after == pytest.approx(before, abs=HALF_PRECISION)


def test_arrays_hold_no_objects(model: TextModel) -> None:
    assert not any(array.dtype.hasobject for array in model.as_arrays().values())


def test_arrays_of_a_model_that_is_told_nothing_can_be_read(encoder: SentenceEncoder, tmp_path: Path) -> None:
    vectors = np.stack([encoder.encode(text) for text, _ in PAIRS])
    plain = fit_text_model(
        vectors, [text for text, _ in PAIRS], [label for _, label in PAIRS], Settings(20, 2, (0.5, 0.8))
    )
    np.savez(tmp_path / "model.npz", **plain.as_arrays())
    with np.load(tmp_path / "model.npz", allow_pickle=False) as stored:
        assert TextModel.from_arrays(dict(stored)).told == {}


@pytest.mark.parametrize("part", ["labels", "letters", "letter_rarity", "words", "word_rarity", "told", "weights"])
def test_arrays_without_a_part_are_refused(model: TextModel, part: str) -> None:
    arrays = {name: array for name, array in model.as_arrays().items() if name != part}
    with pytest.raises(KeyError, match=part):
        TextModel.from_arrays(arrays)
