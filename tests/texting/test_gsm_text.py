"""Texts are brought into the alphabet and the length of an SMS."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rendering import GSM_BASIC, GSM_EXTENDED, segments
from bot.texting.gsm_text import fit, transliterate


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("It’s “fine” – really…", 'It\'s "fine" - really...'),
        ("24–48 hours", "24-48 hours"),
        ("Garçon, naïve", "Garcon, naive"),
        ("à è é ü ö", "à è é ü ö"),
        ("well done 👍 you", "well done you"),
        ("one\u00a0two\tthree", "one two three"),
        ("10 € [x]", "10 € [x]"),
    ],
)
def test_what_the_alphabet_lacks_is_replaced_by_its_nearest(text: str, plain: str) -> None:
    assert transliterate(text) == plain


def test_a_text_of_two_segments_stays_one_text() -> None:
    text = "A sentence of ours. " * 15
    assert fit(text) == [text.strip()]


def test_a_longer_text_is_cut_between_sentences() -> None:
    first, second = fit("This is a sentence of ours that stays whole. " * 10)
    assert first.endswith(".")
    assert second.startswith("This")


def test_a_question_is_not_cut_off_from_what_to_do_nor_a_bracket_from_its_sentence() -> None:
    text = f"{'One more sentence here. ' * 12}Chest pain? Call 000 now. (guide)"
    assert fit(text)[1].endswith("Chest pain? Call 000 now. (guide)")


def test_a_sentence_without_end_is_cut_between_words() -> None:
    assert [segments(text) <= 2 for text in fit("word " * 100)] == [True, True]


@settings(database=None, derandomize=True, deadline=None, max_examples=100)
@given(st.text(max_size=900))
def test_whatever_the_text_there_are_two_texts_of_two_segments_at_most(text: str) -> None:
    texts = fit(text)
    assert len(texts) <= 2
    for each in texts:
        assert set(each) <= GSM_BASIC | GSM_EXTENDED
        assert segments(each) <= 2 or " " not in each
