"""Makes Rasa entities of what the writer has now, and of nothing else."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from bot.language.document import Document
from bot.nlu.document_reader import DocumentReader
from bot.nlu.keys import DOCUMENT

ENTITIES_OF_THE_DOMAIN = frozenset({"symptom", "condition", "body_area"})  # a quality alone is no entity


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FindingEntities(GraphComponent, EntityExtractorMixin):
    """A denied, past, imagined or other person's finding would fill a slot all the same, so it is left out."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FindingEntities:
        """Creates the component; it has no settings."""
        return cls()

    @classmethod
    def required_components(cls) -> list[type]:
        """It reads the Document."""
        return [DocumentReader]

    def process(self, messages: list[Message]) -> list[Message]:
        """Extends the message's entities: category, concept, and offsets into the text."""
        for message in messages:
            entities = [*message.get(ENTITIES, []), *self._entities(message.get(DOCUMENT))]
            message.set(ENTITIES, entities, add_to_output=True)
        return messages

    def _entities(self, document: Document) -> list[dict[str, Any]]:
        return [
            {
                "entity": finding.category,
                "value": finding.concept,
                "start": finding.span.start,
                "end": finding.span.end,
                "extractor": type(self).__name__,
            }
            for finding in document.findings
            if finding.is_current and not finding.other_person and finding.category in ENTITIES_OF_THE_DOMAIN
        ]
