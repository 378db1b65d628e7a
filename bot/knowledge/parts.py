"""A message in its parts: which of them ask something, and which only tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import msgspec

from bot.data_files import DATA_DIR, read_mapping
from bot.language.document import Document, Span, without_marks

SHORTEST_PART = 2  # words
SHORTEST_BEFORE = 3  # words, before a question that begins without a joining word
LONGEST_BARE = 7  # words, of "is that normal" and the like
LONGEST_PAIR = 6  # words, of "swim and shower" before what asks about both
LONGEST_REST = 3  # words, of "the practitioner" after "who decides, me or"
QUESTION_MARK = "?"
NOT = "not"
IF = "if"  # of "and if so"
ABOUT = "about"  # "what about my knee"
MARKS = " ,:"
CUTS = frozenset({",", ":", "an"})  # beside the joining words; "an how often" is "and how often" as it is spoken


class AskingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of `data/asking.yml`, which explains them."""

    leads: frozenset[str]
    openers: frozenset[str]
    inverted: frozenset[str]
    subjects: frozenset[str]
    pronouns: frozenset[str]
    prepositions: frozenset[str]
    phrases: list[str]
    bare: frozenset[str]
    closers: frozenset[str]
    joins: frozenset[str]
    joining: frozenset[str]
    pointers: frozenset[str]
    determiners: frozenset[str]
    embedding: frozenset[str]
    conjunctions: frozenset[str]
    mere_subjects: frozenset[str]


@dataclass(frozen=True)
class Part:
    """A part of a message in standard words.

    `asks` is false for what only tells; `leans` is true where a word may point to something told before.
    `before` is what stands right before it, and `follows_question` whether that asks something.
    """

    text: str
    asks: bool
    leans: bool = False
    before: str = ""
    follows_question: bool = False


@lru_cache(maxsize=1)
def load_asking_words() -> AskingWords:
    """The words by which a question is known."""
    return read_mapping(DATA_DIR / "asking.yml", "asking", AskingWords)


