"""What our trained components share: how Rasa makes, loads and keeps them."""

from __future__ import annotations

from typing import Any, Protocol

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from typing_extensions import Self

from bot.nlu.sentence_vectors import SentenceVectors


class Model(Protocol):
    """A trained part that writes and reads itself."""

    def save(self, directory: Any) -> None:
        """Writes the model into a folder."""

    @classmethod
    def load(cls, directory: Any) -> Self:
        """Reads a model from a folder."""


class TrainedComponent(GraphComponent, IntentClassifier):
    """A classifier around a model of ours; a subclass names the model's class and uses `self.model`."""

    model_class: type[Any]

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self.config = config
        self._storage = storage
        self._resource = resource
        self.model: Any = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """Creates an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """Loads a trained component; raises ValueError if the model archive does not hold one."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as directory:
            component.model = cls.model_class.load(directory)
        return component

    @classmethod
    def required_components(cls) -> list[type]:
        """They read the sentence vector."""
        return [SentenceVectors]

    def keep(self, model: Model) -> Resource:
        """Writes a model that has just been trained."""
        with self._storage.write_to(self._resource) as directory:
            model.save(directory)
        return self._resource
