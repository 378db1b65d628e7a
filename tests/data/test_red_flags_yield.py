"""Every state of a conversation yields to a red flag: each intent of the domain, each question, each form."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.data_files import DATA_DIR, PROJECT_ROOT, read_training_examples
from tests.conftest import Conversation

DOMAIN = yaml.safe_load((PROJECT_ROOT / "domain.yml").read_text(encoding="utf-8"))
RED_FLAGS = {"red_flag_emergency", "red_flag_urgent"}


def first_examples() -> dict[str, str]:
    """One example of each intent and question that the classifier learns from."""
    found: dict[str, str] = {}
    for text, intent in read_training_examples():
        found.setdefault(intent, text)
    return found


EXAMPLES = first_examples()


def test_each_intent_of_the_domain_is_walked() -> None:
    walked = {name.split("/")[0] for name in EXAMPLES}
    not_said_by_examples = {"choose", "unsure", "report_pain_score", *RED_FLAGS}
    assert set(DOMAIN["intents"]) - not_said_by_examples <= walked


@pytest.mark.parametrize("before", [pytest.param(text, id=name) for name, text in EXAMPLES.items()])
def test_after_any_kind_of_message_an_emergency_gets_its_text(conversation: Conversation, before: str) -> None:
    conversation.send(before)
    assert conversation.say("i cant catch my breath")["custom"]["level"] == "emergency"


def test_after_a_pain_score_an_emergency_gets_its_text(conversation: Conversation) -> None:
    conversation.send("/report_pain_score")
    assert conversation.say("i cant catch my breath")["custom"]["level"] == "emergency"


def test_after_a_picked_question_an_emergency_gets_its_text(conversation: Conversation) -> None:
    conversation.send('/choose{"entry": "aftercare/exercise"}')
    assert conversation.say("my chest feels tight")["custom"]["level"] == "emergency"


def test_after_a_question_back_an_emergency_gets_its_text(conversation: Conversation) -> None:
    assert conversation.say("kind arm way muscle")["custom"]["kind"] == "clarify"
    assert conversation.say("tongue is swelling up")["custom"]["level"] == "emergency"


def test_each_form_lets_red_flags_pass_and_has_a_rule_that_ends_it() -> None:
    forms: dict[str, Any] = DOMAIN.get("forms") or {}
    rules = [
        rule
        for path in (DATA_DIR / "stories").glob("*.yml")
        for rule in yaml.safe_load(path.read_text(encoding="utf-8")).get("rules", [])
    ]
    for name, form in forms.items():
        assert set(form.get("ignored_intents", [])) >= RED_FLAGS, name
        for red_flag in RED_FLAGS:
            ending = [{"active_loop": name}, {"intent": red_flag}, {"active_loop": None}]
            assert any(all(step in rule["steps"] for step in ending) for rule in rules), (name, red_flag)
