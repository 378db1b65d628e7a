"""How far scores can be trusted: what a gate lets pass at each threshold, and whether confidence keeps its word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RECALLS = (0.90, 0.95, 0.97, 0.98, 0.99)
BINS = 10


@dataclass(frozen=True)
class GatePoint:
    """At this threshold so many of our messages pass, and so many about other subjects."""

    threshold: float
    ours: float
    others: float


@dataclass(frozen=True)
class Bin:
    """Messages of like confidence: how sure the classifier was of them on average, and how often rightly."""

    count: int
    confidence: float
    right: float


def gate_curve(ours: Sequence[float], others: Sequence[float]) -> list[GatePoint]:
    """The points at which something changes, from the strictest threshold to the loosest."""
    thresholds = np.unique(np.concatenate([ours, others]))[::-1]
    return [gate_at(float(threshold), ours, others) for threshold in thresholds]


def gate_at(threshold: float, ours: Sequence[float], others: Sequence[float]) -> GatePoint:
    """What passes a threshold: scores that reach it."""
    return GatePoint(threshold, float(np.mean(np.array(ours) >= threshold)), _share_from(threshold, others))


def gate_at_recall(recall: float, ours: Sequence[float], others: Sequence[float]) -> GatePoint:
    """The strictest threshold that lets at least this share of our messages pass."""
    falling = np.sort(np.array(ours))[::-1]
    return gate_at(float(falling[int(np.ceil(recall * len(falling))) - 1]), ours, others)


def area_under(ours: Sequence[float], others: Sequence[float]) -> float:
    """The chance that a message of ours scores higher than one about another subject; a tie counts half."""
    ordered = np.sort(np.array(others))
    below = np.searchsorted(ordered, ours, side="left")
    ties = np.searchsorted(ordered, ours, side="right") - below
    return float((below + ties / 2).mean() / len(ordered))


def reliability(confidence: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """Bins of equal width from 0 to 1; empty ones are left out."""
    sure, is_right = np.array(confidence), np.array(right, dtype=bool)
    places = np.minimum((sure * BINS).astype(int), BINS - 1)
    return [
        Bin(int((places == place).sum()), float(sure[places == place].mean()), float(is_right[places == place].mean()))
        for place in range(BINS)
        if (places == place).any()
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """How far confidence is from being right, on average over all messages (expected calibration error)."""
    total = sum(each.count for each in bins)
    return sum(each.count * abs(each.confidence - each.right) for each in bins) / total if total else float("nan")


def _share_from(threshold: float, scores: Sequence[float]) -> float:
    return float(np.mean(np.array(scores) >= threshold)) if len(scores) else float("nan")
