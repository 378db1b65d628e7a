"""The gate's curve and the calibration of made-up scores."""

from __future__ import annotations

import pytest

from evaluation.curves import area_under, calibration_error, gate_at, gate_at_recall, gate_curve, reliability

OURS, OTHERS = [0.9, 0.8, 0.7, 0.2], [0.75, 0.1, 0.1, 0.1]


def test_the_gate_lets_pass_what_reaches_its_threshold() -> None:
    point = gate_at(0.7, OURS, OTHERS)
    assert (point.ours, point.others) == (0.75, 0.25)


def test_the_strictest_threshold_for_a_recall() -> None:
    assert gate_at_recall(0.5, OURS, OTHERS).threshold == 0.8
    assert gate_at_recall(0.75, OURS, OTHERS).others == 0.25
    assert gate_at_recall(1.0, OURS, OTHERS).ours == 1.0


def test_the_curve_runs_from_strict_to_loose() -> None:
    curve = gate_curve(OURS, OTHERS)
    assert [each.ours for each in curve] == sorted(each.ours for each in curve)
    assert (curve[-1].ours, curve[-1].others) == (1.0, 1.0)


def test_the_area_is_one_if_ours_all_score_higher() -> None:
    assert area_under([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert area_under([0.5], [0.5]) == 0.5
    assert area_under(OURS, OTHERS) == pytest.approx(14 / 16)


def test_confidence_that_keeps_its_word_has_no_error() -> None:
    bins = reliability([0.75] * 4 + [1.0], [True, True, True, False, True])
    assert [(each.count, each.right) for each in bins] == [(4, 0.75), (1, 1.0)]
    assert calibration_error(bins) == 0
    assert calibration_error(reliability([0.9, 0.9], [False, False])) == pytest.approx(0.9)
