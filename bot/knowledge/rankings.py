"""What a text is likely to ask, as rankings, and what a message was found to ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.question_model import Ranked

Ranking = Sequence[Ranked]
Rank = Callable[[str], Ranking]


@dataclass(frozen=True)
class Asked:
    """What a message asks: labels (entry ids or an intent) in order, none where it is not clear.

    `ranking` is that of the text that decided; `in_context` is true where what was said before was needed,
    and `picked` where an offered question was named by its place.
    """

    labels: tuple[Ranked, ...]
    ranking: Ranking
    in_context: bool = False
    picked: bool = False


def certain(label: str) -> Asked:
    """A question that only what was said before makes clear, and makes certain."""
    ranked = (Ranked(label, 1.0),)
    return Asked(ranked, ranked, in_context=True)


def blend(whole: Ranking, part: Ranking, weight: float = 1.0) -> Ranking:
    """Two rankings of the same labels as one: what both find likely comes first; `weight` is that of the part."""
    other = {each.label: each.confidence for each in part}
    scores = {
        each.label: (each.confidence * other.get(each.label, 0.0) ** weight) ** (1 / (1 + weight)) for each in whole
    }
    return as_shares(scores)


def as_shares(scores: Mapping[str, float]) -> Ranking:
    """Scores as a ranking whose confidences sum to 1."""
    total = sum(scores.values()) or 1.0
    return sorted((Ranked(label, score / total) for label, score in scores.items()), key=lambda each: -each.confidence)


def is_question(label: str) -> bool:
    """Whether a label is an entry of the knowledge base, not small talk."""
    return "/" in label


def topic_of(label: str) -> str:
    """The topic of an entry, or the intent itself."""
    return label.partition("/")[0]
