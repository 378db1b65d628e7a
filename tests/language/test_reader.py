"""The reader: offsets, what is found and what is hidden, and that no text makes it fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.language.cleaning import clean
from bot.language.document import Document, Span
from bot.language.reader import LONGEST_READ, Reader

# Pieces that the reader has readings for, between stray characters of any kind.
WORDS = ["can't breathe", "CHEST PAIN", "sholder", "no fever", "3 days ago", "since Monday", "but", "killing me"]
SIGNS = ["İ", "ß", "ﬁt", "ǅ", "Ω", "😩", "🇦🇺", "’", "\u200b", "\n", "..."]
PIECES = st.one_of(st.sampled_from(WORDS), st.sampled_from(SIGNS), st.text(max_size=4))
ANY_TEXT = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map(" ".join))


def spans(document: Document) -> Iterator[Span]:
    yield from document.clauses
    yield from (finding.span for finding in document.findings)
    yield from (time.span for time in document.elapsed)


def symptoms(reader: Reader, text: str) -> set[str]:
    return {finding.concept for finding in reader.read(text).findings if finding.category == "symptom"}


@given(ANY_TEXT)
@example("İ can't breathe since Monday")
@example("ŉ ǰ ΐ sore")
@settings(deadline=None)
def test_every_span_stands_where_its_offsets_say(reader: Reader, text: str) -> None:
    document = reader.read(text)
    assert document.text == clean(text)
    assert "".join(map(document.words_of, document.tokens)) == "".join(document.text.split())
    starts = {token.first: token.start for token in document.tokens}
    ends = {token.last: token.end for token in document.tokens}
    for span in spans(document):
        assert 0 <= span.start < span.end <= len(document.text)
        assert (span.start, span.end) == (starts[span.first], ends[span.last])


@pytest.mark.parametrize("before", ["", "İ ", "ŉ ǰ ΐ. ", "ẞ ﬁt… ", "😩🇦🇺 ", "\u202eＯＫ\n"])
def test_a_span_has_the_capitals_of_the_text(reader: Reader, before: str) -> None:
    document = reader.read(f"{before}CAN’T Breathe since MONDAY")
    assert [document.words_of(finding.span) for finding in document.findings] == ["CAN'T Breathe"]
    assert [document.words_of(time.span) for time in document.elapsed] == ["since MONDAY"]
    assert document.words_of(document.clauses[-1]).endswith("CAN'T Breathe since MONDAY")


@given(ANY_TEXT)
@example("a\ud800b \x00")
@example("(" * 300)
@example("9" * 400 + " days ago")
@settings(deadline=None)
def test_any_text_can_be_read_and_stored_as_json(reader: Reader, text: str) -> None:
    document = reader.read(text)
    for finding in document.findings:
        assert document.clauses[finding.clause].first <= finding.span.first
        assert finding.as_json()["start"] == finding.span.start
    assert all(time.as_json()["end"] == time.span.end for time in document.elapsed)


@given(ANY_TEXT)
@settings(deadline=None)
def test_reading_does_not_depend_on_what_was_read_before(reader: Reader, text: str) -> None:
    before = reader.read("my chest hurts")
    reader.read(text)
    assert reader.read("my chest hurts") == before


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "?!", "😀 👍🏽", "\ufe0f"])
def test_a_text_without_words_is_read_as_such(reader: Reader, text: str) -> None:
    document = reader.read(text)
    assert not document.has_words
    assert not document.findings


@pytest.mark.parametrize("text", ["ok", "7", "ü", "痛い"])
def test_a_text_with_a_letter_or_a_number_has_words(reader: Reader, text: str) -> None:
    assert reader.read(text).has_words


@pytest.mark.parametrize("text", ["my chest hurts", "can't feel my foot", "Dizzy since Monday", "a bruise on my neck"])
def test_upper_case_is_read_like_lower_case(reader: Reader, text: str) -> None:
    assert symptoms(reader, text.upper()) == symptoms(reader, text.lower()) != set()


@pytest.mark.parametrize(
    "text",
    [
        "this traffic is killing me, is chest of drawers one word",
        "that view took my breath away",
        "dying to know what it costs",
        "by a stroke of luck I got a seat",
        "let me get this off my chest",
        "time to cough up the fee",
        "I'm dead tired of waiting",
    ],
)
def test_an_idiom_hides_the_alarming_words_in_it(reader: Reader, text: str) -> None:
    assert symptoms(reader, text) <= {"tiredness"}


def test_an_idiom_hides_nothing_beside_it(reader: Reader) -> None:
    assert symptoms(reader, "this knot is killing me and my chest hurts") == {"chest_trouble"}


def test_findings_have_their_category_concept_place_and_clause(reader: Reader) -> None:
    found = reader.read("No fever. Bruise on my calf, hamstring strain").findings
    assert [(each.category, each.concept, each.clause) for each in found] == [
        ("symptom", "fever", 0),
        ("symptom", "bruise", 1),
        ("body_area", "leg", 1),
        ("condition", "acute_injury", 1),
        ("body_area", "leg", 1),
    ]
    assert found[1].as_json() == {
        "concept": "bruise",
        "category": "symptom",
        "start": 10,
        "end": 16,
        "clause": 1,
        "assertion": "present",
        "other_person": False,
    }


def test_the_longest_phrase_of_a_concept_counts_once(reader: Reader) -> None:
    document = reader.read("Short of breath")
    found = [document.words_of(each.span) for each in document.findings if each.category == "symptom"]
    assert found == ["Short of breath"]


@pytest.mark.parametrize(
    "text",
    ["my back hurts and I'm breathless", "sore shoulder but short of breath", "It hurts\nI can't breathe"],
)
def test_a_match_that_crosses_clauses_does_not_swallow_the_one_inside(reader: Reader, text: str) -> None:
    assert "breathing_trouble" in symptoms(reader, text)


def test_a_gap_reaches_over_a_comma_within_a_clause(reader: Reader) -> None:
    assert "chest_trouble" in symptoms(reader, "my chest, really hurts")


@pytest.mark.parametrize("text", ["Rub it on the chest. It hurts", "chest is fine but my arm hurts"])
def test_a_gap_does_not_reach_into_the_next_clause(reader: Reader, text: str) -> None:
    assert "chest_trouble" not in symptoms(reader, text)


def test_a_long_text_is_read_to_the_limit(reader: Reader) -> None:
    assert LONGEST_READ == 65_536
    document = reader.read("sore " * LONGEST_READ)
    assert len(document.text) == LONGEST_READ


def test_an_alarm_behind_a_very_long_text_is_read(reader: Reader) -> None:
    assert "breathing_trouble" in symptoms(reader, "How much is it? " * 4000 + "I can't breathe")


@pytest.mark.parametrize(
    ("text", "concept"),
    [("8", "pain_score_high"), ("reply 9", "pain_score_high"), ("Ten!", "pain_score_high"), ("3", "soreness"),
     ("choking", "breathing_trouble"), ("Collapsed.", "collapse"), ("faint", "dizziness")],
)  # fmt: skip
def test_a_phrase_that_counts_alone_is_found_where_it_is_the_whole_message(
    reader: Reader, text: str, concept: str
) -> None:
    assert symptoms(reader, text) == {concept}


@pytest.mark.parametrize(
    "text",
    ["8 sessions please", "i come at 9", "2 or 3 visits?", "gate 10", "a faint line", "hello. 8", "8? what for", "8 9"],
)
def test_a_phrase_that_counts_alone_is_not_found_among_other_words(reader: Reader, text: str) -> None:
    assert not symptoms(reader, text)


@pytest.mark.parametrize("text", ["8", "'8'", "8!!", "8 \U0001f629", "  8 "])
def test_signs_around_a_phrase_that_counts_alone_are_no_words(reader: Reader, text: str) -> None:
    assert symptoms(reader, text) == {"pain_score_high"}


def test_words_alone_are_those_of_the_whole_document(reader: Reader) -> None:
    text = "No fever, but cant sleep since ystrday  \n sore as hell"
    whole, words = reader.read(text), reader.read_words(text)
    assert (words.text, words.normalised, words.tokens, words.words) == (
        whole.text,
        whole.normalised,
        whole.tokens,
        whole.words,
    )
    assert not (words.clauses or words.findings or words.elapsed)


def test_a_text_that_was_read_before_is_dated_anew(reader: Reader) -> None:
    monday, thursday = (datetime(2026, 3, day, 12, tzinfo=timezone.utc) for day in (2, 5))
    first, second = (reader.read("sore since Sunday", now) for now in (monday, thursday))
    assert second.elapsed[0].middle_hours - first.elapsed[0].middle_hours == 72
    assert reader.read_without_times("sore since Sunday") == replace(first, elapsed=())


def test_the_same_moment_is_another_weekday_elsewhere(reader: Reader) -> None:
    """What is kept of a text that was just read is kept for each zone."""
    late = datetime(2026, 11, 16, 23, 30, tzinfo=timezone.utc)  # a Monday; in Sydney it is Tuesday
    in_sydney = late.astimezone(timezone(timedelta(hours=11)))
    hours = [reader.read("had it on monday", now).elapsed[0].longest_hours for now in (late, in_sydney)]
    assert hours[0] > 100 > hours[1]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("my lad has done his groin at rugby", "acute_injury"),
        ("did my calf in shifting a fridge", "acute_injury"),
        ("did my hamstring at football on the weekend", "sport_injury"),
        ("they fixed my rotator cuff in May", "surgery"),
        ("had my knee op in June", "surgery"),
    ],
)
def test_a_condition_is_known_in_everyday_words(reader: Reader, text: str, condition: str) -> None:
    assert condition in {finding.concept for finding in reader.read(text).findings}


def test_a_treated_place_is_no_injury(reader: Reader) -> None:
    told = reader.read("had my back done at lunch and did my knee exercises")
    assert "acute_injury" not in {finding.concept for finding in told.findings}
