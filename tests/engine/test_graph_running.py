"""The graph runs as with Rasa's own runner."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.graph_running import StepByStepRunner

MESSAGES = ["can i exercise tomorrow", "i cant breathe", "who won the match", "what do i wear n how many sessions"]


class RasasRunner(DaskGraphRunner):
    """Rasa's runner over nodes that are loaded already."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, Any]) -> None:
        self._graph_schema, self._instantiated_nodes = schema, nodes
        self._execution_context = ExecutionContext(schema)


@pytest.mark.parametrize("text", MESSAGES)
def test_a_message_is_understood_as_by_rasas_runner(agent: Any, text: str) -> None:
    ours, target = agent.processor.graph_runner, agent.processor.model_metadata.nlu_target
    assert isinstance(ours, StepByStepRunner)
    rasas = RasasRunner(ours._schema, ours._nodes)
    inputs = {
        PLACEHOLDER_MESSAGE: [UserMessage(text)],
        PLACEHOLDER_TRACKER: DialogueStateTracker.from_events("someone", []),
    }
    (by_ours,), (by_rasas,) = (runner.run(inputs, [target])[target] for runner in (ours, rasas))
    assert by_ours.as_dict(only_output_properties=True) == by_rasas.as_dict(only_output_properties=True)


def test_each_node_runs_once_and_after_what_it_takes() -> None:
    ran: list[str] = []
    needs = {"both": ["left", "right"], "left": ["start"], "right": ["start"], "start": ["given"], "other": ["given"]}

    def node(name: str) -> Any:
        def run(*taken: tuple[str, Any]) -> tuple[str, Any]:
            ran.append(name)
            return name, [value for _, value in taken]

        return run

    schema = GraphSchema({name: schema_node(takes) for name, takes in needs.items()})
    runner = StepByStepRunner(schema, {name: node(name) for name in needs})
    assert runner.run({"given": 7}, ["both"]) == {"both": [[[7]], [[7]]]}
    assert ran == ["start", "left", "right", "both"]


def test_an_input_with_the_name_of_a_node_is_refused() -> None:
    runner = StepByStepRunner(GraphSchema({"start": schema_node([])}), {"start": None})
    with pytest.raises(GraphRunError, match="start"):
        runner.run({"start": 7}, ["start"])


def test_what_a_node_raises_comes_out(agent: Any) -> None:
    def fail(*_: Any) -> None:
        raise ValueError("broken")

    runner = StepByStepRunner(GraphSchema({"start": schema_node([])}), {"start": fail})
    with pytest.raises(ValueError, match="broken"):
        runner.run({}, ["start"])


def schema_node(takes: list[str]) -> SchemaNode:
    return SchemaNode({each: each for each in takes}, object, "create", "run", {})
