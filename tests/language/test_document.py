"""A read text: its words in standard form, beside its tokens."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Gym 2nite ok?", ("gym", "tonight", "ok", "?")),
        ("my sholder's SORE", ("my", "shoulder", "'s", "sore")),
        ("can't\nmove", ("can", "not", "move")),
        ("", ()),
    ],
)
def test_words_are_the_standard_forms_of_the_tokens(reader: Reader, text: str, words: tuple[str, ...]) -> None:
    assert reader.read(text).words == words


@given(st.text(max_size=60))
@settings(deadline=None)
def test_each_token_has_one_word_that_is_not_empty(reader: Reader, text: str) -> None:
    document = reader.read(text)
    assert len(document.words) == len(document.tokens)
    assert all(document.words)


@given(st.text(max_size=60))
@settings(deadline=None)
def test_words_together_are_the_text_in_standard_words(reader: Reader, text: str) -> None:
    document = reader.read(text)
    assert " ".join(document.words).split() == document.normalised.split()


def test_a_clause_is_told_in_standard_words(reader: Reader) -> None:
    document = reader.read("gym 2nite ok? had it done yday")
    assert [document.standard(clause) for clause in document.clauses] == [
        "gym tonight ok",
        "had it done yesterday",
    ]


def test_a_finding_is_told_in_standard_words(reader: Reader) -> None:
    document = reader.read("i cant breth")
    (finding,) = document.findings
    assert (document.words_of(finding.span), document.standard(finding.span)) == ("cant breth", "can not breath")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("sore since monday", ["sore since monday"]),
        ("Bit sore. Can I run 2moro?!", ["bit sore .", "can i run tomorrow ? !"]),
        ("no pain\nbut tired", ["no pain", "but tired"]),
        ("wait... what", ["wait ...", "what"]),
    ],
)
def test_sentences_end_at_marks_and_new_lines(reader: Reader, text: str, sentences: list[str]) -> None:
    document = reader.read(text)
    assert [document.standard(span) for span in document.sentences] == sentences


@given(st.text(max_size=60))
@settings(deadline=None)
def test_sentences_hold_all_words_in_their_order(reader: Reader, text: str) -> None:
    document = reader.read(text)
    assert " ".join(document.standard(span) for span in document.sentences) == " ".join(document.words)
