"""The notation in which data files write phrases, and its translation for spaCy's Matcher.

Words are matched in standard form: `can't breathe` also finds "cannot breathe". `(a|b c)` is a choice,
`word?` may be missing, `breath*` is any word that starts so, and `...` is up to four words of any kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from typing import Any

GAP_WORDS = 4

_PART = re.compile(r"\([^()]*\)\??|\S+")
_WELL_FORMED_PART = re.compile(r"[^()|?]+\??|\( *[^()|\s][^()|]*(?:\| *[^()|\s][^()|]*)*\)\??")

Pattern = list[dict[str, Any]]
Words = Callable[[str], list[str]]


class PhraseError(ValueError):
    """A phrase is not written in the notation."""


def compile_phrase(phrase: str, standard_words: Words) -> list[Pattern]:
    """All Matcher patterns of a phrase; `standard_words` splits a text into words in standard form.

    Raises PhraseError for brackets without a partner, empty choices, or a phrase that may match nothing.
    """
    written = _PART.findall(phrase)
    if not all(_WELL_FORMED_PART.fullmatch(part) for part in written):
        raise PhraseError(f"the phrase `{phrase}` has a bracket without its partner, or an empty choice. Mend it.")
    parts = [_alternatives(part, standard_words) for part in written]
    patterns = [[token for piece in pieces for token in piece] for pieces in product(*parts)]
    if not patterns or not all(any("NORM" in token for token in pattern) for pattern in patterns):
        raise PhraseError(f"the phrase `{phrase}` may match nothing at all. Make one word obligatory.")
    return patterns


def _alternatives(part: str, standard_words: Words) -> list[Pattern]:
    """The token patterns a part may stand for; its one-word choices share a single pattern."""
    body = part.removesuffix("?")
    options = body[1:-1].split("|") if body.startswith("(") else [body]
    plain = [option for option in options if option != "..." and "*" not in option]
    written = [standard_words(option) for option in plain]
    single = sorted({words[0] for words in written if len(words) == 1})
    patterns: list[Pattern] = [[{"NORM": {"IN": single}}]] if single else []
    patterns += [[{"NORM": word} for word in words] for words in written if len(words) > 1]
    patterns += [_wild(option, standard_words) for option in options if option not in plain]
    return [*patterns, []] if part.endswith("?") else patterns


def _wild(option: str, standard_words: Words) -> Pattern:
    if option == "...":
        return [{"OP": f"{{0,{GAP_WORDS}}}"}]
    *words, stem = option.split(" ")
    if not stem.removesuffix("*").isalpha():
        raise PhraseError(f"`{option}` needs letters before its star.")
    before: Pattern = [{"NORM": word} for word in standard_words(" ".join(words))]
    return [*before, {"NORM": {"REGEX": f"^{re.escape(stem.removesuffix('*'))}"}}]
