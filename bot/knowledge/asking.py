"""Which questions a message asks: up to three in their order, or one that only what was said before makes clear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.knowledge.candidates import Candidate, CandidateFinder
from bot.knowledge.following import FollowUps, Memory
from bot.knowledge.leaning import LeaningFinder
from bot.knowledge.parts import Parts
from bot.knowledge.question_model import Ranked
from bot.knowledge.rankings import Asked, Rank, Ranking, certain, is_question, topic_of
from bot.knowledge.weighing import Weights, load_weights
from bot.language.document import Document, without_marks

TALK_SURE_FROM = 0.42  # small talk stands for the whole message from here on, unless that asks two things


class QuestionFinder:
    """Decides what is asked, from rankings of the message, of its clauses and of what stood before."""

    def __init__(self, rank: Rank, follow_ups: FollowUps, sure_from: float, weights: Weights | None = None) -> None:
        self._rank = rank
        self._follow_ups = follow_ups
        self._sure_from = sure_from
        self._weights = weights or load_weights()
        self._parts = Parts()
        self._candidates = CandidateFinder(rank, follow_ups, self._parts)
        self._leaning = LeaningFinder(rank, follow_ups, sure_from, self._parts)

    def find(self, document: Document, memory: Memory) -> Asked:
        """What a message asks in its conversation."""
        picked = self._follow_ups.picked(document.normalised, memory)
        if picked:
            return replace(certain(picked), picked=True)
        alone = self._alone(document)
        named = [finding for finding in document.findings if finding.assertion != "denied"]
        conditions = [each.concept for each in sorted(named, key=lambda each: each.other_person)]
        leaning = self._leaning.meant(document, conditions, alone, memory)
        found = leaning or alone
        told = [*conditions, *memory.conditions]
        labels = tuple(Ranked(self._follow_ups.refined(each.label, told), each.confidence) for each in found.labels)
        return Asked(_distinct(labels), found.ranking, found.in_context or self._goes_on(document, labels, memory))

    def _goes_on(self, document: Document, labels: Sequence[Ranked], memory: Memory) -> bool:
        """Whether a message continues the last one and asks within the topic of its answer: "and food?"."""
        topics = {topic_of(entry) for entry in memory.answered}
        words = without_marks(document.words)
        return any(topic_of(each.label) in topics for each in labels) and self._follow_ups.leans(words)

    def _alone(self, document: Document) -> Asked:
        """What a message asks by itself: several questions if its parts speak for them, else one; none if unclear."""
        whole = self._rank(document.normalised)
        chosen = self._weights.choose(self._candidates.of(document, whole))
        several = self._narrowed(self._without_general(sorted(chosen, key=lambda each: each.place)))
        if len(several) > 1:
            return Asked(several, whole)
        best = several[0] if len(chosen) > 1 else self._one(whole, chosen)
        return Asked((best,) if best.confidence >= self._sure_from else (), whole)

    def _one(self, whole: Ranking, chosen: Sequence[Candidate]) -> Ranked:
        """What a message asks that asks one thing at most; `whole` is its ranking."""
        top = whole[0]
        is_talk = not is_question(top.label) and top.confidence >= TALK_SURE_FROM
        if is_talk or not chosen:
            return top
        best = chosen[0]
        is_surer_in_whole = best.label == top.label and top.confidence > best.confidence
        return top if is_surer_in_whole else Ranked(best.label, best.confidence)

    def _narrowed(self, chosen: Sequence[Candidate]) -> tuple[Ranked, ...]:
        """Questions about the condition that another is about: "a sports injury, how many sessions"."""
        told = [condition for each in chosen if (condition := self._follow_ups.condition_of(each.label))]
        return _distinct(Ranked(self._follow_ups.refined(each.label, told), each.confidence) for each in chosen)

    def _without_general(self, chosen: Sequence[Candidate]) -> list[Candidate]:
        """What is chosen, less a general question whose case is told: "calm for a wedding, how many times"."""
        told = {topic_of(each.label) for each in chosen if not each.asks}
        return [
            each
            for each in chosen
            if not (each.asks and topic_of(each.label) in told and self._follow_ups.asks_back([each.label]))
        ]


def _distinct(ranked: Iterable[Ranked]) -> tuple[Ranked, ...]:
    """Each label once, at its first place."""
    first: dict[str, Ranked] = {}
    for each in ranked:
        first.setdefault(each.label, each)
    return tuple(first.values())
