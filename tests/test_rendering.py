"""From an answer to what a channel sends."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from bot.answer import Answer, Source, Suggestion, Wording
from bot.clinic import Clinic
from bot.knowledge.base import Knowledge, Turn, shared_knowledge
from bot.rendering import MOST_SECTIONS, Renderer, reflow
from bot.safety.triage import Assessment
from tests.data.texts import ENTRIES, REPLIES, SAFETY_MESSAGES, all_wordings, shown

SCHEMA = json.loads((Path(__file__).parent / "data" / "reply.schema.json").read_text(encoding="utf-8"))
NOTHING_FILLED_IN = Clinic(name="", zone="UTC")


@pytest.fixture(scope="module")
def renderer(clinic: Clinic) -> Renderer:
    return Renderer(clinic)


def every_answer() -> dict[str, Answer]:
    """Each answer that the knowledge base and the fixed texts can give, by a name."""
    base = shared_knowledge()
    answers = {entry: base.answer(Turn((entry,))) for entry in ENTRIES}
    answers |= {f"reply {reply}": base.replies.answer(reply, "notice") for reply in REPLIES}
    answers |= {
        f"safety {message}": base.safety.escalation(Assessment("emergency", ("a_sign",), message))
        for message in SAFETY_MESSAGES
    }
    answers["several entries"] = base.answer(Turn(tuple(ENTRIES)))
    answers["no entry"] = base.answer(Turn())
    answers["an offer"] = base.clarify(Turn(candidates=tuple(ENTRIES)))
    answers["an unknown emergency"] = base.safety.escalation(Assessment("emergency"))
    return answers


ANSWERS = every_answer()
WORDINGS = all_wordings(shared_knowledge())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("One line\ngoes on.", "One line goes on."),
        ("\n  One line.\n\n", "One line."),
        ("One.\n\nTwo\ngoes on.", "One.\n\nTwo goes on."),
        ("A list:\n\n- one\n- two\ngoes on", "A list:\n\n- one\n- two goes on"),
        ("A list:\n- one\n- two\n\nAfter\nit.", "A list:\n- one\n- two\n\nAfter it."),
        ("24\n-48", "24 -48"),
        ("", ""),
    ],
)
def test_lines_of_a_paragraph_are_joined_and_lists_stay(written: str, read: str) -> None:
    assert reflow(written) == read


@pytest.mark.parametrize("entry", ENTRIES)
def test_web_answer_ends_with_its_sources_and_review(renderer: Renderer, knowledge: Knowledge, entry: str) -> None:
    answer = knowledge.answer(Turn((entry,)))
    last = renderer.render(answer, "web").text.split("\n\n")[-1]
    assert answer.review
    first = (
        f"From: {answer.sources[0].document} ({answer.sources[0].section}" if answer.sources else "Not from our guide"
    )
    assert last.startswith(first)
    assert last.endswith(f" · {answer.review.web}")
    assert all(source.document in last for source in answer.sources)


@pytest.mark.parametrize("entry", ENTRIES)
def test_sms_answer_ends_with_its_review_in_brackets(renderer: Renderer, knowledge: Knowledge, entry: str) -> None:
    answer = knowledge.answer(Turn((entry,)))
    assert answer.review
    assert renderer.render(answer, "sms").text.endswith(f" ({answer.review.sms})")


def test_source_line_names_at_most_two_sections_of_a_document(renderer: Renderer) -> None:
    sources = tuple(Source(document, section) for document in "AB" for section in ("one", "two", "three"))
    answer = Answer("answer", (Wording("Text.", "Text."),), sources=sources, review=Wording("checked", "checked"))
    reply = renderer.render(answer, "web")
    assert MOST_SECTIONS == 2
    assert reply.text == "Text.\n\nFrom: A (one, two); B (one, two) · checked"
    assert len(reply.custom["sources"]) == 6


def test_text_that_is_no_knowledge_has_no_source_line(renderer: Renderer, knowledge: Knowledge) -> None:
    reply = renderer.render(knowledge.safety.escalation(Assessment("emergency")), "web")
    assert "From:" not in reply.text
    assert reply.custom["sources"] == [
        {"document": "Needlewise safety rules", "section": "Trouble breathing or chest pain"}
    ]


@pytest.mark.parametrize("channel", ["sms", "cmdline", "WEB", "", None])
def test_channel_that_is_not_the_webs_gets_the_sms_form(
    renderer: Renderer, knowledge: Knowledge, channel: str | None
) -> None:
    answer = knowledge.answer(Turn(("aftercare/soreness",)))
    reply = renderer.render(answer, channel)
    assert reply == renderer.render(answer, "sms") != renderer.render(answer, "web")
    assert "\n" not in reply.text


def test_wordings_follow_each_other_in_their_order(renderer: Renderer) -> None:
    answer = Answer("notice", (Wording("First\nline.", "One."), Wording("Second.", "Two.")))
    assert renderer.render(answer, "web").text == "First line.\n\nSecond."
    assert renderer.render(answer, "sms").text == "One. Two."


@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize("name", WORDINGS)
def test_no_placeholder_is_left_in_a_text(clinic: Clinic, name: str, channel: str) -> None:
    for each in (clinic, NOTHING_FILLED_IN):
        text = shown(WORDINGS[name], each, channel)
        assert not {"{", "}"} & set(text)
        assert "None" not in text


@pytest.mark.parametrize("channel", ["web", "sms"])
def test_contacts_of_the_clinic_are_filled_in(knowledge: Knowledge, clinic: Clinic, channel: str) -> None:
    text = Renderer(clinic).render(knowledge.replies.answer("unknown", "unknown"), channel).text
    assert clinic.phone
    assert clinic.hours
    assert clinic.phone in text
    assert clinic.hours in text


@pytest.mark.parametrize(
    ("placeholder", "said"),
    [
        ("{clinic_name}", "the clinic"),
        ("{clinic_phone}", "the clinic"),
        ("{clinic_hours}", "during opening hours"),
        ("{emergency_number}", "your local emergency number"),
        ("{crisis_line}", "a crisis line near you"),
    ],
)
def test_contact_that_is_not_filled_in_is_told_in_words(placeholder: str, said: str) -> None:
    assert shown(Wording(placeholder, placeholder), NOTHING_FILLED_IN, "web") == said


def test_offer_by_sms_numbers_its_choices(renderer: Renderer, knowledge: Knowledge) -> None:
    offered = ("aftercare/exercise", "aftercare/soreness", "preparation/food")
    text = renderer.render(knowledge.clarify(Turn(candidates=offered)), "sms").text
    assert " 1 When can I exercise again? 2 Is it normal to be sore? 3 Should I eat before my session? " in text


def test_offer_on_the_web_leaves_its_choices_to_the_buttons(renderer: Renderer, knowledge: Knowledge) -> None:
    reply = renderer.render(knowledge.clarify(Turn(candidates=("aftercare/exercise",))), "web")
    assert "When can I exercise again?" not in reply.text
    assert reply.custom["suggestions"] == [
        {"title": "When can I exercise again?", "payload": '/choose{"entry": "aftercare/exercise"}'}
    ]


@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize("name", ANSWERS)
def test_data_beside_the_text_keep_the_schema(renderer: Renderer, name: str, channel: str) -> None:
    reply = renderer.render(ANSWERS[name], channel)
    jsonschema.validate(json.loads(json.dumps(reply.custom)), SCHEMA)
    assert set(reply.custom) - {"plans", "by_digit"} == {"kind", "level", "entries", "sources", "suggestions"}
    assert reply.text.strip() == reply.text != ""


def test_numbers_of_sessions_come_with_the_plans_of_the_guide_to_compare(
    renderer: Renderer, knowledge: Knowledge
) -> None:
    plans = renderer.render(knowledge.answer(Turn(("sessions/sport",))), "web").custom["plans"]
    assert [plan["sessions"] for plan in plans if plan["asked"]] == [[6, 8]]
    assert len(plans) == len(knowledge.plans)
    assert "plans" not in renderer.render(knowledge.answer(Turn(("aftercare/exercise",))), "web").custom


def test_schema_refuses_another_key(renderer: Renderer) -> None:
    custom = renderer.render(Answer("notice", (), suggestions=(Suggestion("A?", "/choose"),)), "web").custom
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**custom, "text": "x"}, SCHEMA)
