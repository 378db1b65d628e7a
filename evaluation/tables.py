"""The figures of a run as tables, which are printed and which the report shows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from evaluation.curves import RECALLS, area_under, calibration_error, gate_at, gate_at_recall, reliability
from evaluation.gathering import Gathered, Held
from evaluation.goals import GOALS, reached
from evaluation.in_process import Understood
from evaluation.items import EntryQuestion
from evaluation.peers import PeerFigures
from evaluation.scoring import CAUSES, Answered, Figures, cause, figures, grouped, share

SPLITS = ("tune", "score")
OURS = frozenset({"answerable", "unanswered", "clinic"})
BOTH = "Each cell: tune / score."


@dataclass(frozen=True)
class Table:
    """A table with a sentence that says how to read it; all cells are words already."""

    title: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    note: str = ""


def all_tables(gathered: Gathered, peers: Sequence[PeerFigures], threshold: float) -> list[Table]:
    """Everything that is printed; `threshold` is the gate's."""
    answerable = answerable_of(gathered.answered)
    tables = [
        goals(gathered),
        by_group("By kind of message", gathered.answered, lambda each: each.question.kind),
        by_group("Answerable questions by style", answerable, lambda each: each.question.style),
        by_group("Answerable questions by channel", answerable, lambda each: each.question.channel),
        by_group("Answerable questions by topic", answerable, lambda each: each.question.topic),
        conversations(gathered.held),
        causes(gathered.answered),
        confidence(gathered.labelled),
    ]
    if gathered.foreign:
        tables += [foreign_replies(gathered), gate(gathered, threshold)]
    return [*tables, beside_peers(answerable, peers)] if peers else tables


def answerable_of(answered: Sequence[Answered]) -> list[Answered]:
    """The questions that our guide answers."""
    return [each for each in answered if each.question.kind == "answerable"]


def goals(gathered: Gathered) -> Table:
    """What must be reached and what is."""
    values = [reached(gathered, split) for split in SPLITS]
    rows = []
    for goal in GOALS:
        show = percent if goal.is_share else number
        told = [each[goal.name] for each in values]
        rows.append((goal.name, goal.words, *map(show, told), "yes" if all(map(goal.holds, told)) else "no"))
    return Table("Where it must get", ("", "must be", *SPLITS, "reached"), rows)


def by_group(title: str, answered: Sequence[Answered], by: Callable[[Answered], str]) -> Table:
    """The figures of each group."""
    groups = {**grouped(answered, by), "all": list(answered)}
    rows = []
    for name, group in groups.items():
        halves = [figures([each for each in group if each.question.split == split]) for split in SPLITS]
        rows.append(
            (
                name,
                both(str(half.count) for half in halves),
                both(percent(half.full) for half in halves),
                both(percent(half.facts) for half in halves),
                both(str(half.wrong) for half in halves),
                both(str(half.unasked) for half in halves),
                both(number(half.words) for half in halves),
            )
        )
    header = ("", "messages", "fully answered", "facts told", "wrong statements", "unasked content", "median words")
    return Table(title, header, rows, BOTH)


def conversations(held: Sequence[Held]) -> Table:
    """Conversations as a whole, and their turns by place."""
    halves = [[each for each in held if each.conversation.split == split] for split in SPLITS]
    flags = {"whole": [[each.is_right for each in half] for half in halves]}
    for turn in range(max((len(each.judged) for each in held), default=0)):
        flags[f"turn {turn + 1}"] = [
            [each.judged[turn].is_full for each in half if turn < len(each.judged)] for half in halves
        ]
    rows = [
        (name, both(str(len(half)) for half in right), both(percent(share(half)) for half in right))
        for name, right in flags.items()
    ]
    return Table("Conversations", ("", "number", "right"), rows, BOTH)


def causes(answered: Sequence[Answered]) -> Table:
    """What went wrong with the missed messages that may be looked at."""
    missed = [each for each in answered if each.question.split == "tune" and not each.judged.is_full]
    kinds = list(grouped(missed, lambda each: each.question.kind))
    counts = Counter((cause(each), str(each.question.kind)) for each in missed)
    totals = Counter(cause(each) for each in missed)
    rows = [
        (CAUSES[name], *(str(counts[name, kind]) for kind in kinds), str(total)) for name, total in totals.most_common()
    ]
    return Table("What the misses of `tune` have in common: the message ...", ("", *kinds, "all"), rows)


