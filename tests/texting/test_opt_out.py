"""Opt-outs are recognised in any wording, and nothing that only looks like one is taken for it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.language.reader import Reader
from bot.texting import opt_out as opt_out_module
from bot.texting.opt_out import OptOutReader, shared_opt_out
from bot.texting.opt_out_likeness import load_likeness
from evaluation.opt_out import CLEAR, FRESH, STOPPING, Phrase, read

CORPUS = read()
MOST_FALSE_STOPS = 0.01
UNLISTED = "please arrange for the messages to my phone to finish"
LEAST_FRESH = 0.9  # of clear wordings that nobody has looked at
EVERY = 2  # phrase of the set is dressed up; all of them would take too long

# With another sentence these may speak of an appointment, or come from somebody who is new.
ONLY_ALONE = {"cancel", "cancel please", "never been to your clinic"}

DRESSES: dict[str, Callable[[str], str]] = {
    "polite": lambda text: f"Hello, please, {text}",
    "upper case": str.upper,
    "no apostrophes": lambda text: text.replace("'", ""),
    "one more sentence": lambda text: f"{text.rstrip('.!')}. I was at work until six.",
    "one sentence before": lambda text: f"I was at work until six. {text}",
}


@pytest.fixture(scope="module")
def opt_out() -> OptOutReader:
    return shared_opt_out()


@pytest.fixture(scope="module")
def ruled() -> OptOutReader:
    return OptOutReader()


@pytest.mark.parametrize("phrase", [each for each in CORPUS if each.expected != "none"], ids=lambda each: each.text)
def test_what_a_phrase_asks_for_is_done(opt_out: OptOutReader, reader: Reader, phrase: Phrase) -> None:
    assert phrase.is_right(opt_out.read(reader.read(phrase.text)))


def test_hardly_anything_that_only_looks_like_an_opt_out_is_one(opt_out: OptOutReader, reader: Reader) -> None:
    texts = [phrase.text for phrase in CORPUS if phrase.expected == "none"]
    stopped = [text for text in texts if opt_out.read(reader.read(text)) in STOPPING]
    assert len(stopped) < MOST_FALSE_STOPS * len(texts)


def test_most_wordings_that_nobody_has_looked_at_are_recognised(opt_out: OptOutReader, reader: Reader) -> None:
    clear = [opt_out.read(reader.read(each.text)) for each in read(FRESH) if each.expected in CLEAR]
    assert sum(got in STOPPING for got in clear) >= LEAST_FRESH * len(clear)


@pytest.mark.parametrize("dress", DRESSES)
def test_a_recognised_opt_out_stays_one_in_another_dress(opt_out: OptOutReader, reader: Reader, dress: str) -> None:
    clear = [each.text for each in CORPUS if each.expected in CLEAR and each.split == "tune"][::EVERY]
    if "sentence" in dress:
        clear = [text for text in clear if text.lower() not in ONLY_ALONE]
    dressed = [DRESSES[dress](text) for text in clear]
    assert [text for text in dressed if opt_out.read(reader.read(text)) not in STOPPING] == []


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("STOP", "stop"),
        ("stop", "stop"),
        ("sToP!!!", "stop"),
        ("s t o p", "stop"),
        ("🛑", "stop"),
        ("🛑🛑 🛑", "stop"),
        ("Stop texting me, please text me again", "stop"),
        ("wrong number, stop", "wrong_number"),
        ("START", "start"),
        ("help", "help"),
        ("you text too much", "doubtful_stop"),
        ("", None),
        ("👍", None),
        ("stop the pain", None),
        ("please don't stop texting me", None),
        ("take me off the waiting list, i found a slot", None),
        ("should I quit the gym", None),
        ("cancel my appointment", None),
        ("it won't stop bleeding", None),
        ("leave the needle in?", None),
        ("can I stop exercising", None),
        ("your texts are useful", None),
        ("7, and it won't stop hurting", None),
    ],
)
def test_readings(opt_out: OptOutReader, reader: Reader, text: str, request_: str | None) -> None:
    assert opt_out.read(reader.read(text)) == request_


@pytest.mark.parametrize(
    "word", ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPT OUT", "OPTOUT"]
)
def test_every_word_that_the_law_or_carriers_name_stops_by_the_rules_alone(
    ruled: OptOutReader, reader: Reader, word: str
) -> None:
    for text in (word, word.lower(), f"{word} please", f"please {word.lower()}.", f"  {word}!! "):
        assert ruled.read(reader.read(text)) == "stop", text


@pytest.mark.parametrize(
    "text", [UNLISTED, "spare an old man these endless messages", "I am not the lady you are after"]
)
def test_a_wording_that_no_rule_has_is_read_by_likeness(
    opt_out: OptOutReader, ruled: OptOutReader, reader: Reader, text: str
) -> None:
    assert ruled.read(reader.read(text)) is None
    assert opt_out.read(reader.read(text)) in STOPPING


def test_in_an_alarm_only_the_rules_are_asked(opt_out: OptOutReader, reader: Reader) -> None:
    assert opt_out.read(reader.read(UNLISTED), is_alarm=True) is None
    assert opt_out.read(reader.read("STOP"), is_alarm=True) == "stop"


@pytest.fixture
def fresh_shared() -> Iterator[None]:
    """A shared reader that is loaded anew, before and after the test."""
    shared_opt_out.cache_clear()
    yield
    shared_opt_out.cache_clear()


@pytest.mark.usefixtures("fresh_shared")
def test_without_likeness_the_rules_work_alone_and_the_log_says_so_loudly(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(opt_out_module, "load_likeness", lambda: load_likeness(tmp_path / "opt_out.npz"))
    with caplog.at_level(logging.ERROR):
        alone = shared_opt_out()
    assert [alone.read(reader.read(text)) for text in ("STOP", "wrong number", "what should i wear")] == [
        "stop", "wrong_number", None,
    ]  # fmt: skip
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "by their rules alone" in record.getMessage()
    assert "make opt-out" in record.getMessage()


def test_the_set_is_as_large_as_it_must_be() -> None:
    counts = {label: sum(each.expected == label for each in CORPUS) for label in ("stop", "none")}
    assert counts["stop"] >= 150
    assert counts["none"] >= 120
    assert len({each.text for each in CORPUS}) == len(CORPUS)
    fresh = read(FRESH)
    assert sum(each.expected in CLEAR for each in fresh) >= 120
    assert sum(each.expected == "none" for each in fresh) >= 150
