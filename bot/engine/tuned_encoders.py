"""Encoders that are tuned on our examples, and what that has changed in their weights.

Changes are kept small: matrices as two thin factors, all else as it is. Only numpy, so that the environment with torch
and ours can both use it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = Mapping[str, NDArray[Any]]

OURS = "needlewise-MiniLM"
TUNING = Path(__file__).resolve().parents[2] / "data" / "encoder" / "tuning.npz"
# The encoder that each begins with, and what `make tune-encoder` has changed in it
TUNED = {OURS: ("all-MiniLM-L6-v2", TUNING)}

RANK = 64  # of the factors
LEFT, RIGHT, WHOLE = "left", "right", "whole"


def differences(before: Weights, after: Weights, rank: int = RANK) -> dict[str, NDArray[np.float16]]:
    """The changed weights as arrays for a file: `name/left` @ `name/right` for a matrix, else `name/whole`.

    Both mappings have the same names and shapes. What has not changed is left out.
    """
    kept = {}
    for name, old in before.items():
        changed = (after[name] - old).astype(np.float32)
        if not changed.any():
            continue
        is_matrix = len(changed.shape) > 1
        if is_matrix and min(changed.shape) > rank:
            left, sizes, right = np.linalg.svd(changed, full_matrices=False)
            root = np.sqrt(sizes[:rank])
            kept[f"{name}/{LEFT}"] = (left[:, :rank] * root).astype(np.float16)
            kept[f"{name}/{RIGHT}"] = (root[:, None] * right[:rank]).astype(np.float16)
        else:
            kept[f"{name}/{WHOLE}"] = changed.astype(np.float16)
    return kept


def changed_by(kept: Weights) -> dict[str, NDArray[np.float32]]:
    """What is to be added to each weight, by its name, from what `differences` has made."""
    arrays = {name: array.astype(np.float32) for name, array in kept.items()}
    return {
        name.removesuffix(f"/{LEFT}").removesuffix(f"/{WHOLE}"): (
            array @ arrays[f"{name.removesuffix(LEFT)}{RIGHT}"] if name.endswith(f"/{LEFT}") else array
        )
        for name, array in arrays.items()
        if not name.endswith(f"/{RIGHT}")
    }


def read_differences(path: Path) -> dict[str, NDArray[np.float32]]:
    """What is to be added to each weight; raises OSError or ValueError if the file cannot be read."""
    with np.load(path, allow_pickle=False) as stored:
        return changed_by({name: stored[name] for name in stored.files})


def tuning_sha256(name_or_path: str) -> str:
    """The sha256 of what an encoder is tuned by, or empty: the encoder is made anew when that changes."""
    return file_sha256(TUNED[name_or_path][1]) if name_or_path in TUNED else ""


def file_sha256(path: Path) -> str:
    """The sha256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
