"""Session plans in words, with each number beside its unit."""

from __future__ import annotations

import re

import pytest

from bot.answer import Wording
from bot.knowledge.base import Knowledge
from bot.knowledge.plans import plan_placeholder, plan_wording
from bot.knowledge.records import SessionPlan

# Told here once more, so that a plan cannot change unseen.
PLANS = {
    "acute_injury": ("3 to 5 sessions over 2 to 3 weeks", "3-5 sessions over 2-3 weeks"),
    "chronic_pain": ("8 to 10 sessions over 8 to 12 weeks", "8-10 sessions over 8-12 weeks"),
    "sport": ("6 to 8 sessions over 4 to 6 weeks", "6-8 sessions over 4-6 weeks"),
    "surgery": ("5 to 7 sessions over 6 to 8 weeks", "5-7 sessions over 6-8 weeks"),
    "fibromyalgia": ("8 to 12 sessions over 10 to 14 weeks", "8-12 sessions over 10-14 weeks"),
    "short_term_relief": ("3 to 5 sessions", "3-5 sessions"),
    "long_term_goals": ("8 to 12 sessions or more", "8-12 sessions or more"),
}


@pytest.mark.parametrize("plan", PLANS)
def test_plan_is_told_with_each_number_beside_its_unit(knowledge: Knowledge, plan: str) -> None:
    assert plan_wording(knowledge.plans[plan], knowledge.replies) == Wording(*PLANS[plan])


def test_every_plan_has_its_words_here(knowledge: Knowledge) -> None:
    assert knowledge.plans.keys() == PLANS.keys()


def test_open_plan_of_some_weeks_says_more_before_the_weeks(knowledge: Knowledge) -> None:
    plan = SessionPlan("x", "a label", "an example", (2, 4), ["S001"], weeks=(1, 2), or_more=True)
    assert plan_wording(plan, knowledge.replies).web == "2 to 4 sessions or more over 1 to 2 weeks"


def test_placeholder_is_the_id_of_the_plan(knowledge: Knowledge) -> None:
    assert plan_placeholder(knowledge.plans["sport"]) == "{sport_plan}"


# Which entries may tell a plan; a condition that has no number in the documents is in none of them.
TOLD_BY = {plan: {f"sessions/{plan}"} for plan in PLANS}
TOLD_BY["acute_injury"] |= {"sessions/lower_back", "sessions/overview"}
TOLD_BY["chronic_pain"] |= {"sessions/lower_back", "sessions/overview"}


@pytest.mark.parametrize("plan", PLANS)
def test_plan_is_told_by_no_other_entry(knowledge: Knowledge, plan: str) -> None:
    placeholder = plan_placeholder(knowledge.plans[plan])
    telling = {entry.id for entry in knowledge.entries.values() if placeholder in entry.web + entry.sms}
    assert telling == TOLD_BY[plan]


@pytest.mark.parametrize("entry", ["sessions/arthritis", "sessions/maintenance", "sessions/age_and_health"])
def test_entry_that_the_documents_give_no_number_for_tells_none(knowledge: Knowledge, entry: str) -> None:
    wording = knowledge.wording(knowledge.entries[entry])
    for text in (wording.web, wording.sms):
        assert not re.search(r"\d|\b(two|three|four|five|six|seven|eight|ten|twelve)\b", text.replace("{", ""))


@pytest.mark.parametrize("plan", PLANS)
def test_plan_is_told_by_the_entry_of_its_name(knowledge: Knowledge, plan: str) -> None:
    wording = knowledge.wording(knowledge.entries[f"sessions/{plan}"])
    web, sms = PLANS[plan]
    assert web in wording.web
    assert sms in wording.sms
