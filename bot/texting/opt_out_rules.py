"""Reading by phrases whether a text says stop, start, help or "wrong number" (`data/sms/opt_out.yml`)."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import Literal

import msgspec

from bot.data_files import DATA_DIR, DataFileError, read_mapping
from bot.language.document import Document
from bot.language.phrases import GAP_WORDS

RULES_FILE = DATA_DIR / "sms" / "opt_out.yml"

Request = Literal["stop", "doubtful_stop", "wrong_number", "start", "help"]
Kind = Literal["stop", "doubtful", "wrong_number", "start", "help"]

# Somebody else's number is also a stop; a clear word counts more than a doubtful one.
ORDER: tuple[tuple[Kind, Request], ...] = (
    ("wrong_number", "wrong_number"),
    ("stop", "stop"),
    ("start", "start"),
    ("doubtful", "doubtful_stop"),
    ("help", "help"),
)
NAMED = re.compile(r"\W*(?:[Ii]'?m|[Ii] am|[Tt]his is|[Ii]t'?s) not [A-Z][a-z]+\W*")  # "I'm not Sarah" and no more
INTRODUCED = re.compile(  # "Hi, this is Sarah" and no more
    r"\W*(?:(?:[Hh]i|[Hh]ello|[Hh]ey)\W+)?(?:[Ii]'?m|[Ii] am|[Tt]his is|[Ii]t'?s|[Mm]y name is|[Mm]y name's) "
    r"(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][a-z]+(?: here)?\W*"
)

# The carrier's word in capitals at the beginning or the end of a text that is not; "STOP running?" is another matter.
SHOUTED = re.compile(r"^\W*STOP\b(?!\s+\w+ing\b)|\bSTOP\W*$")


class RulesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules as the data file has them."""

    lists: dict[str, list[str]]
    spellings: dict[str, str]
    fillers: list[str]
    pictures: str
    pieces: dict[Kind, list[str]]
    whole: dict[Kind, list[str]]
    phrases: dict[Kind, list[str]]
    never: list[str]


class OptOutRules:
    """Matches texts that have been read; the words of a text are the standard words of its document."""

    def __init__(self, path: Path = RULES_FILE) -> None:
        rules = read_mapping(path, "opt_out", RulesFile)
        self._spellings = {rf"\b{re.escape(slip)}\b": words for slip, words in rules.spellings.items()}
        self._pictures = {*rules.pictures, " ", "\ufe0f"}
        self._fillers = sorted((tuple(words_of(filler)) for filler in rules.fillers), key=len, reverse=True)
        self._pieces = {kind: {tuple(words_of(text)) for text in texts} for kind, texts in rules.pieces.items()}
        self._whole = {kind: {tuple(words_of(text)) for text in texts} for kind, texts in rules.whole.items()}
        try:
            self._phrases = {kind: _expression(texts, rules.lists) for kind, texts in rules.phrases.items()}
            self._never = _expression(rules.never, rules.lists)
        except (re.error, KeyError) as problem:
            raise DataFileError(f"{path.name}: a phrase is not in the notation ({problem}). Mend it.") from problem

    def read(self, document: Document) -> Request | None:
        """What a text asks for; None for all others, which are most."""
        pieces = [words for piece in _split(self._spelt(document)) if (words := words_of(piece))]
        kinds = {kind for words in pieces for kind in self._kinds_of(words)}
        kinds |= self._kinds_of_whole([word for words in pieces for word in words])
        if document.text and self._pictures.issuperset(document.text):
            kinds.add("stop")
        if NAMED.fullmatch(document.text):
            kinds.add("wrong_number")
        if SHOUTED.search(document.text) and not document.text.isupper():
            kinds.add("stop")
        return next((request for kind, request in ORDER if kind in kinds), None)

    def rule_out(self, document: Document) -> bool:
        """Whether the text holds words that only look like an opt-out, whatever it is like."""
        pieces = [words_of(piece) for piece in _split(self._spelt(document))]
        return bool(INTRODUCED.fullmatch(document.text)) or any(
            self._never.search(" ".join(words) + " ") for words in pieces
        )

    def _spelt(self, document: Document) -> str:
        """The text in standard words, with the slips of these rules mended as well."""
        text = document.normalised
        for slip, words in self._spellings.items():
            text = re.sub(slip, words, text)
        return text

    def _kinds_of(self, words: list[str]) -> set[Kind]:
        bare = self._forms(words)
        kinds: set[Kind] = {kind for kind, keywords in self._pieces.items() if bare & keywords}
        text = self._never.sub("# ", " ".join(words) + " ")
        return kinds | {kind for kind, phrases in self._phrases.items() if phrases.search(text)}

    def _kinds_of_whole(self, words: list[str]) -> set[Kind]:
        bare = self._forms(words)
        bare |= {("".join(form),) for form in bare if all(len(word) == 1 for word in form)}  # "S T O P"
        kinds: set[Kind] = {kind for kind, keywords in self._whole.items() if bare & keywords}
        return kinds | {kind for kind, keywords in self._pieces.items() if bare & keywords}

    def _forms(self, words: list[str]) -> set[tuple[str, ...]]:
        """The words without repetitions, and all that is left of them as polite ones around them are taken away."""
        rest: tuple[str, ...] | None = tuple(word for word, _ in groupby(words))
        forms = set()
        while rest:
            forms.add(rest)
            rest = self._one_filler_less(rest)
        return forms

    def _one_filler_less(self, words: tuple[str, ...]) -> tuple[str, ...] | None:
        for filler in self._fillers:
            if len(words) > len(filler):
                if words[: len(filler)] == filler:
                    return words[len(filler) :]
                if words[-len(filler) :] == filler:
                    return words[: -len(filler)]
        return None


def words_of(text: str) -> list[str]:
    """The words of a text in standard form, without punctuation; a word whose letters run on is cut to its own."""
    words = re.findall(r"[^\W_]+", text.lower().replace("'", " ").replace("n t ", " not "))
    return [re.sub(r"^s+t+o+p+$", "stop", word) for word in words]


def _split(text: str) -> list[str]:
    """The pieces of a text between punctuation marks."""
    return re.split(r"\s*(?:[.,!?;:\n()\"]|(?<=\s)-(?=\s))+\s*", text)


def _expression(phrases: list[str], lists: dict[str, list[str]]) -> re.Pattern[str]:
    """One expression for phrases in our notation; it searches words that each end with a space."""
    named = [re.sub(r"@(\w+)", lambda found: f"({'|'.join(lists[str(found[1])])})", phrase) for phrase in phrases]
    parts = [re.findall(r"\([^()]*\)\??|\S+", phrase) for phrase in named]
    return re.compile(r"\b(?:" + "|".join("".join(_part(part) for part in phrase) for phrase in parts) + ")")


def _part(part: str) -> str:
    """One word or choice of a phrase, with the space behind it."""
    body = part.removesuffix("?")
    options = body[1:-1].split("|") if body.startswith("(") else [body]
    return f"(?:{'|'.join(_option(option) for option in options)})" + ("?" if part.endswith("?") else "")


def _option(option: str) -> str:
    if option == "...":
        return rf"(?:\w+ ){{0,{GAP_WORDS}}}"
    words = " ".join(words_of(option))
    return rf"{words}\w* " if option.endswith("*") else f"{words} "
