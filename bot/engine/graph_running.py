"""Runs Rasa's graph node by node: the same nodes in the same order, without planning the run anew for each message."""

from __future__ import annotations

from functools import cache
from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage

Step = tuple[str, GraphNode, tuple[str, ...]]  # a node's name, the node, and the names of what it takes


class StepByStepRunner(GraphRunner):
    """Takes the place of Rasa's runner, which asks dask for a schedule and for a pool of workers each time."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema = schema
        self._nodes = nodes
        self._steps = cache(self._plan)

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> StepByStepRunner:
        """Loads the components of a model."""
        return cls.like(DaskGraphRunner.create(graph_schema, model_storage, execution_context, hooks))

    @classmethod
    def like(cls, runner: DaskGraphRunner) -> StepByStepRunner:
        """A runner with the loaded components of Rasa's."""
        return cls(runner._graph_schema, runner._instantiated_nodes)

    @property
    def nodes(self) -> list[Any]:
        """The loaded components and policies."""
        return [node._component for node in self._nodes.values()]

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """The outputs of the targets; raises what a component raises, as Rasa's runner does."""
        wanted = tuple(targets or self._schema.target_names)
        done = {name: (name, value) for name, value in (inputs or {}).items()}
        if clash := done.keys() & self._nodes.keys():
            raise GraphRunError(f"The inputs {sorted(clash)} have the names of nodes.")
        for name, node, needs in self._steps(wanted):
            done[name] = node(*(done.get(each, each) for each in needs))
        return dict(done[name] for name in wanted)

    def _plan(self, targets: tuple[str, ...]) -> list[Step]:
        """All nodes that the targets need, each after what it takes."""
        needed = self._schema.minimal_graph_schema(list(targets)).nodes
        planned: dict[str, Step] = {}

        def plan(name: str) -> None:
            if name in needed and name not in planned:
                takes = tuple(needed[name].needs.values())
                for each in takes:
                    plan(each)
                planned[name] = (name, self._nodes[name], takes)

        for target in targets:
            plan(target)
        return list(planned.values())
