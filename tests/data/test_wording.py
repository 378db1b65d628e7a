"""What patients read is short, plain and careful."""

from __future__ import annotations

import re
import statistics
import unicodedata

import pytest
import textstat

from bot.answer import Wording
from bot.clinic import Clinic
from bot.knowledge.base import Knowledge, shared_knowledge
from tests.data.conftest import CLINICS
from tests.data.texts import ENTRIES, NAMES, SAFETY_MESSAGES, all_wordings, plain, shown

MOST_WORDS = 60
MOST_URGENT_WORDS = 90  # safety policy, section 5
HIGHEST_GRADE = 8
HIGHEST_MEDIAN_GRADE = 6.5
FORBIDDEN = {
    "toxins": r"toxin",
    "flushing": r"flush",
    "hollow needles": r"hollow",
    "blood flow and healing": r"blood flow and healing",
    "speed": r"\bspeeds",
    "guarantee": r"guarantee",
    "promise": r"(?<!not a )promise",
    "high effect": r"highly effective",
    "stopping a medicine": r"you should stop taking",
    "pausing a medicine": r"pause your medic",
}


# Entries that tell numbers of sessions: those with a plan's placeholder, and those on frequency.
PLAN_ENTRIES = [name for name in ENTRIES if "_plan}" in shared_knowledge().entries[name].web]
PLAN_ENTRIES += ["sessions/frequency", "sessions/frequency_acute", "sessions/frequency_chronic"]


UNANSWERED = [name for name in ENTRIES if shared_knowledge().entries[name].unanswered]
# What the guide says is told first here, and what it leaves open after it, in words of its own.
PARTLY_ANSWERED = {"gaps/alcohol_after", "gaps/diagnosis", "gaps/jaw_pain", "gaps/other_pain"}


@pytest.fixture(scope="module")
def wordings(knowledge: Knowledge) -> dict[str, Wording]:
    return all_wordings(knowledge)


def grade(wording: Wording, clinic: Clinic) -> float:
    """School grade of the web text by Flesch and Kincaid."""
    return float(textstat.flesch_kincaid_grade(plain(shown(wording, clinic, "web"))))


@pytest.mark.parametrize("entry", ENTRIES)
def test_web_answer_has_at_most_sixty_words(wordings: dict[str, Wording], any_clinic: Clinic, entry: str) -> None:
    assert len(plain(shown(wordings[entry], any_clinic, "web")).split()) <= MOST_WORDS


@pytest.mark.parametrize("message", SAFETY_MESSAGES)
def test_safety_message_is_short(wordings: dict[str, Wording], any_clinic: Clinic, message: str) -> None:
    most = MOST_URGENT_WORDS if message.startswith("urgent") else MOST_WORDS
    assert len(plain(shown(wordings[f"safety {message}"], any_clinic, "web")).split()) <= most


@pytest.mark.parametrize("entry", ENTRIES)
def test_web_answer_is_readable_in_grade_eight(wordings: dict[str, Wording], clinic: Clinic, entry: str) -> None:
    assert grade(wordings[entry], clinic) <= HIGHEST_GRADE


def test_half_of_the_answers_are_readable_in_grade_six(wordings: dict[str, Wording], clinic: Clinic) -> None:
    assert statistics.median(grade(wordings[entry], clinic) for entry in ENTRIES) <= HIGHEST_MEDIAN_GRADE


@pytest.mark.parametrize("name", NAMES)
def test_text_has_no_exclamation_mark(wordings: dict[str, Wording], name: str) -> None:
    assert "!" not in wordings[name].web + wordings[name].sms


@pytest.mark.parametrize("name", NAMES)
def test_text_has_no_emoji(wordings: dict[str, Wording], name: str) -> None:
    symbols = {unicodedata.category(character) for character in wordings[name].web + wordings[name].sms}
    assert not symbols & {"So", "Sk", "Cs", "Co", "Cn", "Cf"}


@pytest.mark.parametrize("claim", FORBIDDEN)
def test_no_text_makes_a_forbidden_claim(wordings: dict[str, Wording], claim: str) -> None:
    claiming = [
        name
        for name, wording in wordings.items()
        if re.search(FORBIDDEN[claim], f"{wording.web} {wording.sms}".replace("\n", " "), re.IGNORECASE)
    ]
    assert not claiming


@pytest.mark.parametrize("entry", ENTRIES)
def test_question_ends_with_a_question_mark(knowledge: Knowledge, entry: str) -> None:
    assert knowledge.entries[entry].question.endswith("?")


def test_no_two_entries_have_the_same_question(knowledge: Knowledge) -> None:
    questions = [entry.question.casefold() for entry in knowledge.entries.values()]
    assert len(set(questions)) == len(questions)


@pytest.mark.parametrize("form", ["web", "sms"])
@pytest.mark.parametrize("entry", UNANSWERED)
def test_open_question_is_said_to_be_open_and_whom_to_ask(
    knowledge: Knowledge, wordings: dict[str, Wording], entry: str, form: str
) -> None:
    text = " ".join(getattr(wordings[entry], form).replace("**", "").split())
    assert re.search(
        r"\bguide (doesn't|does not|gives? no|names? (no|only)|says nothing|has no|is only|only|leaves)", text
    ) or (entry in PARTLY_ANSWERED and "guide" in text)
    assert "{clinic_phone}" in text


@pytest.mark.parametrize("form", ["web", "sms"])
@pytest.mark.parametrize("entry", PLAN_ENTRIES)
def test_session_plan_is_a_typical_example_that_the_practitioner_decides(
    wordings: dict[str, Wording], entry: str, form: str
) -> None:
    text = " ".join(getattr(wordings[entry], form).casefold().split())
    assert "typical example" in text
    assert "practitioner" in text


@pytest.mark.parametrize("entry", ENTRIES)
def test_session_count_never_stands_as_digits_in_the_text(knowledge: Knowledge, entry: str) -> None:
    texts = knowledge.entries[entry]
    for text in (texts.web, texts.sms):
        assert not re.search(r"\d+\W*(sessions|visits|weeks)(?! a week)", " ".join(text.split()))
        assert "_plan}" not in text or not re.search(r"\d", text)


@pytest.mark.parametrize("name", ["reply ask_human", "reply unknown", "sensations/warmth_or_tingling", "reply failure"])
def test_text_without_a_phone_number_still_reads_well(wordings: dict[str, Wording], name: str) -> None:
    text = shown(wordings[name], CLINICS["a clinic with nothing filled in"], "web").replace("**", "").casefold()
    assert "the clinic: the clinic" not in text
    assert "the clinic the same day on the clinic" not in text
