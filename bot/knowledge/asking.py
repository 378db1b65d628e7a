"""Which questions a message asks: up to three in their order, or one that only what was said before makes clear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.knowledge.following import FollowUps, Memory
from bot.knowledge.parts import SHORTEST_PART, Part, Parts, without_marks
from bot.knowledge.question_model import Ranked
from bot.language.document import Document

MOST_QUESTIONS = 3
MOST_PARTS = 6  # that are looked at alone
PART_SURE_FROM = 0.4  # a part alone has less to go by than a message, so it must be surer
LEANING_SURE_FROM = 0.5  # a part that may point to what was told before it, and each of two things in one question
CLEAR_ALONE_FROM = 0.8  # below, a part that asks is read together with what is told right before it
TOLD_SURE_FROM = 0.7  # a part that asks nothing may still be meant as a question: "sore since yesterday"
SHORT_STORY = 3  # parts; in a longer message, what asks nothing is background
WHOLE_SURE_FROM = 0.5  # below, the part that asks counts beside the whole message
WHOLE_CLEAR_FROM = 0.8  # a message that is so clear as a whole asks that at least, and nothing by what it only tells
TOLD_SHARE_FROM = 0.2  # of the whole message, for what is only told
ASKED_SHARE_FROM = 0.005  # of the whole message; below, a part must be surer, and nothing beside what is clear
STRAY_SURE_FROM = 0.65  # a part that has next to no share in the whole message
STRAY_LEANING_FROM = 0.8  # such a part that may point to what was told before it
LONGEST_NAMING = 5  # words, of a message that names a condition and asks nothing
MOST_WORDS = 9  # of a message that names no more than another condition
LEANING_WEIGHT = 1.0  # of what a leaning message means by itself, beside what it means after the one before
LITTLE_WEIGHT = 0.5  # of the same, where its words say next to nothing by themselves: "how long", "before"
NEAR_WEIGHT = 5.0  # of the answer before and of what it points to, beside all others, for what leans on it
NEAR_LITTLE_WEIGHT = 100.0  # of the same for what says next to nothing by itself
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
        shares = {each.label: each.confidence for each in whole} if len(parts) > 1 else {}
        heard = [part for part in parts if part.asks or len(parts) <= SHORT_STORY][:MOST_PARTS]
        sure = [
            (part, best)
            for part in heard
            for best in self._sure(part, whole if len(parts) == 1 else None)
            if is_question(best.label) and not _is_stray(part, best, shares)
        ]
        conditions = [each for _, best in sure if (each := self._follow_ups.condition_of(best.label))]
        asked = [self._narrowed(best, conditions) for part, best in sure if part.asks]
        told = self._meant([best for part, best in sure if not part.asks], asked, shares)
        if is_clear and top.label not in {each.label for each in asked}:
            told = [each for each in told if each.label == top.label]
            asked = [each for each in asked if shares.get(each.label, 0.0) >= ASKED_SHARE_FROM] if told else []
        kept = {each.label for each in (*told, *asked)}
        questions = _distinct(best if best.label in kept else self._narrowed(best, conditions) for _, best in sure)
        return tuple(each for each in questions if each.label in kept)[:MOST_QUESTIONS]

    def _narrowed(self, question: Ranked, conditions: Sequence[str]) -> Ranked:
        """A question about the condition that another is about: "a sports injury, how many sessions"."""
        return Ranked(self._follow_ups.refined(question.label, conditions), question.confidence)

    def _meant(self, told: Sequence[Ranked], asked: Sequence[Ranked], shares: Mapping[str, float]) -> list[Ranked]:
        """What is told and may be meant as a question, without the condition of what is asked: "twisted my ankle"."""
        about = {self._follow_ups.condition_of(each.label) for each in asked} - {None}
        return [
            each
            for each in told
            if shares.get(each.label, 1.0) >= TOLD_SHARE_FROM and self._follow_ups.condition_of(each.label) not in about
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
        elif part.asks and part.before and best.confidence < CLEAR_ALONE_FROM:
            joined = self._rank(f"{part.before} {part.text}")[0]
            best = max(best, joined, key=lambda each: each.confidence)
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
            if len(sure) > 1:
                return sure
        return ()

    def _best_way(self, texts: Sequence[str]) -> Ranked | None:
        """The surest question among several ways to say the same."""
        tops = (self._rank(text)[0] for text in texts)
        return max((top for top in tops if is_question(top.label)), key=lambda top: top.confidence, default=None)

    def _leaning(self, document: Document, conditions: Sequence[str], alone: Asked, memory: Memory) -> Asked | None:
        """What a short message means together with the one before; None if it stands for itself."""
        words = without_marks(document.words)
        corrects = self._follow_ups.corrects(" ".join(words))
        replies_to_us = memory.asked_back and len(words) <= LONGEST_REPLY
        leans = self._leans(document, words, alone)
        only_names = self._only_names(document, words, alone, memory)
        is_open = not alone.labels or corrects or replies_to_us or leans or only_names
        if not (memory.texts or memory.answered or memory.offered) or not words or not is_open:
            return None
        is_variant = len(words) <= MOST_WORDS and (
            not alone.labels or corrects or replies_to_us or only_names or self._follow_ups.continues(words)
        )
        variant = self._follow_ups.for_condition(conditions, memory) if is_variant else None
        if variant:
            return _certain(variant)
        if only_names:
            return _certain(memory.answered[0])
        if alone.labels and not corrects:
            offered = self._among_offered(alone, memory) if replies_to_us else None
            return offered or (self._weighed(document, words, alone, memory) if leans else None)
        joined = self._joined(document, words, corrects, memory) if leans else None
        return self._among_offered(alone, memory) or joined

    def _only_names(self, document: Document, words: Sequence[str], alone: Asked, memory: Memory) -> bool:
        """Whether a message only names a condition after an answer that has none for it: "it's my lower back"."""
        is_short = len(words) <= LONGEST_NAMING and not self._parts.opens_question(document)
        named = [self._follow_ups.condition_of(each.label) for each in alone.labels]
        return is_short and bool(memory.answered) and len(named) == 1 and named[0] is not None

    def _leans(self, document: Document, words: Sequence[str], alone: Asked) -> bool:
        """Whether a message may lean on the one before: by its words, or since it says too little to stand alone.

        Small talk that asks nothing stands alone, however little it says.
        """
        if self._follow_ups.leans(words):
            return True
        is_talk = bool(alone.labels) and not is_question(alone.labels[0].label)
        is_little = len(words) <= SHORTEST_PART or self._follow_ups.says_little(words)
        return is_little and (not is_talk or self._parts.opens_question(document))

    def _among_offered(self, alone: Asked, memory: Memory) -> Asked | None:
        """The offered question that the message is likest, where the last reply asked which was meant."""
        offered = [each for each in alone.ranking if each.label in memory.offered and each.confidence >= OFFERED_FROM]
        return _certain(offered[0].label) if memory.asked_back and offered else None

    def _weighed(self, document: Document, words: Sequence[str], alone: Asked, memory: Memory) -> Asked | None:
        """What a message that may lean means after the one before, where that outweighs what it means by itself."""
        says_little = self._follow_ups.says_little(words)
        best = alone.ranking[0]
        if not memory.texts or len(alone.labels) > 1 or (best.confidence >= CLEAR_ALONE_FROM and not says_little):
            return None
        joined = self._after(document, memory)
        blended = blend(joined, alone.ranking, LITTLE_WEIGHT if says_little else LEANING_WEIGHT)
        ranking = self._in_light_of(memory, blended, says_little)
        is_other = is_question(ranking[0].label) and ranking[0].label != alone.labels[0].label
        is_sure = is_other and ranking[0].confidence >= self._sure_from
        return Asked((ranking[0],), ranking, in_context=True) if is_sure else None

    def _after(self, document: Document, memory: Memory) -> Ranking:
        """What a message means after the last message, and after the question that was answered last."""
        before = [memory.texts[-1], *self._follow_ups.questions_of(memory.answered[:1])]
        told, *asked = (self._rank(f"{each} {document.normalised}") for each in before)
        return blend(told, asked[0]) if asked else told

    def _in_light_of(self, memory: Memory, ranking: Ranking, says_little: bool) -> Ranking:
        """A ranking in which the answer before and what it points to weigh more."""
        near = self._follow_ups.neighbours(memory.answered).union(memory.answered)
        weight = NEAR_LITTLE_WEIGHT if says_little else NEAR_WEIGHT
        return _as_shares({each.label: each.confidence * (weight if each.label in near else 1.0) for each in ranking})

    def _joined(self, document: Document, words: Sequence[str], corrects: bool, memory: Memory) -> Asked | None:
        """What the message before and this one mean read as one."""
        if not memory.texts:
            return None
        joined = self._after(document, memory)
        others = [each for each in joined if not (corrects and each.label in memory.answered)]
        ranking = self._in_light_of(memory, others, corrects or self._follow_ups.says_little(words))
        best = ranking[0]
        return Asked((best,), ranking, in_context=True) if best.confidence >= self._sure_from else None


def one_of(whole: Ranking, part: Ranking | None, sure_from: float) -> tuple[Ranked, ...]:
    """The label that a message means by itself; none where it is not clear.

    `whole` is the ranking of the message, `part` that of its only part that asks, each most probable first.
    """
    best = whole[0] if part is None or whole[0].confidence >= WHOLE_SURE_FROM else blend(whole, part)[0]
    return (best,) if best.confidence >= sure_from else ()


def blend(whole: Ranking, part: Ranking, weight: float = 1.0) -> Ranking:
    """Two rankings of the same labels as one: what both find likely comes first; `weight` is that of the part."""
    other = {each.label: each.confidence for each in part}
    scores = {
        each.label: (each.confidence * other.get(each.label, 0.0) ** weight) ** (1 / (1 + weight)) for each in whole
    }
    return _as_shares(scores)


def is_question(label: str) -> bool:
    """Whether a label is an entry of the knowledge base, not small talk."""
    return "/" in label


def topic_of(label: str) -> str:
    """The topic of an entry, or the intent itself."""
    return label.partition("/")[0]


def _as_shares(scores: Mapping[str, float]) -> Ranking:
    """Scores as a ranking whose confidences sum to 1."""
    total = sum(scores.values()) or 1.0
    return sorted((Ranked(label, score / total) for label, score in scores.items()), key=lambda each: -each.confidence)


def _is_stray(part: Part, best: Ranked, shares: Mapping[str, float]) -> bool:
    """Whether a part has next to no share in the whole message and is not sure enough for that."""
    needed = STRAY_LEANING_FROM if part.leans else STRAY_SURE_FROM
    return shares.get(best.label, 1.0) < ASKED_SHARE_FROM and best.confidence < needed


def _certain(label: str) -> Asked:
    ranked = (Ranked(label, 1.0),)
    return Asked(ranked, ranked, in_context=True)


def _distinct(ranked: Iterable[Ranked]) -> tuple[Ranked, ...]:
    return tuple({each.label: each for each in ranked}.values())
