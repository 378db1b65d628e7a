"""Which questions a message asks: up to three in their order, or one that only what was said before makes clear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.knowledge.following import FollowUps, Memory
from bot.knowledge.parts import Part, Parts
from bot.knowledge.question_model import Ranked
from bot.language.document import Document

MOST_QUESTIONS = 3
MOST_PARTS = 4  # that are looked at alone
PART_SURE_FROM = 0.4  # a part alone has less to go by than a message, so it must be surer
EACH_SURE_FROM = 0.6
LEANING_SURE_FROM = 0.85
WHOLE_SURE_FROM = 0.5
WHOLE_CLEAR_FROM = 0.85  # a message that is so clear as a whole asks one question, whatever its clauses look like
MOST_WORDS = 9  # of a message that names no more than another condition
LONGEST_REPLY = 4  # words, of an answer to what we have just asked
OFFERED_FROM = 0.1  # enough for one of the questions that we have just offered

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


class QuestionFinder:
    """Decides what is asked, from rankings of the message, of its clauses and of what stood before."""

    def __init__(self, rank: Rank, follow_ups: FollowUps, sure_from: float) -> None:
        self._rank = rank
        self._follow_ups = follow_ups
        self._sure_from = sure_from
        self._parts = Parts()

    def find(self, document: Document, memory: Memory) -> Asked:
        """What a message asks in its conversation."""
        picked = self._follow_ups.picked(document.normalised, memory)
        if picked:
            return replace(_certain(picked), picked=True)
        alone = self._alone(document)
        conditions = [finding.concept for finding in document.findings if finding.assertion != "denied"]
        leaning = self._leaning(document, conditions, alone, memory)
        found = leaning or alone
        told = conditions if leaning else [*conditions, *memory.conditions]
        labels = tuple(Ranked(self._follow_ups.refined(each.label, told), each.confidence) for each in found.labels)
        return Asked(labels, found.ranking, found.in_context)

    def _alone(self, document: Document) -> Asked:
        whole = self._rank(document.normalised)
        parts = self._parts.of(document)
        asking = [part for part in parts if part.asks][:MOST_PARTS]
        labels = self._several(asking, whole) if asking else ()
        if len(labels) < 2:
            part = self._rank(asking[0].text) if len(asking) == 1 and len(parts) > 1 else None
            labels = one_of(whole, part, self._sure_from)
        return Asked(labels, whole)

    def _several(self, asking: Sequence[Part], whole: Ranking) -> tuple[Ranked, ...]:
        """The questions of the parts that ask, where these are sure; in their order, each once."""
        rankings = [(each, part.leans) for part in asking for each in self._each(part, whole, len(asking))]
        sure = [ranking[0] for ranking, leans in rankings if ranking[0].confidence >= (LEANING_SURE_FROM if leans else PART_SURE_FROM)]
        questions = _distinct(each for each in sure if is_question(each.label))
        best = whole[0]
        if best.confidence >= WHOLE_CLEAR_FROM and best.label not in {each.label for each in questions}:
            return ()
        return questions[:MOST_QUESTIONS]

    def _each(self, part: Part, whole: Ranking, parts: int) -> list[Ranking]:
        """A part's ranking, or those of the two questions that it puts in one."""
        two = self._parts.alternatives(part.text)
        rankings = [self._rank(each) for each in two] if two else []
        tops = [ranking[0] for ranking in rankings]
        is_two = bool(tops) and tops[0].label != tops[1].label and all(is_question(t.label) and t.confidence >= EACH_SURE_FROM for t in tops)
        return rankings if is_two else [self._rank(part.text) if parts > 1 else whole]

    def _leaning(self, document: Document, conditions: Sequence[str], alone: Asked, memory: Memory) -> Asked | None:
        """What a short message means together with the one before; None if it stands for itself."""
        words = [word for word in document.words if word[0].isalnum()]
        corrects = self._follow_ups.corrects(" ".join(words))
        replies_to_us = memory.asked_back and len(words) <= LONGEST_REPLY
        is_open = not alone.labels or corrects or replies_to_us or self._follow_ups.continues(words)
        if not (memory.texts or memory.answered or memory.offered) or not words or not is_open:
            return None
        variant = self._follow_ups.for_condition(conditions, memory) if len(words) <= MOST_WORDS else None
        if variant:
            return _certain(variant)
        if alone.labels and not corrects:
            return self._among_offered(alone, memory) if replies_to_us else None
        return self._among_offered(alone, memory) or self._joined(document, words, corrects, memory)

    def _among_offered(self, alone: Asked, memory: Memory) -> Asked | None:
        """The offered question that the message is likest, where the last reply asked which was meant."""
        offered = [each for each in alone.ranking if each.label in memory.offered and each.confidence >= OFFERED_FROM]
        return _certain(offered[0].label) if memory.asked_back and offered else None

    def _joined(self, document: Document, words: Sequence[str], corrects: bool, memory: Memory) -> Asked | None:
        """What the message before and this one mean read as one."""
        if not memory.texts or not self._follow_ups.leans(words):
            return None
        ranking = self._rank(f"{memory.texts[-1]} {document.normalised}")
        others = [each for each in ranking if not (corrects and each.label in memory.answered)]
        best = others[0]
        return Asked((best,), ranking, in_context=True) if best.confidence >= self._sure_from else None


def one_of(whole: Ranking, part: Ranking | None, sure_from: float) -> tuple[Ranked, ...]:
    """The label that a message means by itself; none where it is not clear.

    `whole` is the ranking of the message, `part` that of its only part that asks, each most probable first.
    """
    best = whole[0] if part is None or whole[0].confidence >= WHOLE_SURE_FROM else blend(whole, part)[0]
    return (best,) if best.confidence >= sure_from else ()


def blend(whole: Ranking, part: Ranking) -> Ranking:
    """Two rankings of the same labels as one: what both find likely comes first."""
    other = {each.label: each.confidence for each in part}
    scores = {each.label: (each.confidence * other.get(each.label, 0.0)) ** 0.5 for each in whole}
    total = sum(scores.values()) or 1.0
    return sorted((Ranked(label, score / total) for label, score in scores.items()), key=lambda each: -each.confidence)


def is_question(label: str) -> bool:
    """Whether a label is an entry of the knowledge base, not small talk."""
    return "/" in label


def _certain(label: str) -> Asked:
    ranked = (Ranked(label, 1.0),)
    return Asked(ranked, ranked, in_context=True)


def _distinct(ranked: Iterable[Ranked]) -> tuple[Ranked, ...]:
    return tuple({each.label: each for each in ranked}.values())
