"""What Rasa is spared changes no outcome."""

from __future__ import annotations

import ast
import inspect
import json
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.spared_work import COPYING, names_words


@pytest.mark.parametrize("module", COPYING, ids=lambda module: module.__name__)
def test_what_is_copied_no_more_is_only_told_to_the_debug_log(module: Any) -> None:
    tree = ast.parse(inspect.getsource(module))
    copies = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "copy"]
    debug_lines = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and is_debug(node.func)]
    told = {id(inner) for line in debug_lines for inner in ast.walk(line)}
    assert copies
    assert all(id(each) in told for each in copies)


def is_debug(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and function.attr == "debug"


def test_the_domain_is_still_known_not_to_be_empty(agent: Any) -> None:
    assert agent.domain.is_empty() is type(agent.domain).is_empty(agent.domain) is False


@pytest.fixture
def rules(agent: Any) -> RulePolicy:
    return next(each for each in agent.processor.graph_runner.nodes if isinstance(each, RulePolicy))


def test_no_rule_of_ours_holds_for_the_words_of_a_message(rules: RulePolicy) -> None:
    assert not names_words(rules)


@pytest.mark.parametrize("intent", ["aftercare", "greet", "out_of_scope", "red_flag_emergency", "restart", "no such"])
def test_the_rules_decide_as_they_do_when_they_look_at_the_words_too(
    agent: Any, rules: RulePolicy, intent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = UserUttered("what can I do after it", {"name": intent, "confidence": 1.0})
    tracker = DialogueStateTracker.from_events("someone", [ActionExecuted("action_listen"), said], agent.domain.slots)
    spared, _ = rules._predict(tracker, agent.domain)
    monkeypatch.setattr(rules, "_find_action_from_rules", partial(RulePolicy._find_action_from_rules, rules))
    whole, _ = rules._predict(tracker, agent.domain)
    assert spared.probabilities == whole.probabilities


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        ({"prev_action": {"action_name": "action_listen"}, "user": {"text": "hello"}}, True),
        ({"prev_action": {"action_name": "action_listen"}}, True),
        ({"prev_action": {"action_name": "action_listen"}, "user": {"intent": "greet"}}, False),
        ({"prev_action": {"action_name": "answer"}}, False),
    ],
)
def test_a_rule_that_could_hold_for_words_is_noticed(rule: dict[str, Any], holds: bool) -> None:
    policy = SimpleNamespace(lookup={RULES: {json.dumps([rule]): "action"}})
    assert names_words(policy) is holds
