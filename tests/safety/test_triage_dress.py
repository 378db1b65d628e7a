"""No manner of saying it lowers an emergency: polite, joking, loud, beside something harmless."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.reader import Reader
from bot.safety.triage import Triage
from tests.safety.alarms import ALARMS, is_emergency

BEFORE = [
    "Hi, ", "sorry to bother you but ", "probably nothing but ", "I don't want to make a fuss but ", "lol ",
    "Quick question, ", "not sure if this matters but ", "hope you're all well! ", "no rush but ", "Dear team, ",
]  # fmt: skip
AFTER = [" lol", " haha", ", thanks", " x", "!!!", " 😅", ", sorry", " please", ""]
HARMLESS = [
    "What time do you open?", "Thanks for yesterday.", "How much is a session?", "No fever or swelling.",
    "Can I go running tomorrow?", "Is that normal?", "I feel fine otherwise.", "I drank lots of water.",
]  # fmt: skip
WEAR = {"as it is": str, "upper": str.upper, "title": str.capitalize}


@given(st.sampled_from(ALARMS), st.sampled_from(BEFORE), st.sampled_from(AFTER), st.sampled_from(sorted(WEAR)))
@settings(deadline=None)
def test_a_polite_or_joking_dress_never_lowers_an_emergency(
    reader: Reader, triage: Triage, alarm: str, before: str, after: str, wear: str
) -> None:
    assert is_emergency(reader, triage, WEAR[wear](before + alarm + after))


@given(st.sampled_from(ALARMS), st.sampled_from(HARMLESS), st.sampled_from([" ", "\n"]), st.booleans())
@settings(deadline=None)
def test_a_harmless_sentence_beside_it_never_lowers_an_emergency(
    reader: Reader, triage: Triage, alarm: str, harmless: str, gap: str, first: bool
) -> None:
    text = f"{harmless}{gap}{alarm}." if first else f"{alarm}.{gap}{harmless}"
    assert is_emergency(reader, triage, text)


@given(st.sampled_from(ALARMS), st.text(max_size=40))
@settings(deadline=None)
def test_any_text_before_a_full_stop_never_lowers_an_emergency(
    reader: Reader, triage: Triage, alarm: str, text: str
) -> None:
    assert is_emergency(reader, triage, f"{text} . {alarm}")
