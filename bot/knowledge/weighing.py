"""The learnt rule by which a message asks a question or not: weights that a reader can look at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import exp
from operator import itemgetter

import msgspec

from bot.data_files import DATA_DIR, read_mapping
from bot.knowledge.candidates import Candidate

FILE = DATA_DIR / "asked" / "weights.yml"
ANOTHER_FROM = 0.35  # a second question is answered from this probability on
SAME_PART_FROM = 0.7  # one that is asked by the same words as a likelier one
MOST_QUESTIONS = 3


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A logistic regression over the evidence of candidates; made by `make asked`, which explains it."""

    made_from: str
    intercept: float
    evidence: dict[str, float]

    def probability(self, candidate: Candidate) -> float:
        """How likely it is that the message asks this, 0 to 1; raises KeyError for evidence that has no weight."""
        total = sum(self.evidence[name] * value for name, value in candidate.evidence.items())
        return 1 / (1 + exp(-self.intercept - total))

    def choose(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """What the message asks, at most three: the likeliest first, and others where they are likely, too."""
        chosen: list[Candidate] = []
        weighed = [(self.probability(each), each) for each in candidates]
        for probability, each in sorted(weighed, key=itemgetter(0), reverse=True):
            is_same_part = any(each.place == other.place for other in chosen)
            needed = SAME_PART_FROM if is_same_part else ANOTHER_FROM
            if not chosen or (probability >= needed and len(chosen) < MOST_QUESTIONS):
                chosen.append(each)
        return chosen


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """The weights that the repository keeps."""
    return read_mapping(FILE, "asked", Weights)
