"""Where one clause ends and the next begins; assertion cues do not reach beyond."""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Doc, Token

from bot.language.document import Span

SENTENCE_ENDS = frozenset({".", "!", "?", ";", "...", "\n"})
LINKS = frozenset({",", "and", "so", "then", "or", "-", "/"})  # they part clauses only before an opener


def split_clauses(doc: Doc, openers: frozenset[str], joiners: frozenset[str]) -> tuple[Span, ...]:
    """The clauses of a document in order; punctuation between them belongs to none."""
    starts = [0] + [token.i for token in doc if token.i and _starts_clause(token, openers, joiners)] + [len(doc)]
    spans = (_trimmed(doc, first, last) for first, last in pairwise(starts))
    return tuple(span for span in spans if span is not None)


def _starts_clause(token: Token, openers: frozenset[str], joiners: frozenset[str]) -> bool:
    before = token.nbor(-1)
    if _ends_sentence(before):
        return True
    if token.norm_ in joiners:
        return True
    follower = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return token.norm_ in LINKS and follower is not None and follower.norm_ in openers


def _ends_sentence(token: Token) -> bool:
    return token.text in SENTENCE_ENDS or "\n" in token.text


def _trimmed(doc: Doc, first: int, last: int) -> Span | None:
    while first < last and (doc[first].is_punct or doc[first].is_space):
        first += 1
    while last > first and (doc[last - 1].is_punct or doc[last - 1].is_space):
        last -= 1
    return span_of(doc, first, last) if first < last else None


def span_of(doc: Doc, first: int, last: int) -> Span:
    """Tokens `first` up to but not including `last` as a Span."""
    piece = doc[first:last]
    return Span(piece.start_char, piece.end_char, first, last, piece.text)
