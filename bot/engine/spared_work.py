"""Spares Rasa what it does anew for each message though its outcome is known or unseen."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from rasa.core import processor
from rasa.core.policies import memoization, rule_policy

from bot.engine.graph_running import StepByStepRunner

COPYING = (processor, memoization, rule_policy)  # modules that use `copy` for their debug lines and for nothing else


def spare_work(agent: Any) -> None:
    """Changes an agent and Rasa's modules so that the same is done with less.

    The graph is not planned for each message; whether the domain is empty, which Rasa finds out by making an empty
    one, is asked once; and what only debug lines tell, which are off, is not copied for them.
    """
    agent.processor.graph_runner = StepByStepRunner.like(agent.processor.graph_runner)
    is_empty = agent.domain.is_empty()
    agent.domain.is_empty = lambda: is_empty
    for module in COPYING:
        module.copy = SimpleNamespace(deepcopy=lambda told: told)
