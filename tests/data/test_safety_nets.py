"""Answers about something that can be dangerous end with one line that says when to get help."""

from __future__ import annotations

import re

import pytest

from bot.answer import Answer, Wording
from bot.knowledge.base import Knowledge, Turn, shared_knowledge
from bot.safety.messages import EMERGENCY_LINE, NORMAL_LINE
from bot.safety.triage import Assessment
from tests.data.texts import ENTRIES

# The rule: who asks or reads about one of these may be the one who has it.
RED_FLAG_TOPICS = re.compile(
    r"pregnan|blood thinner|bleed|pacemaker|heart device|\bimplant|new joint|infect|fever|\blungs?\b|\bfaint|diabet"
    r"|insulin|epilep|unwell|when i'm ill|my illness|lightheaded|dizzy|severe pain|pain is severe|very painful"
    r"|chest pain|emergenc|allerg|painkiller|medicines\?|\brisk|not helping|surgeon",
    re.IGNORECASE,
)


def texts(entry: str) -> str:
    told = shared_knowledge().entries[entry]
    return " ".join(f"{told.question} {told.web} {told.sms}".replace("*", "").split())


RED_FLAG_ENTRIES = [entry for entry in ENTRIES if RED_FLAG_TOPICS.search(texts(entry))]


@pytest.mark.parametrize("entry", RED_FLAG_ENTRIES)
def test_answer_about_a_red_flag_topic_says_when_to_get_help(knowledge: Knowledge, entry: str) -> None:
    told = knowledge.entries[entry]
    has_own = all("{emergency_number}" in text for text in (told.web, told.sms))
    assert told.safety_net or has_own, (
        f"{entry} speaks of {RED_FLAG_TOPICS.findall(texts(entry))}: write `safety_net: normal` for a reaction after a "
        "session, else `safety_net: emergency_line`; an answer that names the emergency number itself needs none."
    )


def test_rule_finds_the_topics_that_it_is_for() -> None:
    named = {
        "gaps/pregnancy", "gaps/blood_thinners", "gaps/pacemaker", "gaps/implants", "gaps/risks", "gaps/feeling_ill",
        "aftercare/infection_signs", "aftercare/when_to_contact", "treatment/tell_before", "preparation/medicines",
    }  # fmt: skip
    assert named <= set(RED_FLAG_ENTRIES)


def lines_of(knowledge: Knowledge, answer: Answer) -> list[Wording]:
    lines = [knowledge.safety.wording(each) for each in (NORMAL_LINE, EMERGENCY_LINE)]
    return [wording for wording in answer.wordings if wording in lines]


@pytest.mark.parametrize("entries", [("aftercare/soreness", "gaps/pregnancy"), ("gaps/pregnancy", "gaps/pacemaker")])
def test_two_answers_have_one_line_between_them(knowledge: Knowledge, entries: tuple[str, ...]) -> None:
    answer = knowledge.answer(Turn(entries))
    assert len(lines_of(knowledge, answer)) == 1
    assert lines_of(knowledge, answer) == [answer.wordings[-1]]


@pytest.mark.parametrize(
    ("assessment", "line"),
    [(Assessment("normal"), NORMAL_LINE), (Assessment("none", asks_about_danger=True), EMERGENCY_LINE)],
)
def test_line_that_the_message_asks_for_does_not_come_on_top(
    knowledge: Knowledge, assessment: Assessment, line: str
) -> None:
    answer = knowledge.safety.attend(knowledge.answer(Turn(("gaps/pregnancy",))), assessment)
    assert lines_of(knowledge, answer) == [knowledge.safety.wording(line)]


def test_line_on_a_reaction_is_not_replaced_by_the_general_one(knowledge: Knowledge) -> None:
    asked = Assessment("none", asks_about_danger=True)
    answer = knowledge.safety.attend(knowledge.answer(Turn(("aftercare/soreness",))), asked)
    assert lines_of(knowledge, answer) == [knowledge.safety.wording(NORMAL_LINE)]
