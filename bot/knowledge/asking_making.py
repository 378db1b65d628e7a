"""Makes the rule that decides which questions a message asks: `make asked`.

It is learnt from messages that the question model has not learnt from, since that is too sure of its own examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import yaml

from bot.data_files import DataFileError, files_fingerprint
from bot.knowledge.candidates import Candidate, CandidateFinder
from bot.knowledge.following import FollowUps
from bot.knowledge.parts import Parts
from bot.knowledge.rankings import Rank
from bot.knowledge.weighing import FILE, Weights
from bot.language.reader import Reader

EXAMPLES = FILE.parent / "examples.jsonl"
SEVERAL_WEIGHT = 0.35  # of an example that asks two things: among the examples they are more than among messages
INVERSE_PENALTY = 1.0  # scikit-learn's C
DIGITS = 4
FOLDS = 5
HEADER = """\
# By what a message is found to ask a question: the weights of a logistic regression, made by `make asked` from
# examples.jsonl. `odds` are logarithms of odds (`bot/knowledge/candidates.py` says of what), 1 is yes, 0 is no.
"""


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A made-up message; for each thing that it asks, in order, the entries that answer it."""

    says: str
    asks: list[list[str]]

    def wants(self, label: str) -> bool:
        """Whether an entry answers any of what is asked."""
        return any(label in answers for answers in self.asks)


def read_examples(path: Path = EXAMPLES) -> list[Example]:
    """All examples of a file; raises DataFileError naming the line."""
    return list(_read(path))


def _read(path: Path) -> Iterator[Example]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            yield msgspec.json.decode(line, type=Example)
        except msgspec.DecodeError as problem:
            raise DataFileError(f"{path.name}:{number}: {problem}. Compare with the lines beside it.") from problem


def candidates_of(
    examples: Sequence[Example], reader: Reader, rank: Rank, follow_ups: FollowUps
) -> list[list[Candidate]]:
    """What each example may ask, by a question model that has not learnt from it."""
    finder = CandidateFinder(rank, follow_ups, Parts())
    documents = (reader.read(example.says) for example in examples)
    return [finder.of(document, rank(document.normalised)) for document in documents]


def fit(examples: Sequence[Example], candidates: Sequence[Sequence[Candidate]]) -> Weights:
    """Learns which candidates are asked."""
    from sklearn.linear_model import LogisticRegression  # takes seconds to import, and only learning needs it
    from sklearn.preprocessing import StandardScaler

    rows = [(example, each) for example, found in zip(examples, candidates, strict=True) for each in found]
    names = list(rows[0][1].evidence)
    evidence = np.array([[each.evidence[name] for name in names] for _, each in rows])
    is_asked = [example.wants(each.label) for example, each in rows]
    counts = [SEVERAL_WEIGHT if len(example.asks) > 1 else 1.0 for example, _ in rows]
    scaler = StandardScaler().fit(evidence)
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=2000)
    model.fit(scaler.transform(evidence), is_asked, sample_weight=counts)
    weights = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - weights @ scaler.mean_)
    by_name = {name: round(float(weight), DIGITS) for name, weight in zip(names, weights, strict=True)}
    return Weights(current_fingerprint(), round(intercept, DIGITS), by_name)


@dataclass(frozen=True)
class Score:
    """How many of `count` messages got all that they ask, and how many something that they do not ask."""

    count: int
    full: int
    unasked: int


def cross_validate(examples: Sequence[Example], candidates: Sequence[Sequence[Candidate]]) -> dict[int, Score]:
    """What the rule does with messages that it has not learnt from, by how many things they ask."""
    chosen: list[tuple[Example, list[str]]] = []
    for fold in range(FOLDS):
        rest = [each for place, each in enumerate(zip(examples, candidates, strict=True)) if place % FOLDS != fold]
        weights = fit([example for example, _ in rest], [found for _, found in rest])
        for example, found in list(zip(examples, candidates, strict=True))[fold::FOLDS]:
            chosen.append((example, [each.label for each in weights.choose(found)]))
    scores = {}
    for number in sorted({len(example.asks) for example in examples}):
        these = [(example, labels) for example, labels in chosen if len(example.asks) == number]
        full = sum(all(set(answers).intersection(labels) for answers in example.asks) for example, labels in these)
        unasked = sum(not all(map(example.wants, labels)) for example, labels in these)
        scores[number] = Score(len(these), full, unasked)
    return scores


def save(weights: Weights, path: Path = FILE) -> None:
    """Writes the weights for people to read."""
    text = yaml.safe_dump({"asked": msgspec.to_builtins(weights)}, sort_keys=False)
    path.write_text(HEADER + text, encoding="utf-8")


def current_fingerprint() -> str:
    """A hash over the examples as they are now."""
    return files_fingerprint([EXAMPLES])
