"""What a short message means together with what was said before: "over how many weeks", "and on Saturday"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.following import FollowUps, Memory
from bot.knowledge.parts import SHORTEST_PART, Parts
from bot.knowledge.rankings import Asked, Rank, Ranking, as_shares, blend, certain, is_question
from bot.language.document import Document, without_marks

LONGEST_NAMING = 5  # words, of a message that names a condition and asks nothing
MOST_WORDS = 9  # of a message that names no more than another condition
LONGEST_CORRECTION = 20  # words: "no sorry, my dad had the operation, I pulled my back lifting a fridge last week"
LEANING_WEIGHT = 1.0  # of what a leaning message means by itself, beside what it means after the one before
LITTLE_WEIGHT = 0.5  # of the same, where its words say next to nothing by themselves: "how long", "before"
NEAR_WEIGHT = 5.0  # of the answer before and of what it points to, beside all others, for what leans on it
NEAR_LITTLE_WEIGHT = 100.0  # of the same for what says next to nothing by itself
LONGEST_REPLY = 4  # words, of an answer to what we have just asked
CLEAR_FROM = 0.8  # a message that is so clear by itself, and says something, stands for itself
OFFERED_FROM = 0.1  # enough for one of the questions that we have just offered


class LeaningFinder:
    """Decides whether a message leans on the one before, from rankings of both read as one."""

    def __init__(self, rank: Rank, follow_ups: FollowUps, sure_from: float, parts: Parts) -> None:
        self._rank = rank
        self._follow_ups = follow_ups
        self._sure_from = sure_from
        self._parts = parts

    def meant(self, document: Document, conditions: Sequence[str], alone: Asked, memory: Memory) -> Asked | None:
        """What a short message means together with the one before; None if it stands for itself."""
        words = without_marks(document.words)
        if not (memory.texts or memory.answered or memory.offered) or not words:
            return None
        corrects = self._follow_ups.corrects(" ".join(words))
        replies_to_us = memory.asked_back and len(words) <= LONGEST_REPLY
        leans = self._leans(document, words, alone)
        only_names = self._only_names(document, words, alone, memory)
        if alone.labels and not (corrects or replies_to_us or leans or only_names):
            return None
        takes_back = corrects and len(words) <= LONGEST_CORRECTION and not self._parts.opens_question(document)
        is_variant = (takes_back or len(words) <= MOST_WORDS) and (
            not alone.labels or corrects or replies_to_us or only_names or self._follow_ups.continues(words)
        )
        variant = self._follow_ups.for_condition(conditions, memory) if is_variant else None
        if variant:
            return certain(variant)
        if only_names or (corrects and memory.answered and self._follow_ups.corrects_place(document)):
            return certain(memory.answered[0])
        if alone.labels and not corrects:
            offered = self._among_offered(alone, memory) if replies_to_us else None
            return offered or (self._weighed(document, words, alone, memory) if leans else None)
        joined = self._joined(document, words, corrects, memory) if leans else None
        return self._among_offered(alone, memory) or joined

    def _only_names(self, document: Document, words: Sequence[str], alone: Asked, memory: Memory) -> bool:
        """Whether a message only names a condition after an answer that has none for it: "it's my lower back"."""
        if not memory.answered or len(words) > LONGEST_NAMING or len(alone.labels) != 1:
            return False
        condition = self._follow_ups.condition_of(alone.labels[0].label)
        return condition is not None and not self._parts.opens_question(document)

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
        return certain(offered[0].label) if memory.asked_back and offered else None

    def _weighed(self, document: Document, words: Sequence[str], alone: Asked, memory: Memory) -> Asked | None:
        """What a message that may lean means after the one before, where that outweighs what it means by itself."""
        says_little = self._follow_ups.says_little(words)
        best = alone.ranking[0]
        if not memory.texts or len(alone.labels) > 1 or (best.confidence >= CLEAR_FROM and not says_little):
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
        return as_shares({each.label: each.confidence * (weight if each.label in near else 1.0) for each in ranking})

    def _joined(self, document: Document, words: Sequence[str], corrects: bool, memory: Memory) -> Asked | None:
        """What the message before and this one mean read as one."""
        if not memory.texts:
            return None
        joined = self._after(document, memory)
        others = [each for each in joined if not (corrects and each.label in memory.answered)]
        ranking = self._in_light_of(memory, others, corrects or self._follow_ups.says_little(words))
        best = ranking[0]
        return Asked((best,), ranking, in_context=True) if best.confidence >= self._sure_from else None
