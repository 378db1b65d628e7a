"""What cleaning takes out, what it makes plain, and what it must leave."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.cleaning import clean

# Latin letters and signs (no loose combining marks), beside what phones and copied texts bring along.
LATIN = st.characters(max_codepoint=0x24F)
ODDITIES = st.sampled_from("’‘“”…–—\u200b\u200d\u202e\u2066\ufeff\ufb01ＡＢ１\u3000\u2028\u2029\ufe0f👩😩")
MESSY_TEXT = st.text(st.one_of(LATIN, ODDITIES), max_size=60)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("sore\x00 neck", "sore neck"),
        ("so\x07re\x1b neck\x7f", "sore neck"),
        ("bre\u200bathe\ufeff", "breathe"),
        ("bre\u00adathe", "breathe"),
        ("\u202esore\u202c \u2066neck\u2069", "sore neck"),
        ("a\ue000b\ud800c\ufdd0d", "abcd"),
    ],
)
def test_invisible_characters_are_taken_out(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize("quote", ["’", "‘", "`", "＇", "\u00b4", "\u02bc", "\u2032"])
def test_every_kind_of_apostrophe_becomes_plain(quote: str) -> None:
    assert clean(f"can{quote}t") == "can't"


def test_double_quotes_dashes_and_dots_become_plain() -> None:
    assert clean("“sore” – or — stiff…") == '"sore" - or - stiff...'


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [("ｃａｎ'ｔ　ｂｒｅａｔｈｅ", "can't breathe"), ("ﬁt", "fit"), ("𝐬𝐨𝐫𝐞", "sore"), ("day ③", "day 3")],
)
def test_compatibility_forms_become_ordinary_letters(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\v", "\f", "\n\n \n"])
def test_every_line_end_becomes_one_newline(end: str) -> None:
    assert clean(f"sore neck{end}any tips?") == "sore neck\nany tips?"


def test_spaces_and_tabs_become_single_and_edges_go() -> None:
    assert clean("  sore\t\u00a0 neck \n  ok? ") == "sore neck\nok?"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("I can't breathe.Please help", "I can't breathe. Please help"),
        ("sore,stiff;tired", "sore, stiff; tired"),
        ("really?!Yes", "really?! Yes"),
        ("sore…stiff", "sore... stiff"),
        ("chest/arm pain", "chest / arm pain"),
    ],
)
def test_punctuation_between_letters_gets_a_space(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    "text", ["3.5 days", "at 10:30", "on 12/03", "1,000 needles", "can't", "follow-up", "ok. Thanks"]
)
def test_punctuation_elsewhere_gets_none(text: str) -> None:
    assert clean(text) == text


def test_joined_emoji_stay_whole() -> None:
    assert clean("thanks 👩\u200d⚕\ufe0f") == "thanks 👩\u200d⚕\ufe0f"


def test_letters_of_other_languages_stay() -> None:
    assert clean("Zoë hat Rückenschmerzen, 肩が痛い") == "Zoë hat Rückenschmerzen, 肩が痛い"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00", "\u200b\u2028 "])
def test_a_text_of_nothing_visible_becomes_empty(text: str) -> None:
    assert clean(text) == ""


@given(MESSY_TEXT)
@settings(deadline=None)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_cleaning_twice_changes_nothing_more_behind_an_accent() -> None:
    text = "Zoe\u200b\u0308"
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(), max_size=60))
@settings(deadline=None)
def test_cleaning_any_text_leaves_neither_controls_nor_edges(text: str) -> None:
    cleaned = clean(text)
    assert not any(character < " " and character != "\n" for character in cleaned)
    assert all(line and line == line.strip(" ") for line in cleaned.split("\n") if cleaned)
