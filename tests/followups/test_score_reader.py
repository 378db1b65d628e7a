"""Scores are read from replies, and numbers that are none are left alone."""

from __future__ import annotations

import pytest

from bot.followups.score_reader import Reading, ScoreReader
from bot.language.reader import Reader
from evaluation.journal import read as read_replies

LOWEST_SHARE = 0.95


@pytest.fixture(scope="module")
def scores() -> ScoreReader:
    return ScoreReader()


@pytest.fixture
def said(reader: Reader, scores: ScoreReader):
    def read(text: str, *, is_asked: bool = True) -> Reading | None:
        return scores.read(reader.read(text), is_asked=is_asked)

    return read


@pytest.mark.parametrize(
    ("text", "score", "earlier"),
    [("7", 7, None), ("about 3/10", 3, None), ("3-4", 4, None), ("was 8 now 2", 2, 8), ("pain is down to two", 2, None),
     ("from 7 to 2", 2, 7), ("6 -> 3", 3, 6), ("up from 3 to 5", 5, 3), ("4 (was 6 yesterday)", 4, 6),
     ("11/10", 10, None), ("7.5", 8, None), ("zero", 0, None), ("no pain at all", 0, None),
     ("6/10 when walking, 2 resting", 6, None)],
)  # fmt: skip
def test_a_score_is_read_with_the_one_before(said, text: str, score: int, earlier: int | None) -> None:
    reading = said(text)
    assert (reading.score, reading.earlier) == (score, earlier)


@pytest.mark.parametrize(
    "text",
    ["4 sessions done", "call me at 3", "2 bruises", "3 days ago", "on day 3", "0412 345 678", "20",
     "see you on the 4th", "my appointment is at 3", "can I see someone on 3/10?",
     "how many sessions do i need, 6 or 8?", "ok", "who is this"],
)  # fmt: skip
def test_a_number_that_is_no_score_is_not_taken_for_one(said, text: str) -> None:
    assert said(text) is None


@pytest.mark.parametrize("text", ["7", "worse", "none of these", "number 2", "what if my pain is 5/10 afterwards"])
def test_unasked_only_a_score_that_names_itself_counts(said, text: str) -> None:
    assert said(text, is_asked=False) is None


def test_unasked_a_named_score_counts(said) -> None:
    assert said("my pain is 3/10 today", is_asked=False).score == 3


@pytest.mark.parametrize(
    ("text", "trend"),
    [("worse", "worse"), ("a bit worse tbh", "worse"), ("not better, worse", "worse"), ("much better thanks", "better"),
     ("no better no worse", "same"), ("about the same", "same"), ("worse and now i have a rash", "worse")],
)  # fmt: skip
def test_a_change_without_a_number_is_read(said, text: str, trend: str) -> None:
    reading = said(text)
    assert (reading.score, reading.trend) == (None, trend)


@pytest.mark.parametrize(
    ("text", "is_all", "asks"),
    [("7", True, False), ("its a 3 today thanks", True, False), ("3, can I run tomorrow?", False, True),
     ("3 but hot red skin", False, False), ("worse and now i have a rash", False, False), ("pain's gone", True, False),
     ("3. how long until i can lift", False, True), ("feel so out of it, 5", False, False)],
)  # fmt: skip
def test_what_else_a_text_says_is_known(said, text: str, is_all: bool, asks: bool) -> None:
    reading = said(text)
    assert (reading.is_all, reading.asks) == (is_all, asks)


@pytest.mark.parametrize("split", ["tune", "score"])
def test_the_set_of_replies_is_read_as_the_documents_say(reader: Reader, scores: ScoreReader, split: str) -> None:
    replies = [reply for reply in read_replies() if reply.split == split]
    got = [(reply, scores.read(reader.read(reply.text), is_asked=reply.is_asked)) for reply in replies]
    assert sum(reply.is_right(reading) for reply, reading in got) / len(got) >= LOWEST_SHARE
    assert not [reply.id for reply, reading in got if reply.kind.startswith("none") and reading]


def test_the_set_holds_enough_replies_and_a_third_is_only_scored() -> None:
    replies = read_replies()
    assert len({reply.id for reply in replies}) == len(replies) >= 200
    assert len({(reply.text, reply.is_asked) for reply in replies}) == len(replies)
    assert 0.3 <= sum(reply.split == "score" for reply in replies) / len(replies) <= 0.37


def test_no_filler_is_part_of_a_complaint(reader: Reader, scores: ScoreReader) -> None:
    """A text of fillers and a score is read by the rules alone, so no filler may hold a sign."""
    fillers = scores._words.fillers.split()
    found = {word: reader.read(f"{word}, and 3").findings for word in fillers}
    symptoms = {word for word, findings in found.items() if any(each.category == "symptom" for each in findings)}
    assert symptoms <= {"soreness", "pain"}
