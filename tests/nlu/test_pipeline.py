"""The pipeline of config.yml as Rasa runs it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from bot.nlu.keys import ELAPSED, FINDINGS, RANKING, SCOPE, TRIAGE


@pytest.fixture
def parse(agent: Any) -> Any:
    return lambda text: asyncio.run(agent.parse_message(text))


def test_the_intent_is_the_topic_and_the_question_stands_where_rasa_looks_for_it(parse: Any) -> None:
    parsed = parse("what clothes should i wear to my session")
    assert parsed["intent"]["name"] == "preparation"
    selected = parsed["response_selector"]["preparation"]["response"]
    assert selected["intent_response_key"] == "preparation/clothing"
    assert parsed[RANKING][0]["label"] == "preparation/clothing"


def test_the_ranking_of_intents_begins_with_the_intent(parse: Any) -> None:
    for text in (
        "hello",
        "how often should i come",
        "what is the time in tokyo",
        "i cant breathe",
        "hmm pain thing what",
    ):
        parsed = parse(text)
        assert parsed["intent_ranking"][0] == {key: parsed["intent"][key] for key in ("name", "confidence")}
        names = [ranked["name"] for ranked in parsed["intent_ranking"]]
        assert len(names) == len(set(names))


def test_an_unclear_message_is_unsure_and_keeps_its_candidates(parse: Any) -> None:
    parsed = parse("kind arm way muscle")
    assert parsed["intent"]["name"] == "unsure"
    assert len(parsed[RANKING]) >= 3


@pytest.mark.parametrize(
    "text", ["who won the football world cup", "set an alarm for seven", "convert 5 miles to km", "best pasta recipe"]
)
def test_what_is_not_ours_is_out_of_scope_by_a_score_of_its_own(parse: Any, text: str) -> None:
    parsed = parse(text)
    assert parsed["intent"]["name"] == "out_of_scope"
    assert parsed[SCOPE] < 0.5


def test_an_emergency_replaces_any_intent(parse: Any) -> None:
    for text in (
        "what should i wear, also i cant breathe",
        "set an alarm, my chest hurts",
        "hello i want to kill myself",
    ):
        parsed = parse(text)
        assert parsed["intent"] == {"name": "red_flag_emergency", "confidence": 1.0}
        assert parsed[TRIAGE]["level"] == "emergency"


def test_only_what_the_writer_has_now_becomes_an_entity(parse: Any) -> None:
    parsed = parse("no bruises, but my neck is sore. my wife has fibromyalgia")
    assert {entity["value"] for entity in parsed["entities"]} == {"neck", "soreness"}
    assert {finding["concept"] for finding in parsed[FINDINGS]} >= {"bruise", "neck", "soreness", "fibromyalgia"}


def test_offsets_of_entities_point_at_their_words(parse: Any) -> None:
    text = "my lower back is sore, i have fibro"
    words = {text[entity["start"] : entity["end"]] for entity in parse(text)["entities"]}
    assert words == {"lower back", "sore", "fibro"}


def test_elapsed_time_is_passed_on(parse: Any) -> None:
    (elapsed,) = parse("had my session 2 days ago, can i run")[ELAPSED]
    assert elapsed["shortest_hours"] < 48 < elapsed["longest_hours"]


@pytest.mark.parametrize("text", ["", " ", "?", "🙂", "a" * 2000, "\u202e\x00", "/", "é" * 300])
def test_any_text_can_be_parsed(parse: Any, text: str) -> None:
    assert parse(text or " ")["intent"]["name"]


@pytest.mark.parametrize(("days", "level"), [(1, "normal"), (6, "routine")])
def test_a_session_time_that_the_channel_knows_decides_about_soreness(agent: Any, days: int, level: str) -> None:
    from rasa.core.channels.channel import UserMessage

    session = datetime.now(timezone.utc) - timedelta(days=days)
    message = UserMessage("a bit sore", metadata={"session_time": session.isoformat()})
    assert asyncio.run(agent.processor.parse_message(message))[TRIAGE]["level"] == level
