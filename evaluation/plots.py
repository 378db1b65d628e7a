"""The report's pictures as SVG that stands in the page itself."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter, StrMethodFormatter

from evaluation.curves import Bin, GatePoint

BLUE, ORANGE, GREY = "#0b6e99", "#c8553d", "#8a8f94"  # told apart without colour vision too
SIZE = (6.4, 3.6)  # inches
LEAST_SHOWN = 1e-3


def bars(names: Sequence[str], values: Sequence[float], ours: str, label: str) -> str:
    """Horizontal bars from 0 to 100 %, our own in another colour."""
    figure, axes = _empty((SIZE[0], 0.6 + 0.42 * len(names)))
    places = range(len(names))
    drawn = axes.barh(places, [value * 100 for value in values], color=[BLUE if n == ours else GREY for n in names])
    axes.bar_label(drawn, fmt="%.0f %%", padding=3)
    axes.set_yticks(list(places))
    axes.set_yticklabels(names)
    axes.invert_yaxis()
    axes.set_xlim(0, 108)
    axes.set_xlabel(label)
    return _svg(figure)


def calibration(bins: Sequence[Bin]) -> str:
    """How often it was right against how sure it was; on the dashed line it keeps its word."""
    figure, axes = _empty((4.6, 4.2))
    axes.plot([0, 100], [0, 100], "--", color=GREY)
    axes.plot([each.confidence * 100 for each in bins], [each.right * 100 for each in bins], color=BLUE)
    sizes = [12 + 2 * each.count for each in bins]
    axes.scatter([each.confidence * 100 for each in bins], [each.right * 100 for each in bins], sizes, color=BLUE)
    axes.set_xlabel("how sure the assistant was, in %")
    axes.set_ylabel("how often it was right, in %")
    return _svg(figure)


def gate_curve(points: Sequence[GatePoint], as_set: GatePoint) -> str:
    """What passes of our messages against what passes of the others; the point is where the gate is set."""
    figure, axes = _empty(SIZE)
    others = [max(each.others, LEAST_SHOWN) * 100 for each in (as_set, *points)]
    axes.plot(others[1:], [each.ours * 100 for each in points], color=BLUE)
    axes.plot(others[:1], [as_set.ours * 100], "o", color=ORANGE, markersize=9)
    axes.annotate(
        f"set here: {as_set.ours:.1%} of ours pass,\n{as_set.others:.1%} of the others",
        (others[0], as_set.ours * 100),
        xytext=(14, -40), textcoords="offset points", color=ORANGE,
    )  # fmt: skip
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_ylim(50, 101)
    axes.set_xlabel("messages about other subjects that pass, in % (logarithmic)")
    axes.set_ylabel("our messages that pass, in %")
    return _svg(figure)


def _empty(size: tuple[float, float]) -> tuple[Any, Any]:
    figure = Figure(figsize=size, constrained_layout=True)
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _svg(figure: Any) -> str:
    """Text stays text, and nothing depends on the day, so that the same figures make the same page."""
    stream = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "needlewise", "font.family": "sans-serif"}):
        figure.savefig(stream, format="svg", metadata={"Date": None})
    drawn = stream.getvalue()
    return drawn[drawn.index("<svg") :]
