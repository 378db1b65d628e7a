"""The page that a clinic can read: what was asked, what was right, and where it fails."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evaluation import plots
from evaluation.curves import gate_at, gate_curve, reliability
from evaluation.gathering import Gathered, Held
from evaluation.goals import GOALS, Goal, reached
from evaluation.items import FOLDER
from evaluation.peers import PeerFigures
from evaluation.scoring import CAUSES, Answered, Judged, cause, figures, grouped
from evaluation.tables import Table, all_tables, answerable_of, scopes, sureness

TEMPLATE = "report.html"
OURS = "Needlewise"


@dataclass(frozen=True)
class Miss:
    """A missed message as the report lists it."""

    id: str
    text: str
    told: str
    reply: str
    cause: str
    missing: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A plot with what it shows in words, also for who cannot see it."""

    title: str
    svg: str
    note: str


def write_report(path: Path, gathered: Gathered, peers: Sequence[PeerFigures], threshold: float) -> None:
    """Writes the page, and beside it all tables as JSON; single messages of `score` are in neither."""
    tables = all_tables(gathered, peers, threshold)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(tables, gathered, peers, threshold), encoding="utf-8")
    plain = [asdict(table) for table in tables]
    path.with_suffix(".json").write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def render(tables: Sequence[Table], gathered: Gathered, peers: Sequence[PeerFigures], threshold: float) -> str:
    """The page as text."""
    loader = FileSystemLoader(FOLDER)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    values = [reached(gathered, split) for split in ("tune", "score")]
    return environment.get_template(TEMPLATE).render(
        day=date.today().isoformat(),
        tables=tables,
        pictures=pictures(gathered, peers, threshold),
        misses=grouped(misses(gathered.answered), lambda each: each.cause),
        conversations=missed_conversations(gathered.held),
        questions=len(gathered.answered),
        held=len(gathered.held),
        foreign=len(gathered.foreign),
        kept=[in_words(goal) for goal in GOALS if all(goal.holds(each[goal.name]) for each in values)],
        open=[in_words(goal) for goal in GOALS if not all(goal.holds(each[goal.name]) for each in values)],
    )


def in_words(goal: Goal) -> str:
    """A goal with its bound."""
    return f"{goal.name} ({goal.words})"


def pictures(gathered: Gathered, peers: Sequence[PeerFigures], threshold: float) -> list[Picture]:
    """The plots, in the order of the page."""
    answerable = answerable_of(gathered.answered)
    styles = {name: figures(group).full for name, group in grouped(answerable, lambda e: e.question.style).items()}
    label = "answerable questions fully answered, in %"
    drawn = [
        Picture("By style of writing", plots.bars(list(styles), list(styles.values()), "", label), "All messages."),
        Picture(
            "Does it know when it is unsure?",
            plots.calibration(reliability(*sureness(gathered.labelled))),
            "On the dashed line, 70 % sure means right in 70 %. Above it the assistant is too modest, below too sure.",
        ),
    ]
    if peers:
        unseen = {each.name: each.full for each in peers if each.split == "score"}
        unseen = {OURS: figures([e for e in answerable if e.question.split == "score"]).full, **unseen}
        bars = plots.bars(list(unseen), list(unseen.values()), OURS, label)
        drawn.insert(0, Picture("Beside other ways to answer", bars, "Only messages that nobody tuned with."))
    if gathered.foreign:
        ours, others = scopes(gathered)
        curve = plots.gate_curve(gate_curve(ours, others), gate_at(threshold, ours, others))
        note = "The higher and the further left, the better: our questions pass and the others do not."
        drawn.append(Picture("Keeping other subjects out", curve, note))
    return drawn


def misses(answered: Sequence[Answered]) -> list[Miss]:
    """The missed messages that may be looked at."""
    missed = [each for each in answered if each.question.split == "tune" and not each.judged.is_full]
    order = list(CAUSES)
    missed.sort(key=lambda each: order.index(cause(each)))
    return [
        Miss(
            each.question.id,
            each.question.text,
            f"{each.question.kind}, {each.question.style}, {each.question.channel}",
            each.reply.text,
            CAUSES[cause(each)],
            each.judged.missing,
            each.judged.wrong,
        )
        for each in missed
    ]


def missed_conversations(held: Sequence[Held]) -> list[list[tuple[str, str, Judged]]]:
    """The conversations that went wrong and may be looked at."""
    return [turns(each) for each in held if each.conversation.split == "tune" and not each.is_right]


def turns(held: Held) -> list[tuple[str, str, Judged]]:
    """What was said, what came back, and what came of it."""
    said = [turn.say for turn in held.conversation.turns]
    return list(zip(said, [each.text for each in held.replies], held.judged, strict=True))
