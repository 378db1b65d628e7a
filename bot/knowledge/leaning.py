"""What a message that is not clear by itself means after what was said before: "over how many weeks", "why"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.following import FollowUps, Memory
from bot.knowledge.parts import Parts
from bot.knowledge.rankings import Asked, Rank, Ranking, as_shares, blend, certain, is_question
from bot.language.document import Document, without_marks

LONGEST_NAMING = 5  # words, of a message that names a condition and asks nothing
MOST_WORDS = 9  # of a message that names no more than another condition
LONGEST_CORRECTION = 20  # words: "no sorry, my dad had the operation, I pulled my back lifting a fridge last week"
LITTLE_WEIGHT = 0.5  # of what a message means by itself, where its words say next to nothing: "how long", "before"
NEAR_WEIGHT = 2.2  # of the answer before and of what it points to, beside all others
NEAR_LITTLE_WEIGHT = 4.6  # of the same for what says next to nothing by itself
CLEAR_FROM = 0.95  # a message that is so clear by itself, and says something, stands for itself
OFFERED_FROM = 0.1  # enough for one of the questions that we have just offered
TALK_FROM = 0.5  # the share of all small talk that is enough to take a message that asks nothing for it
LONGEST_REPLY = 4  # words, of an answer to what we have just asked


class LeaningFinder:
    """Weighs a message with the one before it, from rankings of both read as one."""

    def __init__(self, rank: Rank, follow_ups: FollowUps, sure_from: float, parts: Parts) -> None:
        self._rank = rank
        self._follow_ups = follow_ups
        self._sure_from = sure_from
        self._parts = parts

    def meant(self, document: Document, conditions: Sequence[str], alone: Asked, memory: Memory) -> Asked | None:
        """What a message means together with what was said before; None if it stands for itself."""
        words = without_marks(document.words)
        if not (memory.texts or memory.answered or memory.offered) or not words:
            return None
        corrects = self._follow_ups.corrects(" ".join(words))
        replies_to_us = memory.asked_back and len(words) <= LONGEST_REPLY
        only_names = self._only_names(document, words, alone, memory)
        takes_back = corrects and len(words) <= LONGEST_CORRECTION and not self._parts.opens_question(document)
        is_variant = (takes_back or len(words) <= MOST_WORDS) and (
            not alone.labels or corrects or replies_to_us or only_names or self._follow_ups.continues(words)
        )
        variant = self._follow_ups.for_condition(conditions, memory) if is_variant else None
        if variant:
            return certain(variant)
        if only_names or (corrects and memory.answered and self._follow_ups.corrects_place(document)):
            return certain(memory.answered[0])
        offered = self._among_offered(alone, memory) if replies_to_us or not alone.labels else None
        return offered or self._weighed(document, words, alone, memory, corrects)

    def _only_names(self, document: Document, words: Sequence[str], alone: Asked, memory: Memory) -> bool:
        """Whether a message only names a condition after an answer that has none for it: "it's my lower back"."""
        if not memory.answered or len(words) > LONGEST_NAMING or len(alone.labels) != 1:
            return False
        condition = self._follow_ups.condition_of(alone.labels[0].label)
        return condition is not None and not self._parts.opens_question(document)

    def _among_offered(self, alone: Asked, memory: Memory) -> Asked | None:
        """The offered question that the message is likest, where the last reply asked which was meant."""
        offered = [each for each in alone.ranking if each.label in memory.offered and each.confidence >= OFFERED_FROM]
        return certain(offered[0].label) if memory.asked_back and offered else None

    def _weighed(
        self, document: Document, words: Sequence[str], alone: Asked, memory: Memory, corrects: bool
    ) -> Asked | None:
        """What a message means by itself and after the one before, where that is something else or only then sure."""
        says_little = self._follow_ups.says_little(words)
        is_clear = alone.ranking[0].confidence >= CLEAR_FROM and not says_little
        stands = len(alone.labels) > 1 or is_clear or self._is_talk(document, alone)
        if not memory.texts or (stands and not corrects):
            return None
        ranking = self._after(document, memory)
        if corrects:
            ranking = [each for each in ranking if each.label not in memory.answered]
        else:
            ranking = blend(ranking, alone.ranking, LITTLE_WEIGHT if says_little else 1.0)
        ranking = self._in_light_of(memory, ranking, corrects or says_little)
        best = ranking[0]
        is_other = best.label not in {each.label for each in alone.labels}
        return Asked((best,), ranking, in_context=True) if is_other and best.confidence >= self._sure_from else None

    def _is_talk(self, document: Document, alone: Asked) -> bool:
        """Whether a message is small talk that asks nothing, however little it says."""
        talk = sum(each.confidence for each in alone.ranking if not is_question(each.label))
        return talk >= TALK_FROM and not self._parts.opens_question(document)

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
