"""The exported encoder against what sentence-transformers itself made of the same sentences."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.language.encoder import (
    DEFAULT_ENCODER,
    ENCODERS_DIR,
    FILES,
    LAST_TEXTS,
    EncoderError,
    SentenceEncoder,
    encoder_facts,
    shared_encoder,
)

NAME = DEFAULT_ENCODER
SENTENCES = Path(__file__).parent / "encoder_sentences.txt"


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder(NAME)


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    return SENTENCES.read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def vectors(encoder: SentenceEncoder, sentences: list[str]) -> NDArray[np.float32]:
    return np.stack([encoder.encode(sentence) for sentence in sentences])


@pytest.fixture(scope="module")
def reference() -> dict[str, NDArray[np.float32]]:
    with np.load(ENCODERS_DIR / NAME / "reference.npz") as stored:
        return dict(stored)


def test_the_reference_was_made_of_these_sentences(
    sentences: list[str], reference: dict[str, NDArray[np.float32]]
) -> None:
    assert len(sentences) == 200
    assert reference["sentences"].tolist() == sentences


def test_vectors_are_those_of_the_original_encoder(
    vectors: NDArray[np.float32], reference: dict[str, NDArray[np.float32]]
) -> None:
    cosines = (vectors * reference["vectors"]).sum(axis=1)
    assert cosines.mean() >= 0.99
    assert cosines.min() >= 0.96


def test_every_vector_has_length_one(vectors: NDArray[np.float32], encoder: SentenceEncoder) -> None:
    assert vectors.dtype == np.float32
    assert vectors.shape == (200, encoder.facts.dimensions)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_vector_does_not_depend_on_what_came_before(
    encoder: SentenceEncoder, sentences: list[str], vectors: NDArray[np.float32]
) -> None:
    backwards = [encoder.encode(sentence) for sentence in reversed(sentences[:40])]
    assert np.array_equal(np.stack(backwards[::-1]), vectors[:40])


def test_neighbours_in_meaning_are_neighbours_in_space(encoder: SentenceEncoder) -> None:
    asked, same, other = map(encoder.encode, ["can I go running", "is jogging allowed", "how do I pay the bill"])
    assert asked @ same > asked @ other + 0.2


@pytest.mark.parametrize("text", ["", " ", "😩", "word " * 2000, "\x00"])
def test_a_text_of_any_length_has_a_vector(encoder: SentenceEncoder, text: str) -> None:
    vector = encoder.encode(text)
    assert vector.shape == (encoder.facts.dimensions,)
    assert np.isfinite(vector).all()


def test_the_model_file_is_the_one_that_the_facts_name(encoder: SentenceEncoder) -> None:
    model = (ENCODERS_DIR / NAME / "model.onnx").read_bytes()
    assert hashlib.sha256(model).hexdigest() == encoder.facts.model_sha256


def test_the_shared_encoder_is_loaded_once() -> None:
    assert shared_encoder(NAME) is shared_encoder(NAME)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The exported encoder under another name in another place."""
    return Path(shutil.copytree(ENCODERS_DIR / NAME, tmp_path / "our-own-encoder"))


def test_an_encoder_can_be_loaded_by_its_path(elsewhere: Path, encoder: SentenceEncoder) -> None:
    own = SentenceEncoder(str(elsewhere))
    assert own.facts == encoder.facts
    assert np.array_equal(own.encode("sore neck"), encoder.encode("sore neck"))


@pytest.mark.parametrize("name", ["no-such-encoder", "someone/no-such-encoder", "/no/such/place", ""])
def test_an_unknown_encoder_is_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(
        EncoderError, match=rf"^The sentence encoder `{name}` has not been made yet\. Run `make encoder`\.$"
    ):
        SentenceEncoder(name)


def test_a_folder_that_holds_no_export_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="has not been made yet"):
        encoder_facts(str(tmp_path))


@pytest.mark.parametrize("missing", FILES)
def test_an_export_that_is_not_complete_is_refused(elsewhere: Path, missing: str) -> None:
    (elsewhere / missing).unlink()
    with pytest.raises(EncoderError, match="make encoder"):
        SentenceEncoder(str(elsewhere))


@pytest.mark.parametrize("facts", ['{"name": "our-own-encoder"}', "", "no json", "[]"])
def test_facts_that_cannot_be_read_are_refused_with_what_to_do(elsewhere: Path, facts: str) -> None:
    (elsewhere / "encoder.json").write_text(facts, encoding="utf-8")
    with pytest.raises(EncoderError, match=r"^encoder\.json of .* cannot be read .* run `make encoder`\.$"):
        encoder_facts(str(elsewhere))


def test_a_text_has_the_same_vector_each_time(encoder: SentenceEncoder) -> None:
    fresh = SentenceEncoder(NAME).encode("sore neck")
    assert np.array_equal(encoder.encode("sore neck"), fresh)
    assert np.array_equal(encoder.encode("sore neck"), fresh)


def test_many_texts_at_once_have_the_vectors_of_each_alone(encoder: SentenceEncoder) -> None:
    texts = [f"can i exercise after {days} days" for days in range(40)]
    assert np.array_equal(encoder.encode_all(texts), [encoder.encode(text) for text in texts])
    assert encoder.encode_all([]).shape == (0, encoder.facts.dimensions)


def test_a_vector_is_kept_for_the_next_question_about_the_same_text(encoder: SentenceEncoder) -> None:
    assert encoder.encode("a text of its own") is encoder.encode("a text of its own")


def test_only_the_last_texts_are_kept(encoder: SentenceEncoder) -> None:
    first = encoder.encode("the first of many")
    for number in range(LAST_TEXTS):
        encoder.encode(f"text number {number}")
    again = encoder.encode("the first of many")
    assert again is not first
    assert np.array_equal(again, first)


def test_nobody_can_write_to_a_vector_that_others_get_too(encoder: SentenceEncoder) -> None:
    with pytest.raises(ValueError, match="read-only"):
        encoder.encode("sore neck")[0] = 1.0
