"""Where one clause ends and the next begins; assertion cues and phrases do not reach beyond."""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Doc, Token

from bot.language.document import Span, ends_sentence
from bot.language.vocabulary import ClauseWords

PRONOUN = "i"
OR = "or"
LONGEST_LISTED = 4  # words, with the "or" that closes the list


def split_clauses(doc: Doc, words: ClauseWords) -> tuple[Span, ...]:
    """The clauses of a document in order; punctuation between them belongs to none."""
    starts = [0] + [token.i for token in doc if token.i and _starts_clause(token, words)] + [len(doc)]
    spans = (_trimmed(doc, first, last) for first, last in pairwise(starts))
    return tuple(span for span in spans if span is not None)


def _starts_clause(token: Token, words: ClauseWords) -> bool:
    before = token.nbor(-1)
    if ends_sentence(before.text) or token.norm_ in words.joiners:
        return True
    if "\n" in before.text:
        return before.i == 0 or _starts_after_line(token, before.nbor(-1).norm_, words)
    follower = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if follower is None:
        return False
    if token.norm_ in words.links:
        return follower.norm_ in words.openers and not _goes_on_with_list(token, follower, words)
    return _is_new_subject(token, follower, words)


def _starts_after_line(token: Token, last: str, words: ClauseWords) -> bool:
    """A new line begins a clause, unless the last word of the line before goes on: "pain in" and then "my chest"."""
    return last not in words.unfinished or _is_free_pronoun(token, last, words)


def _goes_on_with_list(token: Token, follower: Token, words: ClauseWords) -> bool:
    """Whether a link only leads to the next of a list that "or" closes: "no fever, chest pain or dizziness"."""
    if follower.norm_ not in words.listed or token.norm_ not in {OR, ","}:
        return False
    rest = [each.norm_ for each in token.doc[follower.i + 1 : follower.i + 1 + LONGEST_LISTED]]
    return token.norm_ == OR or (OR in rest and rest[0] in words.complaints)


def _is_new_subject(token: Token, follower: Token, words: ClauseWords) -> bool:
    """An "I" with its verb that follows no word it depends on: "not sore | I am breathless"."""
    return follower.norm_ in words.pronoun_verbs and _is_free_pronoun(token, token.nbor(-1).norm_, words)


def _is_free_pronoun(token: Token, last: str, words: ClauseWords) -> bool:
    """Whether a word is an "I" that does not depend on the last word before it."""
    return token.norm_ == PRONOUN and last not in words.before_pronoun


def _trimmed(doc: Doc, first: int, last: int) -> Span | None:
    while first < last and (doc[first].is_punct or doc[first].is_space):
        first += 1
    while last > first and (doc[last - 1].is_punct or doc[last - 1].is_space):
        last -= 1
    return span_of(doc, first, last) if first < last else None


def span_of(doc: Doc, first: int, last: int) -> Span:
    """Tokens `first` up to but not including `last` as a Span."""
    piece = doc[first:last]
    return Span(piece.start_char, piece.end_char, first, last)
