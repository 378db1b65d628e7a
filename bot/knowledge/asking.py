"""Which questions a message asks: up to three in their order, or one that only what was said before makes clear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.knowledge.following import FollowUps, Memory
from bot.knowledge.leaning import LeaningFinder
from bot.knowledge.parts import SHORTEST_PART, Part, Parts
from bot.knowledge.question_model import Ranked
from bot.knowledge.rankings import Asked, Rank, Ranking, blend, certain, is_question, topic_of
from bot.language.document import Document, without_marks

MOST_QUESTIONS = 3
MOST_PARTS = 6  # that are looked at alone
PART_SURE_FROM = 0.34  # a part alone has less to go by than a message, so it must be surer
LEANING_SURE_FROM = 0.45  # a part that may point to what was told before it, and each of two things in one question
CLEAR_ALONE_FROM = 0.92  # below, a part that asks is read together with what is told right before it
ADDED_SURE_FROM = 0.85  # what is told after a question may be the next one: "can I swim? had two coffees as well"
TOLD_SURE_FROM = 0.7  # a part that asks nothing may still be meant as a question: "sore since yesterday"
SHORT_STORY = 3  # parts; in a longer message, what asks nothing is background
WHOLE_SURE_FROM = 0.42  # below, the part that asks counts beside the whole message
WHOLE_CLEAR_FROM = 0.8  # a message that is so clear as a whole asks that at least, and nothing by what it only tells
TOLD_SHARE_FROM = 0.17  # of the whole message, for what is only told
ASKED_SHARE_FROM = 0.03  # of what the best question leaves; below, a part must be surer, or the whole is clear
SMALLEST_REST = 0.001  # that the best question leaves
STRAY_SURE_FROM = 0.65  # a part that has next to no share in the whole message
STRAY_LEANING_FROM = 0.8  # such a part that may point to what was told before it


class QuestionFinder:
    """Decides what is asked, from rankings of the message, of its clauses and of what stood before."""

    def __init__(self, rank: Rank, follow_ups: FollowUps, sure_from: float) -> None:
        self._rank = rank
        self._follow_ups = follow_ups
        self._sure_from = sure_from
        self._parts = Parts()
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
        return Asked(labels, found.ranking, found.in_context or self._goes_on(document, labels, memory))

    def _goes_on(self, document: Document, labels: Sequence[Ranked], memory: Memory) -> bool:
        """Whether a message continues the last one and asks within the topic of its answer: "and food?"."""
        topics = {topic_of(entry) for entry in memory.answered}
        words = without_marks(document.words)
        return any(topic_of(each.label) in topics for each in labels) and self._follow_ups.leans(words)

    def _alone(self, document: Document) -> Asked:
        """What a message asks by itself: several questions where its parts are sure of them, else one."""
        whole = self._rank(document.normalised)
        parts = self._parts.of(document)
        several = self._several(parts, whole)
        if len(several) > 1:
            return Asked(several, whole)
        asking = [part for part in parts if part.asks] if len(parts) > 1 else []
        part = self._in_context(asking[0]) if len(asking) == 1 else None
        return Asked(one_of(whole, part, self._sure_from), whole)

    def _several(self, parts: Sequence[Part], whole: Ranking) -> tuple[Ranked, ...]:
        """The questions of the parts that are sure, in their order, each once."""
        top = whole[0]
        is_clear = top.confidence >= WHOLE_CLEAR_FROM
        likely = {each.label: each.confidence for each in whole} if len(parts) > 1 else {}
        shares = _shares(likely, top)
        heard = [part for part in parts if part.asks or part.follows_question or len(parts) <= SHORT_STORY][:MOST_PARTS]
        sure = [
            (part, best)
            for part in heard
            for best in self._sure(part, whole if len(parts) == 1 else None)
            if is_question(best.label) and not _is_stray(part, best, shares)
        ]
        conditions = [each for _, best in sure if (each := self._follow_ups.condition_of(best.label))]
        asks = [self._narrowed(best, conditions) if _asks(part, best) else None for part, best in sure]
        if is_clear and top.label not in {each.label for each in asks if each}:
            asks = [top if each and shares.get(each.label, 0.0) < ASKED_SHARE_FROM else each for each in asks]
        asked = [each for each in asks if each]
        background = [best for (_, best), each in zip(sure, asks, strict=True) if not each]
        told = self._meant(background, asked, likely)
        if is_clear and top.label not in {each.label for each in asked}:
            told = [each for each in told if each.label == top.label]
            asked = asked if told else []
        asked = [each for each in asked if not self._is_general_beside(each, told)]
        kept = {each.label for each in (*told, *asked)}
        in_order = _distinct(each or best for (_, best), each in zip(sure, asks, strict=True))
        return tuple(each for each in in_order if each.label in kept)[:MOST_QUESTIONS]

    def _narrowed(self, question: Ranked, conditions: Sequence[str]) -> Ranked:
        """A question about the condition that another is about: "a sports injury, how many sessions"."""
        return Ranked(self._follow_ups.refined(question.label, conditions), question.confidence)

    def _is_general_beside(self, question: Ranked, told: Sequence[Ranked]) -> bool:
        """Whether what is told says which case a general question is about: "calm for a wedding, how many times"."""
        topics = {topic_of(each.label) for each in told if each.label != question.label}
        return topic_of(question.label) in topics and self._follow_ups.asks_back([question.label])

    def _meant(self, told: Sequence[Ranked], asked: Sequence[Ranked], likely: Mapping[str, float]) -> list[Ranked]:
        """What is told and may be meant as a question, without the condition of what is asked: "twisted my ankle"."""
        about = {self._follow_ups.condition_of(each.label) for each in asked} - {None}
        return [
            each
            for each in told
            if likely.get(each.label, 1.0) >= TOLD_SHARE_FROM and self._follow_ups.condition_of(each.label) not in about
        ]

    def _sure(self, part: Part, ranking: Ranking | None) -> Sequence[Ranked]:
        """What a part asks, if that is sure; both, if it puts two questions in one."""
        two = self._two(part)
        if two:
            return two
        sure_from = TOLD_SURE_FROM if not part.asks else LEANING_SURE_FROM if part.leans else PART_SURE_FROM
        best = (ranking or self._rank(part.text))[0]
        if part.follows_question:
            best = self._in_context(part)[0] if self._is_bare(part) else best
        elif part.asks and part.before and (best.confidence < CLEAR_ALONE_FROM or not is_question(best.label)):
            joined = self._rank(f"{part.before} {part.text}")[0]
            best = max(best, joined, key=lambda each: (is_question(each.label), each.confidence))
        return [best] if best.confidence >= sure_from else []

    def _in_context(self, part: Part) -> Ranking:
        """What a part means by itself and after the part before it, as one ranking."""
        alone = self._rank(part.text)
        return blend(self._rank(f"{part.before} {part.text}"), alone) if part.before else alone

    def _is_bare(self, part: Part) -> bool:
        """Whether a part says next to nothing by itself: "how soon", "how long is it"."""
        words = without_marks(part.text.split())
        return len(words) <= SHORTEST_PART or self._follow_ups.is_bare(words)

    def _two(self, part: Part) -> Sequence[Ranked]:
        """The two questions that one part names, if it is sure of both; else none."""
        for left, right in self._parts.alternatives(part):
            tops = [self._best_way(texts) for texts in (left, right)]
            sure = _distinct(top for top in tops if top and top.confidence >= LEANING_SURE_FROM)
            if len(sure) > 1 and not self._is_one(part, sure):
                return sure
        return ()

    def _is_one(self, part: Part, two: Sequence[Ranked]) -> bool:
        """Whether a part clearly asks one thing that is neither of the two: "how long will I be stiff and sore"."""
        best = self._rank(part.text)[0]
        return best.confidence >= WHOLE_CLEAR_FROM and best.label not in {each.label for each in two}

    def _best_way(self, texts: Sequence[str]) -> Ranked | None:
        """The surest question among several ways to say the same."""
        tops = (self._rank(text)[0] for text in texts)
        return max((top for top in tops if is_question(top.label)), key=lambda top: top.confidence, default=None)


def one_of(whole: Ranking, part: Ranking | None, sure_from: float) -> tuple[Ranked, ...]:
    """The label that a message means by itself; none where it is not clear.

    `whole` is the ranking of the message, `part` that of its only part that asks, each most probable first.
    """
    best = whole[0] if part is None or whole[0].confidence >= WHOLE_SURE_FROM else blend(whole, part)[0]
    return (best,) if best.confidence >= sure_from else ()


def _asks(part: Part, best: Ranked) -> bool:
    """Whether a part counts as a question."""
    return part.asks or (part.follows_question and best.confidence >= ADDED_SURE_FROM)


def _shares(likely: Mapping[str, float], best: Ranked) -> dict[str, float]:
    """How likely each question is within the whole message; all but the best one's share is of what that leaves."""
    left = max(1 - best.confidence, SMALLEST_REST)
    return {label: share if label == best.label else share / left for label, share in likely.items()}


def _is_stray(part: Part, best: Ranked, shares: Mapping[str, float]) -> bool:
    """Whether a part has next to no share in the whole message and is not sure enough for that."""
    needed = STRAY_LEANING_FROM if part.leans else STRAY_SURE_FROM
    return shares.get(best.label, 1.0) < ASKED_SHARE_FROM and best.confidence < needed


def _distinct(ranked: Iterable[Ranked]) -> tuple[Ranked, ...]:
    return tuple({each.label: each for each in ranked}.values())
