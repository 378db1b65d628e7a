"""What Rasa is spared changes no outcome."""

from __future__ import annotations

import ast
import inspect
from typing import Any

import pytest

from bot.engine.spared_work import COPYING


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
