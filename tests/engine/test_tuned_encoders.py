"""What tuning has changed: small on disk, close to the original, and the encoder is made anew when it changes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bot.engine import encoder_making, tuned_encoders
from bot.engine.encoder_making import is_made
from bot.engine.tuned_encoders import OURS, TUNING, changed_by, differences, read_differences
from bot.language.encoder import FACTS_FILE, FILES

LEAST_LIKENESS = 0.999  # of a change to itself, on its way through half precision


def changed(name: str, shape: tuple[int, ...], of_rank: int) -> dict[str, np.ndarray]:
    generator = np.random.default_rng(3)
    if len(shape) == 1:
        return {name: generator.normal(size=shape).astype(np.float32)}
    left, right = generator.normal(size=(shape[0], of_rank)), generator.normal(size=(of_rank, shape[1]))
    return {name: (left @ right).astype(np.float32)}


@pytest.mark.parametrize(("shape", "of_rank"), [((40, 30), 5), ((3, 30), 3), ((30,), 1)])
def test_a_change_comes_back_from_its_factors(shape: tuple[int, ...], of_rank: int) -> None:
    before = {"layer.weight": np.zeros(shape, dtype=np.float32)}
    after = changed("layer.weight", shape, of_rank)
    back = changed_by(differences(before, after, rank=8))
    assert back.keys() == after.keys()
    given, found = after["layer.weight"].ravel(), back["layer.weight"].ravel()
    assert given @ found / np.sqrt((given @ given) * (found @ found)) > LEAST_LIKENESS


def test_a_big_matrix_is_kept_as_two_thin_factors_and_the_rest_whole() -> None:
    after = changed("big", (50, 40), 2) | changed("bias", (50,), 1)
    before = {name: np.zeros_like(array) for name, array in after.items()}
    kept = differences(before, after, rank=4)
    assert {name: array.shape for name, array in kept.items()} == {
        "big/left": (50, 4), "big/right": (4, 40), "bias/whole": (50,),
    }  # fmt: skip


def test_weights_that_have_not_changed_are_not_kept() -> None:
    same = changed("layer.weight", (20, 20), 2)
    assert differences(same, same) == {}


def test_what_is_kept_with_the_code_changes_every_layer_and_no_word_vector() -> None:
    names = read_differences(TUNING).keys()
    assert {name.split(".")[2] for name in names if name.startswith("encoder.layer.")} == set("012345")
    assert not any("embeddings" in name for name in names)


def test_an_encoder_that_was_tuned_otherwise_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tuning = tmp_path / "tuning.npz"
    tuning.write_bytes(b"one")
    monkeypatch.setattr(tuned_encoders, "TUNED", {OURS: ("all-MiniLM-L6-v2", tuning)})
    monkeypatch.setattr("bot.language.encoder.ENCODERS_DIR", tmp_path)
    made = tmp_path / OURS
    made.mkdir()
    for name in FILES:
        (made / name).write_bytes(b"")
    facts = {"name": OURS, "dimensions": 4, "longest_input": 8, "model_sha256": ""}
    sha256 = encoder_making.tuning_sha256(OURS)
    (made / FACTS_FILE).write_text(json.dumps(facts | {"tuning_sha256": sha256}), encoding="utf-8")
    assert is_made(OURS)
    tuning.write_bytes(b"another")
    assert not is_made(OURS)
