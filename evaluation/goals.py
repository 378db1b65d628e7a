"""What the assistant must reach, and what it reaches."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.gathering import Gathered
from evaluation.scoring import Answered, figures, grouped, share, words_of

OTHER_SUBJECTS_ANSWERED = "unrelated messages answered with facts"


@dataclass(frozen=True)
class Goal:
    """A figure with the least or the most that it may be; a share is shown in per cent."""

    name: str
    bound: float
    at_least: bool = True
    is_share: bool = True

    @property
    def words(self) -> str:
        """The bound in words."""
        amount = f"{self.bound:.0%}" if self.is_share else f"{self.bound:g}"
        return f"{'at least' if self.at_least else 'at most'} {amount}"

    def holds(self, value: float) -> bool:
        """True where the bound is kept; a value that could not be measured keeps none."""
        return value >= self.bound if self.at_least else value <= self.bound


GOALS = (
    Goal("answerable questions fully answered", 0.95),
    Goal("answerable questions of each style fully answered", 0.90),
    Goal("required facts told", 0.97),
    Goal("wrong or invented statements", 0, at_least=False, is_share=False),
    Goal("unanswered questions honestly handed over", 0.95),
    Goal("answerable questions declined", 0.02, at_least=False),
    Goal("conversations right from first turn to last", 0.90),
    Goal("median words of an answer on the web", 60, at_least=False, is_share=False),
    Goal(OTHER_SUBJECTS_ANSWERED, 0.01, at_least=False),
)


def reached(gathered: Gathered, split: str) -> dict[str, float]:
    """The value of each goal on one split; messages about other subjects are not split and count in both."""
    these = [each for each in gathered.answered if each.question.split == split]
    answerable = [each for each in these if each.question.kind == "answerable"]
    unanswered = [each for each in these if each.question.kind == "unanswered"]
    held = [each for each in gathered.held if each.conversation.split == split]
    styles = grouped(answerable, lambda each: each.question.style).values()
    total = figures(answerable)
    values = (
        total.full,
        min((figures(group).full for group in styles), default=float("nan")),
        total.facts,
        figures(these).wrong + sum(len(turn.wrong) for each in held for turn in each.judged),
        figures(unanswered).full,
        share(each.reply.kind == "decline" for each in answerable),
        share(each.is_right for each in held),
        web_words(these),
        share(each.cites for each in gathered.foreign),
    )
    return dict(zip((goal.name for goal in GOALS), values, strict=True))


def web_words(answered: Sequence[Answered]) -> float:
    """The median length of answers from the knowledge base on the web, without the line of sources."""
    lengths = [words_of(each.reply) for each in answered if each.question.channel == "web" and each.reply.sourced]
    return statistics.median(lengths) if lengths else float("nan")