def confidence(labelled: Sequence[tuple[EntryQuestion, Understood]]) -> Table:
    """How often the classifier's first label is right, by how sure it is of it."""
    sure, right = sureness(labelled)
    bins = reliability(sure, right)
    rows = [(f"{each.confidence:.2f}", str(each.count), percent(each.right)) for each in bins]
    note = (
        f"{len(right)} messages with a known entry; the first label is right in {percent(share(right))}; "
        f"expected calibration error {calibration_error(bins):.3f}."
    )
    header = ("mean confidence", "messages", "right")
    return Table("Does the classifier's confidence keep its word?", header, rows, note)


def sureness(labelled: Sequence[tuple[EntryQuestion, Understood]]) -> tuple[list[float], list[bool]]:
    """Confidence of the first label, and whether it is the entry that was meant or one that answers it as well."""
    return (
        [understood.confidence for _, understood in labelled],
        [understood.label in {each.entry, *each.also} for each, understood in labelled],
    )


def foreign_replies(gathered: Gathered) -> Table:
    """What messages about other subjects get."""
    counts = Counter(each.kind for each in gathered.foreign)
    rows = [(kind, str(count), percent(count / len(gathered.foreign))) for kind, count in counts.most_common()]
    telling = sum(each.cites for each in gathered.foreign)
    note = f"{telling} answers tell facts; others name the clinic's contacts, or say that the guide leaves it open."
    return Table("Messages about other subjects: kind of reply", ("", "messages", "share"), rows, note)


def gate(gathered: Gathered, threshold: float) -> Table:
    """What the gate lets pass as it is set, and at thresholds chosen by what passes of ours."""
    ours, others = scopes(gathered)
    points = [("as set", gate_at(threshold, ours, others))]
    points += [(f"{recall:.0%} of ours", gate_at_recall(recall, ours, others)) for recall in RECALLS]
    rows = [(name, f"{each.threshold:.3f}", percent(each.ours), percent(each.others)) for name, each in points]
    note = (
        f"{len(ours)} messages about dry needling or the clinic, {len(others)} about other subjects; "
        f"area under the curve {area_under(ours, others):.4f}."
    )
    return Table("The gate", ("", "threshold", "ours pass", "others pass"), rows, note)


def scopes(gathered: Gathered) -> tuple[list[float], list[float]]:
    """The gate's scores of messages that are ours, and of those about other subjects."""
    rows = zip(gathered.answered, gathered.understood, strict=True)
    ours = [understood.scope for answered, understood in rows if answered.question.kind in OURS]
    return ours, [each.scope for each in gathered.foreign_understood]


def beside_peers(answerable: Sequence[Answered], peers: Sequence[PeerFigures]) -> Table:
    """The assistant beside its peers."""
    own = [figures([each for each in answerable if each.question.split == split]) for split in SPLITS]
    rows = [("Needlewise", *compared(own), "see the gate")]
    for name, halves in grouped(peers, lambda each: each.name).items():
        rows.append((name, *compared(halves), percent(halves[0].accepts)))
    header = ("", "fully answered", "facts told", "wrong statements", "others accepted at 95 % of ours")
    return Table("Beside its peers, on the same answerable questions", header, rows, BOTH)


def compared(halves: Sequence[Figures | PeerFigures]) -> tuple[str, str, str]:
    """The three figures that everybody has."""
    return (
        both(percent(half.full) for half in halves),
        both(percent(half.facts) for half in halves),
        both(str(half.wrong) for half in halves),
    )


def both(cells: Iterable[str]) -> str:
    """Two cells in one."""
    return " / ".join(cells)


def percent(value: float) -> str:
    """A share in per cent; a dash where there is none."""
    return "-" if math.isnan(value) else f"{value:.1%}"


def number(value: float) -> str:
    """A number without needless digits; a dash where there is none."""
    return "-" if math.isnan(value) else f"{value:g}"
