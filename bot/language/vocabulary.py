"""Data files of the language layer, and the words that they make known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from pathlib import Path

import msgspec

from bot.data_files import DATA_DIR, DataFileError, Record, check_unique_ids, read_mapping, read_records
from bot.language.phrases import PhraseError, compile_phrase

LANGUAGE_DIR = DATA_DIR / "language"
CONCEPT_FILES = {
    "symptom": "symptoms.yml",
    "condition": "conditions.yml",
    "body_area": "body_areas.yml",
    "quality": "qualities.yml",
}


class Concept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something a patient may name, and the phrases (see `bot.language.phrases`) that name it.

    `alone` are phrases that name it only where they are the whole message, such as a score that answers a check-in.
    With `is_name`, what else its words would name is part of the name: a bleeding disorder is no bleeding.
    """

    id: str
    phrases: list[str]
    alone: list[str] = []
    is_name: bool = False


class Cue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that change whether a finding holds.

    `effect`: denied, resolved, past, hypothetical or other_person change it so; `current` undoes resolved,
    past and hypothetical; `returned` undoes resolved and past in the clauses before it; `pseudo` only keeps other
    cues from matching inside the phrase.
    `reach`: after, before or around the cue, within its clause; `words` limits the distance.
    """

    id: str
    effect: str
    phrases: list[str]
    reach: str = "after"
    words: int = 8


class ClauseWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of `data/language/clauses.yml`, which explains them."""

    joiners: frozenset[str]
    links: frozenset[str]
    openers: frozenset[str]
    listed: frozenset[str]
    complaints: frozenset[str]
    unfinished: frozenset[str]
    before_pronoun: frozenset[str]
    pronoun_verbs: frozenset[str]
    denial_ends: frozenset[str]
    after_gone: frozenset[str]


class Things(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of `data/language/things.yml`, which explains them."""

    findings: frozenset[str]
    nouns: frozenset[str]
    modifiers: frozenset[str]
    determiners: frozenset[str]
    before: frozenset[str]
    between: frozenset[str]
    asides: frozenset[str]


class Lexicon(msgspec.Struct, frozen=True):
    """Everything the language layer knows from its data files."""

    concepts: dict[str, list[Concept]]
    cues: list[Cue]
    idioms: list[str]
    shorthand: dict[str, str]
    clauses: ClauseWords
    things: Things
    vocabulary: frozenset[str]
    everyday: frozenset[str]


EFFECTS = {"denied", "resolved", "past", "hypothetical", "other_person", "current", "returned", "pseudo"}
REACHES = {"after", "before", "around"}


def load_lexicon(directory: Path = LANGUAGE_DIR) -> Lexicon:
    """The lexicon of a directory; raises DataFileError naming file and line."""
    concepts = {category: _concepts(directory / name) for category, name in CONCEPT_FILES.items()}
    check_unique_ids([record for records in concepts.values() for record in records])
    cues = read_records(directory / "assertion_cues.yml", "assertion_cues", Cue)
    for cue in cues:
        _check_cue(cue)
        _check_phrases(cue)
    for records in concepts.values():
        for concept in records:
            _check_phrases(concept)
    shorthand = _shorthand(directory / "shorthand.yml")
    phrases = [phrase for records in concepts.values() for record in records for phrase in record.value.phrases]
    phrases += [phrase for record in cues for phrase in record.value.phrases]
    words = read_mapping(directory / "vocabulary.yml", "vocabulary", list[str])
    subject = frozenset(_words(phrases + words))
    everyday = frozenset(_words(read_mapping(directory / "everyday_words.yml", "everyday_words", list[str])))
    return Lexicon(
        concepts={category: [record.value for record in records] for category, records in concepts.items()},
        cues=[record.value for record in cues],
        idioms=_idioms(directory / "idioms.yml"),
        shorthand=shorthand,
        clauses=read_mapping(directory / "clauses.yml", "clauses", ClauseWords),
        things=read_mapping(directory / "things.yml", "things", Things),
        vocabulary=subject | everyday,
        everyday=everyday - subject,
    )


@lru_cache(maxsize=1)
def english_words() -> dict[str, int]:
    """About 82,000 common English words and how often they are used: what stands here is spelt rightly and left alone.

    The list is the frequency dictionary that the library symspellpy brings along.
    """
    source = resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    lines = (line.split(" ") for line in source.read_text(encoding="utf-8-sig").splitlines())
    return {word: int(count) for word, count in lines}


def _concepts(path: Path) -> list[Record[Concept]]:
    return read_records(path, "concepts", Concept)


def _idioms(path: Path) -> list[str]:
    idioms = read_records(path, "idioms", str)
    for idiom in idioms:
        try:
            compile_phrase(idiom.value, str.split)
        except PhraseError as problem:
            raise idiom.error(str(problem)) from problem
    return [idiom.value for idiom in idioms]


def _shorthand(path: Path) -> dict[str, str]:
    shorthand = read_mapping(path, "shorthand", dict[str, str])
    for short, words in shorthand.items():
        if not words.strip() or len(words.split(" ")) > len(short):
            raise DataFileError(f"{path}: `{short}` has fewer letters than `{words}` has words. Give fewer words.")
    return shorthand


def _check_cue(cue: Record[Cue]) -> None:
    if cue.value.effect not in EFFECTS:
        raise cue.error(f"`effect: {cue.value.effect}` is unknown. Use one of {', '.join(sorted(EFFECTS))}.")
    if cue.value.reach not in REACHES:
        raise cue.error(f"`reach: {cue.value.reach}` is unknown. Use one of {', '.join(sorted(REACHES))}.")


def _check_phrases(record: Record[Concept] | Record[Cue]) -> None:
    if not record.value.phrases:
        raise record.error(f"`{record.value.id}` has no phrase, so it could never be found. Write one.")
    alone = record.value.alone if isinstance(record.value, Concept) else []
    for phrase in [*record.value.phrases, *alone]:
        try:
            compile_phrase(phrase, str.split)
        except PhraseError as problem:
            raise record.error(f"`{record.value.id}`: {problem}") from problem


def _words(phrases: Iterable[str]) -> Iterable[str]:
    for phrase in phrases:
        yield from re.findall(r"[a-z]{3,}(?![a-z*])", phrase.lower())
