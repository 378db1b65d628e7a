"""Messages that lean on what was said before: "and for my back?", "the second one", "no, before the session"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from bot.data_files import DATA_DIR, read_mapping
from bot.knowledge.records import Entry
from bot.language.document import Document, without_marks

LONGEST_ELLIPSIS = 11  # words; a longer message says itself what it is about


class FollowUpWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of `data/language/follow_ups.yml`, which explains them."""

    openers: frozenset[str]
    pointers: frozenset[str]
    corrections: list[str]
    bare: frozenset[str]
    faint: frozenset[str]
    place_words: frozenset[str]
    other_side: frozenset[str]
    places: dict[str, int]


@dataclass(frozen=True)
class Memory:
    """What stands before a message in its conversation, as far as it is not stale.

    `texts` are the patient's latest messages in standard words, the last one last; `answered` the entries of the last
    answer; `offered` the questions that the last reply offered, in their order; `conditions` those that the patient has
    named, the latest first; `asked_back` whether the last reply was a question to the patient.
    """

    texts: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    asked_back: bool = False


@lru_cache(maxsize=1)
def load_follow_up_words() -> FollowUpWords:
    """The words by which a message is known to lean on the one before."""
    return read_mapping(DATA_DIR / "language" / "follow_ups.yml", "follow_ups", FollowUpWords)


class FollowUps:
    """Finds what a leaning message means from what was said before."""

    def __init__(self, entries: Mapping[str, Entry], words: FollowUpWords | None = None) -> None:
        self._words = words or load_follow_up_words()
        self._families = [entry for entry in entries.values() if entry.by_condition]
        self._entries = entries

    def picked(self, text: str, memory: Memory) -> str | None:
        """The offered question that a message names by its place: "2", "b", "the second one"."""
        place = self._words.places.get(re.sub(r"[^\w ]", "", text).strip())
        if not place or not memory.offered or place > len(memory.offered):
            return None
        return memory.offered[place - 1 if place > 0 else place]

    def leans(self, words: Sequence[str]) -> bool:
        """Whether a message may lean on the one before: it opens like a continuation, points back, or corrects."""
        if not 0 < len(words) <= LONGEST_ELLIPSIS:
            return False
        return self.continues(words) or bool(self._words.pointers.intersection(words)) or self.corrects(" ".join(words))

    def continues(self, words: Sequence[str]) -> bool:
        """Whether a message opens like a continuation of the one before."""
        text = " ".join(words)
        return any(text == opener or text.startswith(f"{opener} ") for opener in self._words.openers)

    def is_bare(self, words: Sequence[str]) -> bool:
        """Whether a message has no word that says by itself what it is about: "how long", "before"."""
        return self._words.bare.issuperset(words)

    def says_little(self, words: Sequence[str]) -> bool:
        """Whether a message in a conversation says too little to stand alone: "over how many weeks", "on saturday"."""
        return (self._words.bare | self._words.faint).issuperset(words)

    def corrects(self, text: str) -> bool:
        """Whether a message takes back how the one before was understood, or asks for its other side: "and after"."""
        return text in self._words.other_side or any(f" {phrase} " in f" {text} " for phrase in self._words.corrections)

    def corrects_place(self, document: Document) -> bool:
        """Whether a message takes back nothing but where it is: "no sorry, thigh not calf"."""
        areas = [each.span for each in document.findings if each.category == "body_area"]
        rest = [
            word
            for place, word in enumerate(document.words)
            if not any(area.first <= place < area.last for area in areas)
        ]
        empty = self._words.bare | self._words.faint | self._words.place_words
        return bool(areas) and empty.issuperset(without_marks(rest))

    def for_condition(self, conditions: Sequence[str], memory: Memory) -> str | None:
        """The answer before, for another condition: "how many for acute pain?", "and for my back?"."""
        for entry in memory.answered:
            variants = self._variants_of(entry)
            named = (variants[condition] for condition in conditions if condition in variants)
            other = next((variant for variant in named if variant != entry), None)
            if other:
                return other
        return None

    def refined(self, entry: str, conditions: Sequence[str]) -> str:
        """The answer for the named or remembered condition, where the general one was asked for."""
        if entry not in self._entries:
            return entry
        variants = self._entries[entry].by_condition
        found = next((variants[condition] for condition in conditions if condition in variants), entry)
        narrower = self._entries[found].narrowed_by
        return next((narrower[condition] for condition in conditions if condition in narrower), found)

    def neighbours(self, answered: Sequence[str]) -> frozenset[str]:
        """The entries next to an answer: those it points to; of an answer for a condition all others like it, too."""
        known = self._known(answered)
        pointed = {other for entry in known for other in entry.see_also}
        variants = {variant for entry in known for variant in self._variants_of(entry.id).values()}
        general = {family.id for family in self._families} if variants else set()
        return frozenset(pointed | variants | general)

    def questions_of(self, answered: Sequence[str]) -> list[str]:
        """The questions of entries, in lower case."""
        return [entry.question.lower() for entry in self._known(answered)]

    def asks_back(self, answered: Sequence[str]) -> bool:
        """Whether an answer ended with a question to the patient: which condition is theirs."""
        return any(entry.by_condition for entry in self._known(answered))

    def about(self, conditions: Set[str]) -> frozenset[str]:
        """The answers that are about one of these conditions."""
        variants = (pair for family in self._families for pair in family.by_condition.items())
        return frozenset(entry for condition, entry in variants if condition in conditions)

    def condition_of(self, entry: str) -> str | None:
        """The condition that an answer was about."""
        for family in self._families:
            for condition, variant in family.by_condition.items():
                if variant == entry:
                    return condition
        return None

    def _known(self, answered: Sequence[str]) -> list[Entry]:
        """The entries of an answer that are in the knowledge base still."""
        return [self._entries[entry] for entry in answered if entry in self._entries]

    def _variants_of(self, entry: str) -> Mapping[str, str]:
        """The answers by condition of the family that an answer belongs to."""
        families = (
            each.by_condition for each in self._families if entry == each.id or entry in each.by_condition.values()
        )
        return next(families, {})
