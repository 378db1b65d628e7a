"""Spares Rasa what it does anew for each message though its outcome is known or unseen."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from rasa.core import processor
from rasa.core.policies import memoization, rule_policy
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, USER
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

from bot.engine.graph_running import StepByStepRunner

COPYING = (processor, memoization, rule_policy)  # modules that use `copy` for their debug lines and for nothing else


def spare_work(agent: Any) -> None:
    """Changes an agent and Rasa's modules so that the same is done with less.

    The graph is not planned for each message; whether the domain is empty, which Rasa finds out by making an empty
    one, is asked once; what only debug lines tell, which are off, is not copied for them; and rules are not looked
    through for the words of a message where none of them names words.
    """
    agent.processor.graph_runner = StepByStepRunner.like(agent.processor.graph_runner)
    is_empty = agent.domain.is_empty()
    agent.domain.is_empty = lambda: is_empty
    for module in COPYING:
        module.copy = SimpleNamespace(deepcopy=lambda told: told)
    for node in agent.processor.graph_runner.nodes:
        if isinstance(node, RulePolicy) and not names_words(node):
            _go_by_intents_alone(node)


def names_words(policy: Any) -> bool:
    """Whether any rule can hold for the words of a message, not for its intent."""
    states = (json.loads(rule)[-1] for rule in policy.lookup[RULES])
    return any(
        (each.get(PREVIOUS_ACTION) or {}).get(ACTION_NAME) == ACTION_LISTEN_NAME and INTENT not in each.get(USER, {})
        for each in states
    )


def _go_by_intents_alone(policy: Any) -> None:
    by_either = policy._find_action_from_rules

    def find(tracker: Any, domain: Any, use_text_for_last_user_input: bool) -> Any:
        return (None, None, False) if use_text_for_last_user_input else by_either(tracker, domain, False)

    policy._find_action_from_rules = find
