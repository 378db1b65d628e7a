"""Opt-outs are recognised in any wording, and nothing that only looks like one is taken for it."""

from __future__ import annotations

import pytest

from bot.language.reader import Reader
from bot.texting.opt_out import OptOutReader
from evaluation.opt_out import STOPPING, Phrase, read

CORPUS = read()
MOST_FALSE_STOPS = 0.01


@pytest.fixture(scope="module")
def opt_out() -> OptOutReader:
    return OptOutReader()


@pytest.mark.parametrize("phrase", [each for each in CORPUS if each.expected != "none"], ids=lambda each: each.text)
def test_what_a_phrase_asks_for_is_done(opt_out: OptOutReader, reader: Reader, phrase: Phrase) -> None:
    assert phrase.is_right(opt_out.read(reader.read(phrase.text)))


def test_hardly_anything_that_only_looks_like_an_opt_out_is_one(opt_out: OptOutReader, reader: Reader) -> None:
    texts = [phrase.text for phrase in CORPUS if phrase.expected == "none"]
    stopped = [text for text in texts if opt_out.read(reader.read(text)) in STOPPING]
    assert len(stopped) < MOST_FALSE_STOPS * len(texts), stopped


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("STOP", "stop"),
        ("stop", "stop"),
        ("sToP!!!", "stop"),
        ("s t o p", "stop"),
        ("Stop texting me, please text me again", "stop"),
        ("wrong number, stop", "wrong_number"),
        ("START", "start"),
        ("help", "help"),
        ("you text too much", "doubtful_stop"),
        ("", None),
        ("stop the pain", None),
        ("please don't stop texting me", None),
    ],
)
def test_readings(opt_out: OptOutReader, reader: Reader, text: str, request_: str | None) -> None:
    assert opt_out.read(reader.read(text)) == request_


@pytest.mark.parametrize(
    "word", ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPT OUT", "OPTOUT"]
)
def test_every_word_that_the_law_or_carriers_name_stops(opt_out: OptOutReader, reader: Reader, word: str) -> None:
    for text in (word, word.lower(), f"{word} please", f"please {word.lower()}.", f"  {word}!! "):
        assert opt_out.read(reader.read(text)) == "stop", text


def test_the_set_is_as_large_as_it_must_be() -> None:
    counts = {label: sum(each.expected == label for each in CORPUS) for label in ("stop", "none")}
    assert counts["stop"] >= 150
    assert counts["none"] >= 120
    assert len({each.text for each in CORPUS}) == len(CORPUS)
