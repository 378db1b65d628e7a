"""The journal as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from bot.followups.journal import Entry

HOURS_PER_DAY = 24
SIZE_INCHES = (8, 4.5)
DOTS_PER_INCH = 120
LINE, LEVEL = "#1f5f8b", "#b3402a"


def draw(entries: Sequence[Entry], path: Path, urgent_from: int = 8) -> None:
    """Writes a PNG: a line for each session, the days since it below, the scores from 0 to 10 beside."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE_INCHES, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    scores = [entry for entry in entries if entry.score is not None]
    sessions = [list(each) for _, each in groupby(scores, key=lambda entry: entry.session)]
    for place, told in enumerate(sessions, start=1):
        opacity = 0.35 + 0.65 * place / len(sessions)  # older sessions are paler
        days = [entry.hours / HOURS_PER_DAY for entry in told]
        label = "last session" if place == len(sessions) else f"session {place}"
        axes.plot(days, [entry.score for entry in told], "o-", color=LINE, alpha=opacity, label=label)
        for day, entry in zip(days, told, strict=True):
            axes.annotate(str(entry.score), (day, entry.score), textcoords="offset points", xytext=(0, 7), ha="center")
    axes.axhline(urgent_from, color=LEVEL, linewidth=1, linestyle="--")
    axes.annotate(
        f"{urgent_from} and above: urgent", (0, urgent_from), textcoords="offset points", xytext=(6, 4), color=LEVEL
    )
    axes.set(xlabel="days since the session", ylabel="pain, 0 (none) to 10 (worst)", ylim=(-0.5, 10.9))
    axes.set_yticks(range(11))
    axes.set_xlim(left=0)
    axes.grid(axis="y", alpha=0.3)
    if len(sessions) > 1:
        axes.legend()
    figure.savefig(path, format="png", dpi=DOTS_PER_INCH)
