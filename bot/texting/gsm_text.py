"""Bringing a text into the alphabet and the length of an SMS."""

from __future__ import annotations

import logging
import re
import unicodedata

from bot.rendering import GSM_BASIC, GSM_EXTENDED, segments

MOST_SEGMENTS = 2
MOST_TEXTS = 2

_ALPHABET = GSM_BASIC | GSM_EXTENDED
_REPLACED = {
    **dict.fromkeys("’‘`´ʼ′＇", "'"),
    **dict.fromkeys("“”„″«»", '"'),
    **dict.fromkeys("–—−‐‑", "-"),
    **dict.fromkeys("•·▪", "-"),
    "…": "...",
    "→": "->",
    "×": "x",
    "½": "1/2",
    "ç": "c",
    "\t": " ",
    "\u00a0": " ",
}

log = logging.getLogger(__name__)


def transliterate(text: str) -> str:
    """The text in GSM-7 characters; accents that the alphabet lacks are dropped, pictures vanish."""
    plain = "".join(character if character in _ALPHABET else _nearest(character) for character in text)
    return re.sub(r" {2,}", " ", plain).strip()


def fit(text: str) -> list[str]:
    """The text as one SMS of at most two segments; a longer one as two, cut between sentences or else between words.

    What does not fit into two is left out, which the tests of the data rule out for all texts of ours.
    """
    plain = transliterate(text)
    if segments(plain) <= MOST_SEGMENTS:
        return [plain] if plain else []
    texts = _packed(_pieces(plain))
    if len(texts) > MOST_TEXTS:
        texts = _packed(plain.split())
    if len(texts) > MOST_TEXTS:
        log.error("a reply of %d texts was cut to %d", len(texts), MOST_TEXTS)
    return texts[:MOST_TEXTS]


def _packed(pieces: list[str]) -> list[str]:
    """Pieces joined to texts, each as long as it may be."""
    texts: list[str] = []
    for piece in pieces:
        joined = f"{texts[-1]} {piece}" if texts else piece
        if texts and segments(joined) <= MOST_SEGMENTS:
            texts[-1] = joined
        else:
            texts.append(piece)
    return texts


def _nearest(character: str) -> str:
    if character in _REPLACED:
        return _REPLACED[character]
    parts = unicodedata.normalize("NFKD", character)
    return "".join(part for part in parts if part in _ALPHABET)


def _pieces(text: str) -> list[str]:
    """Sentences, a question with what follows it and a bracket with what it follows; too long ones in words."""
    pieces: list[str] = []
    for sentence in re.split(r"(?<=[.!])\s+(?!\()", text):
        pieces += [sentence] if segments(sentence) <= MOST_SEGMENTS else sentence.split()
    return pieces
