"""Measuring the thresholds of config.yml."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.language.encoder import DEFAULT_ENCODER
from evaluation import thresholds
from evaluation.thresholds import Judged, Texts


def test_without_messages_about_other_subjects_there_are_none(tmp_path: Path) -> None:
    assert thresholds._other_subjects(tmp_path / "nowhere.jsonl") == ((), ())


def test_no_texts_are_read_as_no_texts() -> None:
    read = thresholds._Understanding(DEFAULT_ENCODER).texts((), ())
    assert len(read.words) == len(read.vectors) == len(read.labels) == 0
    assert isinstance(read, Texts)


def test_gate_is_measured_without_other_subjects(capsys: pytest.CaptureFixture[str]) -> None:
    labels = np.array(["aftercare/rest", "out_of_scope"])
    judged = [Judged("aftercare/rest", 0.9, 0.9), Judged("aftercare/rest", 0.1, 0.1)]
    thresholds._print_gate(judged, [[], []], labels, np.array([True, False]), 0.4)
    assert "nan" in capsys.readouterr().out
