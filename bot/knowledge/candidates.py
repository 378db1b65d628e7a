"""What speaks for each question that a message may ask: how likely it is in the whole, in parts, beside others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from bot.knowledge.following import FollowUps
from bot.knowledge.parts import SHORTEST_PART, Part, Parts
from bot.knowledge.rankings import Rank, Ranking, blend, is_question, topic_of
from bot.language.document import Document, without_marks

MOST_PARTS = 7  # that are looked at alone
LIKELIEST_OF_WHOLE, LIKELIEST_OF_PART = 3, 2  # labels that may be asked
CLEAR_FROM = 0.92  # a part that is so clear by itself is not read after what stands before it
SURE_OF_BOTH_FROM = 0.45  # each of two things in one question
ONE_THING_FROM = 0.8  # a part that is so clear asks one thing, though two are named
LONG_FROM = 4  # parts
LEAST = 0.001  # that is added to a probability and to its rest before their ratio is taken
SMALLEST_REST = 0.001  # that the best question leaves
BLEND_WEIGHT = 0.3  # of a part after what stands before it, where a question is looked for in several parts

Likely = Mapping[str, float]


@dataclass(frozen=True)
class Candidate:
    """A question that may be asked, the place of the part that means it, and what speaks for it.

    `asks` is false where that part only tells, `confidence` how likely the part means it; `evidence` are numbers by
    name, each with a weight of its own (`data/asked/weights.yml`): logarithms of odds and of numbers of words, 0 or 1.
    """

    label: str
    place: int
    asks: bool
    confidence: float
    evidence: Mapping[str, float]


@dataclass(frozen=True)
class Reading:
    """A part, and how likely each label is by itself and together with what stands before it."""

    part: Part
    alone: Likely
    both: Likely


class CandidateFinder:
    """Finds what a message may ask, from rankings of it and of its parts."""

    def __init__(self, rank: Rank, follow_ups: FollowUps, parts: Parts) -> None:
        self._rank = rank
        self._follow_ups = follow_ups
        self._parts = parts

    def of(self, document: Document, whole: Ranking) -> list[Candidate]:
        """The questions that lead the whole message, given as a ranking, or one of its parts."""
        parts = self._divided(document) or [Part(document.normalised, asks=True)]
        readings = [self._reading(part, whole if len(parts) == 1 else None) for part in parts]
        labels = dict.fromkeys(each.label for each in whole[:LIKELIEST_OF_WHOLE])
        for reading in readings:
            for likely in (reading.alone, reading.both):
                labels.update(dict.fromkeys(list(likely)[:LIKELIEST_OF_PART]))
        message = _Message(whole, readings, [label for label in labels if is_question(label)], self._follow_ups)
        return [message.candidate(label) for label in message.labels]

    def _divided(self, document: Document) -> list[Part]:
        """The parts of a message; one that surely names two things stands twice."""
        divided = (half for part in self._parts.of(document) for half in self._halves(part) or [part])
        return list(divided)[:MOST_PARTS]

    def _reading(self, part: Part, whole: Ranking | None) -> Reading:
        """A part with its rankings; `whole` if it is all that a message says."""
        alone = whole or self._rank(part.text)
        is_clear = alone[0].confidence >= CLEAR_FROM and is_question(alone[0].label)
        if is_clear or not part.before or not (part.asks or part.follows_question):
            return Reading(part, _likely(alone), _likely(alone))
        return Reading(part, _likely(alone), _likely(blend(self._rank(f"{part.before} {part.text}"), alone)))

    def _halves(self, part: Part) -> list[Part]:
        """The two questions that one part names, if it is sure of both; else none."""
        for sides in self._parts.alternatives(part):
            tops = [self._best_way(texts) for texts in sides]
            labels = {self._rank(text)[0].label for text in tops if text}
            if None not in tops and len(labels) > 1 and not self._is_one(part, labels):
                return [Part(text, part.asks, part.leans, part.before, part.follows_question) for text in tops if text]
        return []

    def _best_way(self, texts: Sequence[str]) -> str | None:
        """Of several ways to ask the same the surest, if it is sure enough."""
        ways = [(self._rank(text)[0], text) for text in texts]
        sure = [(best.confidence, text) for best, text in ways if is_question(best.label)]
        confidence, text = max(sure, default=(0.0, None))
        return text if confidence >= SURE_OF_BOTH_FROM else None

    def _is_one(self, part: Part, two: set[str]) -> bool:
        """Whether a part clearly asks one thing that is neither of the two: "how long will I be stiff and sore"."""
        best = self._rank(part.text)[0]
        return best.confidence >= ONE_THING_FROM and best.label not in two


class _Message:
    """What is the same for all candidates of a message."""

    def __init__(
        self, whole: Ranking, readings: Sequence[Reading], labels: Sequence[str], follow_ups: FollowUps
    ) -> None:
        self.labels = labels
        self._top = whole[0]
        self._whole = _likely(whole)
        self._readings = readings
        self._words = [len(without_marks(reading.part.text.split())) for reading in readings]
        self._is_bare = [
            words <= SHORTEST_PART or follow_ups.is_bare(without_marks(reading.part.text.split()))
            for words, reading in zip(self._words, readings, strict=True)
        ]
        self._places = {label: self._place_of(label) for label in (*labels, self._top.label)}
        self._conditions = {label: follow_ups.condition_of(label) for label in labels}

    def candidate(self, label: str) -> Candidate:
        place = self._places[label]
        reading = self._readings[place]
        confidence = max(reading.alone.get(label, 0.0), reading.both.get(label, 0.0))
        return Candidate(label, place, reading.part.asks, confidence, dict(self._evidence(label, place, reading)))

    def _place_of(self, label: str) -> int:
        """The place of the part that means a label most."""
        return max(
            range(len(self._readings)),
            key=lambda place: (
                self._readings[place].alone.get(label, 0.0) + BLEND_WEIGHT * self._readings[place].both.get(label, 0.0)
            ),
        )

    def _evidence(self, label: str, place: int, reading: Reading) -> Iterator[tuple[str, float]]:
        part, top, whole = reading.part, self._top, self._whole.get(label, 0.0)
        alone, both = reading.alone.get(label, 0.0), reading.both.get(label, 0.0)
        others = [other for other in self.labels if other != label]
        is_top, asks, is_only = label == top.label, part.asks, len(self._readings) == 1
        is_long = len(self._readings) >= LONG_FROM
        yield "whole", _odds(whole)
        yield "share", _odds(whole if is_top else whole / max(1 - top.confidence, SMALLEST_REST))
        yield "best of whole", _odds(top.confidence)
        yield "alone", _odds(alone)
        yield "both", _odds(both)
        yield "surest way", _odds(max(alone, both))
        yield "alone where it asks", asks * _odds(alone)
        yield "whole where it tells", (not asks) * _odds(whole)
        yield "other in part", _odds(max((v for k, v in reading.both.items() if k != label), default=0.0))
        yield "talk in part", _odds(max((v for k, v in reading.alone.items() if not is_question(k)), default=0.0))
        yield "best of whole in part", _odds(reading.both.get(top.label, 0.0))
        yield "best elsewhere", _odds(self._best_elsewhere(place))
        yield "rival of part", _odds(self._most(other for other in others if self._places[other] == place))
        yield "rival of topic", _odds(self._most(other for other in others if topic_of(other) == topic_of(label)))
        yield "is best of whole", float(is_top)
        yield "asks", float(asks)
        yield "points back", float(part.leans)
        yield "follows question", float(part.follows_question)
        yield "bare", float(self._is_bare[place])
        yield "where best of whole is", float(self._places[top.label] == place)
        yield "same condition told", float(self._is_told(label, others))
        yield "words of part", log(self._words[place] + 1)
        yield "words", log(sum(self._words) + 1)
        yield "one part", float(is_only)
        yield "many parts", float(is_long)
        yield "tells in many parts", float(is_long and not asks)
        yield "not best of one part", float(is_only and not is_top)

    def _best_elsewhere(self, place: int) -> float:
        """How sure the surest other part is of anything."""
        others = (next(iter(r.alone.values())) for other, r in enumerate(self._readings) if other != place)
        return max(others, default=0.0)

    def _most(self, labels: Iterator[str]) -> float:
        return max((self._whole.get(label, 0.0) for label in labels), default=0.0)

    def _is_told(self, label: str, others: Sequence[str]) -> bool:
        """Whether another candidate is about the same condition."""
        condition = self._conditions[label]
        return condition is not None and any(self._conditions[other] == condition for other in others)


def _likely(ranking: Ranking) -> dict[str, float]:
    """Labels with their probabilities, most probable first."""
    return {each.label: each.confidence for each in ranking}


def _odds(share: float) -> float:
    """The logarithm of the odds of a probability, between -7 and 7."""
    share = min(share, 1.0)
    return log((share + LEAST) / (1 - share + LEAST))
