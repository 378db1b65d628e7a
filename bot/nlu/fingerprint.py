"""Tells Rasa's training cache about files that it does not see by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def files_fingerprint(paths: Iterable[Path]) -> str:
    """A hash over the names and contents of files and of all files in folders."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        inner = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in (file for file in inner if file.is_file() and "__pycache__" not in file.parts):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
