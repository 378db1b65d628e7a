"""Where clauses end: at marks, at joiners, at links before an opener, and before an "I" with its verb."""

from __future__ import annotations

from functools import cache

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from bot.language.clauses import span_of, split_clauses
from bot.language.document import SENTENCE_ENDS, Span
from bot.language.reader import Reader
from bot.language.vocabulary import ClauseWords

WORDS = ClauseWords(
    joiners=frozenset({"but", "because"}),
    links=frozenset({",", "and", "so", "then", "or", "-", "/"}),
    openers=frozenset({"i", "my", "can", "chest"}),
    listed=frozenset({"chest"}),
    complaints=frozenset({"pain"}),
    unfinished=frozenset({"and"}),
    before_pronoun=frozenset({"when", "if", "can"}),
    pronoun_verbs=frozenset({"am", "feel"}),
    denial_ends=frozenset(),
    after_gone=frozenset(),
)


@cache
def blank_english() -> Language:
    return spacy.blank("en")


def clauses(text: str) -> list[str]:
    doc = blank_english()(text)
    return [text[clause.start : clause.end] for clause in split_clauses(doc, WORDS)]


def read_clauses(reader: Reader, text: str) -> list[str]:
    """The clauses of a text with the real words."""
    document = reader.read(text)
    return [document.words_of(clause) for clause in document.clauses]


@pytest.mark.parametrize("mark", [". ", "! ", "? ", "; ", "... ", ".\n", " ?! "])
def test_a_mark_that_ends_a_sentence_ends_a_clause(mark: str) -> None:
    assert clauses(f"sore neck{mark}any tips") == ["sore neck", "any tips"]


def test_a_new_line_before_an_opener_begins_a_clause() -> None:
    assert clauses("sore neck\nmy arm tingles") == ["sore neck", "my arm tingles"]


def test_a_line_that_is_only_wrapped_does_not_part() -> None:
    assert clauses("sore neck and\nstiff shoulder") == ["sore neck and\nstiff shoulder"]


def test_a_joiner_begins_a_clause_wherever_it_stands() -> None:
    assert clauses("neck is fine but arm hurts") == ["neck is fine", "but arm hurts"]


@pytest.mark.parametrize("link", [",", "and", "so", "then", "or", " -", " /"])
def test_a_link_before_an_opener_begins_a_clause(link: str) -> None:
    assert len(clauses(f"sore neck {link} my arm tingles")) == 2


@pytest.mark.parametrize("link", [",", "and", "or"])
def test_a_link_before_any_other_word_does_not_part(link: str) -> None:
    assert len(clauses(f"sore neck {link} stiff shoulder")) == 1


def test_an_opener_without_a_link_does_not_part() -> None:
    assert clauses("when can i train") == ["when can i train"]


@pytest.mark.parametrize("last", ["and", "my", "i"])
def test_a_link_an_opener_or_a_pronoun_at_the_very_end_does_not_part(last: str) -> None:
    assert clauses(f"sore neck {last}") == [f"sore neck {last}"]


@pytest.mark.parametrize("verb", ["am", "feel"])
def test_i_with_its_verb_begins_a_clause(verb: str) -> None:
    assert clauses(f"not sore i {verb} breathless") == ["not sore", f"i {verb} breathless"]


def test_i_with_any_other_word_does_not_part() -> None:
    assert clauses("the neck i twisted") == ["the neck i twisted"]


@pytest.mark.parametrize("word", ["when", "if", "can"])
def test_i_behind_a_word_that_it_depends_on_does_not_part(word: str) -> None:
    assert clauses(f"sore {word} i am stiff") == [f"sore {word} i am stiff"]


@pytest.mark.parametrize("link", ["and", "but"])
def test_i_behind_a_link_or_joiner_parts_once(link: str) -> None:
    assert clauses(f"sore neck {link} i am stiff")[0] == "sore neck"
    assert " ".join(clauses(f"sore neck {link} i am stiff")) == f"sore neck {link} i am stiff"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("not sore i am breathless", ["not sore", "i am breathless"]),
        ("no fever I'm breathless", ["no fever", "I'm breathless"]),
        ("no fever im breathless", ["no fever", "im breathless"]),
        ("no bruise I can't breathe", ["no bruise", "I can't breathe"]),
        ("no pain, I feel faint", ["no pain", "I feel faint"]),
    ],
)
def test_a_new_sentence_without_a_mark_is_a_clause_of_its_own(reader: Reader, text: str, parts: list[str]) -> None:
    assert read_clauses(reader, text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "it hurts when i breathe",
        "it hurts when I cough",
        "what if I feel faint",
        "should I keep moving",
        "is it ok that I still feel sore",
        "sore since I had needling",
    ],
)
def test_a_sentence_that_depends_on_another_is_no_clause_of_its_own(reader: Reader, text: str) -> None:
    assert read_clauses(reader, text) == [text]


def test_marks_between_clauses_belong_to_none() -> None:
    assert clauses("... sore neck !!! ... my arm ?") == ["sore neck", "my arm"]


@pytest.mark.parametrize("text", ["", "...", "?! ;", "\n"])
def test_a_text_without_words_has_no_clauses(text: str) -> None:
    assert clauses(text) == []


def test_a_decimal_point_does_not_part() -> None:
    assert clauses("after 3.5 hours") == ["after 3.5 hours"]


def test_a_span_knows_its_characters_and_tokens() -> None:
    assert span_of(blank_english()("my sore neck"), 1, 3) == Span(start=3, end=12, first=1, last=3)


def test_text_speak_links_and_openers_part_like_their_words(reader: Reader) -> None:
    assert read_clauses(reader, "neck is gd n im running 2moro") == ["neck is gd", "n im running 2moro"]


def test_a_full_stop_without_a_space_ends_a_clause(reader: Reader) -> None:
    assert read_clauses(reader, "I had a session today.My neck is stiff") == [
        "I had a session today",
        "My neck is stiff",
    ]


PIECES = ["sore", "neck", "but", "i", "am", "when", "and", ",", ".", "!", "my", "or", "\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=15))
@settings(deadline=None)
def test_clauses_keep_every_word_in_order_and_never_overlap(words: list[str]) -> None:
    doc = blank_english()(" ".join(words))
    spans = split_clauses(doc, WORDS)
    inside = [i for span in spans for i in range(span.first, span.last)]
    assert inside == sorted(set(inside))
    outside = {doc[i].text.strip() for i in range(len(doc)) if i not in inside}
    assert outside <= SENTENCE_ENDS | {",", ""}


@pytest.mark.parametrize("text", ["no fever or chest pain", "no fever, chest pain or a rash"])
def test_a_list_that_or_closes_is_one_clause(text: str) -> None:
    assert clauses(text) == [text]


@pytest.mark.parametrize(
    "text", ["no fever, chest pain since lunch", "no fever, chest hurts or burns", "sore neck and chest pain"]
)
def test_a_symptom_that_no_list_holds_begins_a_clause(text: str) -> None:
    assert len(clauses(text)) == 2


def test_an_i_on_a_new_line_begins_a_clause_unless_the_line_before_needs_it(reader: Reader) -> None:
    assert len(read_clauses(reader, "when the needle goes in\nI lost my card")) == 2
    assert len(read_clauses(reader, "pain in\nmy chest")) == 1
