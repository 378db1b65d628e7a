"""Standard forms of words: short forms written out, misspellings of our own vocabulary mended."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from jellyfish import damerau_levenshtein_distance, metaphone
from spacy.attrs import NORM, ORTH
from spacy.language import Language
from spacy.tokens import Doc, Token
from symspellpy import SymSpell, Verbosity

from bot.language.vocabulary import Lexicon, english_words

SHORTEST_MENDED = 4  # letters; shorter words have too many neighbours
TWO_ERRORS_FROM = 8  # letters from which two wrong letters are mended
LONG_FROM = 7  # letters of a word that is written as it sounds
MOST_BY_EAR, MOST_BY_EAR_IF_LONG = 2, 3  # wrong letters in such a word
SHORTEST_SOUND = 3  # consonants; with fewer, names and short words sound like too much
SHORTEST_SKELETON = 3  # letters of a word that has lost its vowels: "wht", "ndls"; "hmm" is none
VOWELS = "aeiou"
SUBJECT_WEIGHT = 10**12  # of two words as close the one of our subject is meant, of two of these the commoner one

KEPT = frozenset({"did"})  # spaCy's standard form of the "did" in "didn't" is "do"
IS_AFTER = frozenset({"it", "that", "there", "here", "what", "where", "how", "who", "when", "he", "she"})


class Normaliser:
    """Gives every token of a spaCy document its standard form (`token.norm_`).

    A word is mended only if English does not know it, and our vocabulary has a close one with the same first letter or
    one that sounds the same: "kneck", "wotter", "seshuns". The original text stays as it is.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        english = english_words()
        self._known = english.keys() | lexicon.vocabulary
        self._speller = SymSpell(max_dictionary_edit_distance=2)
        self._by_sound = defaultdict[str, list[str]](list)
        self._by_skeleton = defaultdict[str, list[str]](list)
        for word in sorted(lexicon.vocabulary, key=lambda word: (-english.get(word, 1), word)):
            weight = 1 if word in lexicon.everyday else SUBJECT_WEIGHT
            self._speller.create_dictionary_entry(word, weight * english.get(word, 1))
            self._by_skeleton[_skeleton(word)].append(word)
            if word not in lexicon.everyday:
                self._by_sound[_sound(word)].append(word)
        self._everyday = lexicon.everyday
        self._mend = lru_cache(maxsize=4096)(self._closest)

    @staticmethod
    def add_short_forms(language: Language, shorthand: dict[str, str]) -> None:
        """Teaches spaCy's tokenizer the short forms; the letters are shared out among the words they stand for."""
        for short, words in shorthand.items():
            *first, last = words.split(" ")
            pieces = [*short[: len(first)], short[len(first) :]]
            forms = zip(pieces, [*first, last], strict=True)
            language.tokenizer.add_special_case(short, [{ORTH: piece, NORM: word} for piece, word in forms])

    def __call__(self, doc: Doc) -> Doc:
        """Sets the standard form of each token; a component of the spaCy pipeline."""
        for token in doc:
            lower = token.lower_
            if lower in KEPT:
                token.norm_ = lower
            elif lower in {"'s", "s"} and _is_glued_to(IS_AFTER, token):
                token.norm_ = "is"  # "it's", "thats", but not "my body's"
            elif token.norm_ == lower and token.is_alpha:
                token.norm_ = self._mend(lower)
        return doc

    def _closest(self, word: str) -> str:
        if word in self._known:
            return word
        if (spelt_out := self._with_its_vowels(word)) is not None:
            return spelt_out
        if len(word) < SHORTEST_MENDED:
            return word
        if word.endswith("in") and f"{word}g" in self._known:
            return f"{word}g"  # "paintin"
        return self._mistyped(word) or self._as_it_sounds(word) or word

    def _with_its_vowels(self, word: str) -> str | None:
        """The word that lost its vowels after the first letter, of several one of our subject, then the commonest."""
        skeleton = _skeleton(word)
        if len(skeleton) < SHORTEST_SKELETON or any(letter in VOWELS for letter in word[1:]):
            return None
        alike = self._by_skeleton.get(skeleton, [])
        return min(alike, key=lambda term: term in self._everyday, default=None)

    def _mistyped(self, word: str) -> str | None:
        """The closest word; of several one of our subject, then one that sounds the same, then the commonest."""
        distance, sound = 2 if len(word) >= TWO_ERRORS_FROM else 1, _sound(word)
        close = {
            each.term: (each.count >= SUBJECT_WEIGHT, _sound(each.term) == sound, each.count)
            for each in self._speller.lookup(word, Verbosity.CLOSEST, max_edit_distance=distance)
        }
        meant = (term for term, (_, sounds_the_same, _) in close.items() if sounds_the_same or term[0] == word[0])
        return max(meant, key=lambda term: close[term], default=None)

    def _as_it_sounds(self, word: str) -> str | None:
        """The closest word of our subject that sounds the same, of several the commonest; None if there is none."""
        most = MOST_BY_EAR_IF_LONG if len(word) >= LONG_FROM else MOST_BY_EAR
        sound = _sound(word)
        alike = self._by_sound.get(sound, []) if len(sound) >= SHORTEST_SOUND else []
        close = {term: damerau_levenshtein_distance(term, word) for term in alike}
        return min((term for term in alike if close[term] <= most), key=lambda term: close[term], default=None)


def _sound(word: str) -> str:
    """The consonants of a word as English speaks them; "-in" is how "-ing" is often spoken."""
    return str(metaphone(word.removesuffix("g") if word.endswith("ing") else word))


def _skeleton(word: str) -> str:
    """The first letter and the consonants behind it, doubled ones once: "ndls" for "needles", "msg" for "massage"."""
    consonants = [letter for letter in word[1:] if letter not in VOWELS]
    return word[0] + "".join(
        each for each, before in zip(consonants, [word[0], *consonants], strict=False) if each != before
    )


def _is_glued_to(words: frozenset[str], token: Token) -> bool:
    """Whether a token is written right behind one of the words, without a space."""
    return token.i > 0 and token.nbor(-1).lower_ in words and not token.nbor(-1).whitespace_
