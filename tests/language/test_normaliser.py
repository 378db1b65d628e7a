"""Standard forms: text-speak written out, misspellings mended, everything else left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy

from bot.language.normaliser import Normaliser
from bot.language.reader import Reader
from bot.language.vocabulary import english_words, load_lexicon

Standard = Callable[[str], str]


@pytest.fixture(scope="module")
def standard() -> Standard:
    """A text in its standard words."""
    lexicon = load_lexicon()
    nlp, normaliser = spacy.blank("en"), Normaliser(lexicon)
    Normaliser.add_short_forms(nlp, lexicon.shorthand)
    return lambda text: " ".join(token.norm_ for token in normaliser(nlp(text)))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("sore 2day", "sore today"),
        ("appt 2moro plz", "appointment tomorrow please"),
        ("how r u", "how are you"),
        ("neck n back", "neck and back"),
        ("2 hrs b4 my sesh", "2 hours before my session"),
        ("my physio", "my physiotherapist"),
        ("since mon", "since monday"),
    ],
)
def test_text_speak_is_written_out(standard: Standard, text: str, form: str) -> None:
    assert standard(text) == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("can't", "can not"),
        ("cant", "can not"),
        ("cannot", "can not"),
        ("isn't", "is not"),
        ("dont", "do not"),
        ("it's", "it is"),
        ("thats", "that is"),
        ("I've", "i have"),
    ],
)
def test_short_forms_of_grammar_are_written_out(standard: Standard, text: str, form: str) -> None:
    assert standard(text.lower()) == form


def test_a_possessive_is_not_taken_for_is(standard: Standard) -> None:
    assert standard("my body's aches") == "my body 's aches"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("sholder", "shoulder"),
        ("brething", "breathing"),
        ("chst", "chest"),
        ("swolen", "swollen"),
        ("needeling", "needling"),
        ("apointment", "appointment"),
        ("excersise", "exercise"),
        ("unconcious", "unconscious"),
        ("slured", "slurred"),
        ("weezing", "wheezing"),
    ],
)
def test_a_misspelling_of_our_vocabulary_is_mended(standard: Standard, wrong: str, right: str) -> None:
    assert standard(wrong) == right


@pytest.mark.parametrize("word", ["chess", "breed", "breast", "soar", "heath", "throb", "bread", "storage", "nick"])
def test_an_english_word_beside_ours_is_left_alone(standard: Standard, word: str) -> None:
    assert word in english_words()
    assert standard(word) == word


@pytest.mark.parametrize("word", ["nek", "leq", "hte", "amr", "sor"])
def test_a_word_of_three_letters_is_left_alone(standard: Standard, word: str) -> None:
    assert standard(word) == word


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ndls", "needles"),
        ("wht", "what"),
        ("opn", "open"),
        ("tgthr", "together"),
        ("mssg", "massage"),
        ("brthng", "breathing"),
        ("brth", "breath"),
        ("sprts", "sports"),
        ("prkng", "parking"),
    ],
)
def test_a_word_without_its_vowels_is_written_out(standard: Standard, written: str, meant: str) -> None:
    assert standard(written) == meant


@pytest.mark.parametrize("word", ["hmm", "brrr", "sms", "inr", "hrt", "nhs", "mri", "xqz"])
def test_what_only_looks_like_it_is_left_alone(standard: Standard, word: str) -> None:
    assert standard(word) == word


@pytest.mark.parametrize("word", ["xhest", "vreathing", "bwollen"])
def test_a_word_with_another_first_letter_is_left_alone(standard: Standard, word: str) -> None:
    assert standard(word) == word


@pytest.mark.parametrize(("said", "meant"), [("paintin", "painting"), ("sweatin", "sweating"), ("robin", "robin")])
def test_a_g_that_is_not_spoken_is_written_out(standard: Standard, said: str, meant: str) -> None:
    assert standard(f"i was {said}") == f"i was {meant}"


def test_two_wrong_letters_are_mended_only_in_long_words(standard: Standard) -> None:
    assert standard("apoinment") == "appointment"
    assert standard("chbbt") == "chbbt"


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("kneck", "neck"),
        ("wotter", "water"),
        ("seshuns", "sessions"),
        ("throte", "throat"),
        ("brethin", "breathing"),
        ("infecshun", "infection"),
        ("pacemkr", "pacemaker"),
    ],
)
def test_a_word_of_our_subject_is_known_by_its_sound(standard: Standard, heard: str, meant: str) -> None:
    assert standard(heard) == meant


@pytest.mark.parametrize("name", ["siri", "aldi", "sintrom", "callum", "bebe"])
def test_a_name_that_sounds_like_an_everyday_word_is_left_alone(standard: Standard, name: str) -> None:
    assert standard(name) == name


@pytest.mark.parametrize("word", ["Priya", "Dhruv", "Riverbend", "needlewise", "c0ffee", "l5"])
def test_names_and_numbers_are_left_alone(standard: Standard, word: str) -> None:
    assert standard(word.lower()) == word.lower()


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("i dnt know", "i do not know"),
        ("i wanna run", "i want to run"),
        ("gonna be sore", "going to be sore"),
        ("cnt move", "can not move"),
        ("bit sob", "bit short of breath"),
        ("it sob", "it short of breath"),
        ("w my gf", "with my girlfriend"),
    ],
)
def test_shorthand_of_several_words_is_written_out(standard: Standard, text: str, form: str) -> None:
    assert standard(text) == form


def test_shorthand_for_a_negation_gives_its_two_words(standard: Standard) -> None:
    assert standard("dnt") == standard("dont") == "do not"


@pytest.mark.parametrize(("short", "words"), load_lexicon().shorthand.items())
def test_every_short_form_is_written_out_by_the_reader(reader: Reader, short: str, words: str) -> None:
    assert reader.read(f"sore {short}").normalised == f"sore {words}"
    assert reader.read(f"sore {short}".upper()).normalised == f"sore {words}"


@pytest.mark.parametrize("short", ["sob", "SOB", "wanna", "Dnt"])
def test_the_pieces_of_a_short_form_cover_its_letters(reader: Reader, short: str) -> None:
    document = reader.read(f"bit {short}")
    assert "".join(document.words_of(token) for token in document.tokens) == f"bit{short}"
    assert all(token.start < token.end for token in document.tokens)


def test_the_original_text_stays_as_it_was(reader: Reader) -> None:
    document = reader.read("Cant lift my sholder 2day")
    assert document.text == "Cant lift my sholder 2day"
    assert document.normalised == "can not lift my shoulder today"
