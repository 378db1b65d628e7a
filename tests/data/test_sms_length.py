"""Every SMS takes at most two segments of the GSM-7 alphabet."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
import smsutil
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Wording
from bot.clinic import Clinic
from bot.knowledge.base import MOST_SUGGESTIONS, Knowledge, Turn
from bot.rendering import GSM_BASIC, GSM_EXTENDED, segments
from bot.review.lengths import longest_sms
from bot.safety.triage import Assessment
from bot.texting.gsm_text import fit
from tests.data.conftest import CLINICS
from tests.data.texts import ENTRIES, REPLIES, SAFETY_MESSAGES, all_wordings, renderer_of, shown

MOST_SEGMENTS = 2
FIXED = [f"reply {reply}" for reply in REPLIES] + [f"safety {message}" for message in SAFETY_MESSAGES]
GSM = smsutil.codecs.GSM_CHARSET.replace("\x1b", "")


@pytest.fixture(scope="module")
def wordings(knowledge: Knowledge) -> dict[str, Wording]:
    return all_wordings(knowledge)


def too_long(knowledge: Knowledge, clinic: Clinic, review: str) -> dict[str, int]:
    """The length of each answer that takes more than two segments under this line of review."""
    texts = {}
    for entry in ENTRIES:
        wording = knowledge.replies.wording(review, name="Dr Ada Example", role="physiotherapist", date="2025-03-01")
        answer = replace(knowledge.answer(Turn((entry,))), review=wording)
        texts[entry] = renderer_of(clinic).render(answer, "sms").text
    return {entry: len(text) for entry, text in texts.items() if segments(text) > MOST_SEGMENTS}


@pytest.mark.parametrize("entry", ENTRIES)
def test_answer_fits_two_segments_of_gsm(knowledge: Knowledge, any_clinic: Clinic, entry: str) -> None:
    text = renderer_of(any_clinic).render(knowledge.answer(Turn((entry,))), "sms").text
    assert not set(text) - set(GSM)
    assert segments(text) <= MOST_SEGMENTS


@pytest.mark.parametrize("name", FIXED)
def test_fixed_text_fits_two_segments_of_gsm(wordings: dict[str, Wording], any_clinic: Clinic, name: str) -> None:
    text = shown(wordings[name], any_clinic, "sms")
    assert not set(text) - set(GSM)
    assert segments(text) <= MOST_SEGMENTS


def test_longest_offer_of_questions_fits_two_segments(knowledge: Knowledge, any_clinic: Clinic) -> None:
    longest = sorted(ENTRIES, key=lambda entry: -len(knowledge.entries[entry].question))[:MOST_SUGGESTIONS]
    text = renderer_of(any_clinic).render(knowledge.clarify(Turn(candidates=tuple(longest))), "sms").text
    assert not set(text) - set(GSM)
    assert segments(text) <= MOST_SEGMENTS


@pytest.mark.parametrize("message", SAFETY_MESSAGES)
def test_safety_message_has_at_most_300_characters(
    wordings: dict[str, Wording], any_clinic: Clinic, message: str
) -> None:
    assert len(shown(wordings[f"safety {message}"], any_clinic, "sms")) <= 300


@pytest.mark.parametrize("entry", ENTRIES)
def test_sms_has_no_marks_of_the_web_form(knowledge: Knowledge, entry: str) -> None:
    text = knowledge.wording(knowledge.entries[entry]).sms
    assert "**" not in text
    assert "\n" not in text


def test_signed_answer_of_a_clinic_with_all_contacts_fits_two_segments(knowledge: Knowledge) -> None:
    assert not too_long(knowledge, CLINICS["a clinic with long contacts"], "reviewed")


def test_signed_answer_without_an_emergency_number_fits_two_segments(knowledge: Knowledge) -> None:
    assert not too_long(knowledge, CLINICS["the demo clinic"], "reviewed")


def test_answer_with_a_long_phone_and_no_emergency_number_fits_two_segments(knowledge: Knowledge) -> None:
    clinic = msgspec.structs.replace(CLINICS["a clinic with long contacts"], emergency_number=None)
    assert not too_long(knowledge, clinic, "unreviewed")


@pytest.mark.parametrize("name", CLINICS)
def test_answer_fits_with_all_that_may_be_added_to_it(knowledge: Knowledge, name: str) -> None:
    """The sentence on time, the longer safety line, the clinic's name and phone, and either line of review."""
    for clinic in (CLINICS[name], msgspec.structs.replace(CLINICS[name], emergency_number=None)):
        texts = {entry: longest_sms(knowledge, knowledge.entries[entry], renderer_of(clinic)) for entry in ENTRIES}
        assert not {entry: len(text) for entry, text in texts.items() if segments(text) > MOST_SEGMENTS}


@settings(database=None, derandomize=True, deadline=None, max_examples=200)
@given(
    st.one_of(
        st.text(GSM, min_size=1, max_size=480),
        st.text("a€", min_size=150, max_size=320),
        st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x1b"), min_size=1, max_size=250),
        st.text("aé–😀", min_size=60, max_size=220),
    )
)
def test_segments_are_counted_as_another_library_counts_them(text: str) -> None:
    assert segments(text) == len(smsutil.split(text).parts)


def test_alphabet_is_the_one_that_another_library_knows() -> None:
    assert set(GSM) == GSM_BASIC | GSM_EXTENDED
    assert set(smsutil.codecs.GSM_EXT_CHARSET) == GSM_EXTENDED


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 153, 3),
        ("–" * 70, 1),
        ("–" * 71, 2),
        ("😀" * 35, 1),
        ("–" * 66 + "😀" * 4, 2),
    ],
)
def test_segments_at_the_limits(text: str, count: int) -> None:
    assert segments(text) == count


def test_every_text_that_is_sent_is_counted_as_another_library_counts_it(knowledge: Knowledge) -> None:
    for entry in ENTRIES:
        answer = knowledge.answer(Turn((entry,)))
        for channel in ("web", "sms"):
            text = renderer_of(CLINICS["the demo clinic"]).render(answer, channel).text
            assert segments(text) == len(smsutil.split(text).parts)


def test_safety_advice_two_answers_or_an_offer_fit_two_texts(knowledge: Knowledge, any_clinic: Clinic) -> None:
    """The longest answers, with a line of safety, the review and the offer of a third; or after routine advice."""
    longest = sorted(ENTRIES, key=lambda entry: -len(knowledge.entries[entry].sms))[:3]
    two = knowledge.answer(Turn(tuple(longest), most=2))
    replies = [knowledge.safety.with_line("normal", two)]
    stands_alone = "routine_question"
    for message in (each for each in SAFETY_MESSAGES if each.startswith("routine") and each != stands_alone):
        one = knowledge.answer(Turn(tuple(longest[:2]), most=1))
        replies.append(knowledge.safety.attend(one, Assessment("routine", ("SIGN-X",), message)))
    for reply in replies:
        text = renderer_of(any_clinic).render(reply, "sms").text
        assert "reply: 1" in text
        assert " ".join(fit(text)) == text