class Parts:
    """Divides messages, more finely than clauses do: a new question begins a part wherever it stands."""

    def __init__(self, words: AskingWords | None = None) -> None:
        self._words = words or load_asking_words()
        self._counting = {tuple(each.split()) for each in self._words.phrases if each.startswith("how ")}

    def of(self, document: Document) -> tuple[Part, ...]:
        """The parts in their order; "is that normal" is joined to what was told before it."""
        parts: list[Part] = []
        for span in self._spans(document):
            text = self._without_joints(document.standard(span).strip(MARKS))
            words = without_marks(text.split())
            is_marked = document.text[span.end :].lstrip()[:1] == QUESTION_MARK
            asks = self._asks(words) or is_marked
            if parts and (
                (asks and self._is_bare(words) and (len(words) == 1 or not parts[-1].asks))
                or (parts[-1].asks and self._is_rest(span, document, asks))
            ):
                parts[-1] = replace(parts[-1], text=f"{parts[-1].text} {text}", asks=True)
            elif len(words) >= SHORTEST_PART or (is_marked and words):  # "parking? price?"
                parts.append(self._part(text, asks, parts[-1] if parts else None))
        return tuple(parts)

    def _part(self, text: str, asks: bool, before: Part | None) -> Part:
        words = without_marks(text.split())
        if before is None:
            return Part(text, asks)
        leans = words[0] in self._words.prepositions or not self._words.pointers.isdisjoint(words)
        return Part(text, asks, leans, before.text, before.asks)

    def opens_question(self, document: Document) -> bool:
        """Whether a question begins anywhere in a message, by its mark or its first words.

        Last words are not looked at: "3, sleeping ok" asks nothing.
        """
        if QUESTION_MARK in document.text:
            return True
        parts = (document.standard(span).split() for span in self._spans(document))
        return any(self._begins(self._without_leads(words)) for words in parts)

    def alternatives(self, part: Part) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
        """A part that names two things in one question, as ways to say the one and ways to say the other.

        "shower and swim" is "shower" and "swim"; "can I drive home and go back to work" is "can I drive home" and
        "can I go back to work"; "swim and shower, when can I do those" is each with what asks about them.
        """
        words = part.before.split()
        if part.leans and not part.follows_question and len(words) <= LONGEST_PAIR:
            for place in self._joins(words):
                yield [f"{' '.join(words[:place])} {part.text}"], [f"{' '.join(words[place + 1 :])} {part.text}"]
        if not part.asks:
            return
        words = part.text.split()
        for place in self._joins(words):
            yield self._left(words, place), self._right(words, place)

    def _joins(self, words: Sequence[str]) -> Iterator[int]:
        """Where something is joined that is no question of its own."""
        for place in range(1, len(words) - 1):
            if words[place] in self._words.joins and not self._begins(words[place + 1 :]):
                yield place

    def _left(self, words: Sequence[str], place: int) -> Sequence[str]:
        """A part without the second thing: all that stands after it is kept or left out."""
        after = place + 2 + (words[place + 1] in self._words.determiners)
        return list(dict.fromkeys([" ".join(words[:place]), " ".join([*words[:place], *words[after:]])]))

    def _right(self, words: Sequence[str], place: int) -> Sequence[str]:
        """A part without the first thing: the last word before the join, or all but what opens the question."""
        thing = place - 1 - (words[place - 2] in self._words.determiners)
        opening = self._opening(words[:place])
        return list(
            dict.fromkeys(" ".join([*words[:head], *words[place + 1 :]]) for head in (thing, opening) if head > 0)
        )

    def _opening(self, words: Sequence[str]) -> int:
        """How many words open a question: "when can I"."""
        opening = {*self._words.leads, *self._words.openers, *self._words.inverted, *self._words.subjects}
        return next((place for place, word in enumerate(words) if word not in opening), len(words))

    def _spans(self, document: Document) -> Iterator[Span]:
        for clause in document.clauses:
            words = document.words[clause.first : clause.last]
            cuts = [0]
            for place in range(1, len(words)):
                if self._is_cut(words, place) or self._is_new_question(words[cuts[-1] :], place - cuts[-1]):
                    cuts.append(place)
            for first, last in pairwise([*cuts, len(words)]):
                tokens = document.tokens[clause.first + first : clause.first + last]
                yield Span(tokens[0].start, tokens[-1].end, clause.first + first, clause.first + last)

    def _without_joints(self, text: str) -> str:
        """A part without the words that join it to the one before and the one after."""
        words = text.split()
        while len(words) > SHORTEST_PART and words[0] in self._words.joining:
            words.pop(0)
        while len(words) > SHORTEST_PART and (words[-1] in self._words.joining or words[-1] == IF):
            words.pop()
        return " ".join(words)

    def _is_cut(self, words: Sequence[str], place: int) -> bool:
        """Whether a question begins at a place: after a joining word or a mark."""
        is_joined = words[place] in self._words.joins or words[place] in CUTS
        return is_joined and self._begins(words[place + 1 :])

    def _is_new_question(self, words: Sequence[str], place: int) -> bool:
        """Whether words that can only open a question stand where nothing goes on: "it scares me how do I cancel"."""
        if place < SHORTEST_BEFORE or place + 1 >= len(words) or words[place - 1] in self._words.embedding:
            return False
        asks_already = any(self._is_opening(one, two) for one, two in pairwise(words[:place]))
        if words[place] in self._words.openers:
            is_within = asks_already or words[0] in self._words.inverted  # "does that change how many I get"
            is_counting = tuple(words[place : place + 2]) in self._counting and not is_within
            return is_counting or words[place + 1] in {ABOUT, *self._words.inverted}
        goes_on = words[0] in self._words.conjunctions or not self._words.openers.isdisjoint(words[:place])
        begins = words[place] in self._words.inverted and words[place + 1] in self._words.mere_subjects
        return begins and (asks_already or not goes_on)

    def _begins(self, words: Sequence[str]) -> bool:
        """Whether words open a question."""
        if len(words) < SHORTEST_PART:
            return False
        if words[0] in self._words.prepositions:  # "for how long"
            return words[1] in self._words.openers
        if words[0] in self._words.inverted:  # "have not been there" tells, "have not you been there" asks
            subject = words[2:3] if words[1] == NOT else words[1:2]
            return not self._words.subjects.isdisjoint(subject)
        return words[0] in self._words.openers

    def _asks(self, words: Sequence[str]) -> bool:
        rest = self._without_leads(words)
        text = f" {' '.join(words)} "
        opens = any(self._is_opening(one, two) for one, two in pairwise(words))
        closes = len(words) > SHORTEST_PART and words[-1] in self._words.closers
        return opens or closes or self._begins(rest) or any(f" {phrase} " in text for phrase in self._words.phrases)

    def _is_opening(self, one: str, two: str) -> bool:
        """Whether two words open a question wherever they stand: "which is", "may i"."""
        if one in self._words.openers:
            return two in self._words.inverted
        return one in self._words.inverted and two in self._words.pronouns

    def _without_leads(self, words: Sequence[str]) -> Sequence[str]:
        """The words without what may stand before a question: "and", "hi", a mark."""
        first = next((place for place, word in enumerate(words) if word not in self._words.leads), len(words))
        return words[first:]

    def _is_rest(self, span: Span, document: Document, asks: bool) -> bool:
        """Whether a part only ends the question before it: "me or | the doctor?", "how many | I get"."""
        words = without_marks(document.standard(span).split())
        is_joined = document.words[span.first] in self._words.joins
        goes_on = asks if is_joined else document.words[span.first - 1][0].isalnum()
        return goes_on and len(words) <= LONGEST_REST and not self._asks(words)

    def _is_bare(self, words: Sequence[str]) -> bool:
        return 0 < len(words) <= LONGEST_BARE and set(words) <= self._words.bare
