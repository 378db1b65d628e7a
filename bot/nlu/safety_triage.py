"""Has the last word on every message: a red flag replaces whatever it was about."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.followups.assessing import PainReport
from bot.nlu.document_reader import DocumentReader
from bot.nlu.intents import replace_intent
from bot.nlu.keys import DOCUMENT, PAIN_REPORT, PICKED, RED_FLAGS, SESSION_HOURS, TRIAGE
from bot.nlu.session_hours import session_hours
from bot.safety.triage import LEVELS, Assessment, Triage, shared_triage

# What a bare number reads as: soreness. Where the journal knows how it was before, it knows better.
SORENESS = frozenset({None, "normal", "routine_reaction"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyTriage(GraphComponent, IntentClassifier):
    """Stands last in the pipeline, since any classifier after it would overwrite the intent in turn."""

    def __init__(self, triage: Triage) -> None:
        self._triage = triage

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyTriage:
        """Creates the component with the signs and the second look of this checkout; neither is trained here."""
        return cls(shared_triage())

    @classmethod
    def required_components(cls) -> list[type]:
        """It reads the Document, and corrects the classifiers before it."""
        return [DocumentReader, IntentClassifier]

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        """Adds the assessment; an emergency or an urgent sign also becomes the intent."""
        for message in messages:
            document = message.get(DOCUMENT)
            hours = session_hours(message, tracker, datetime.now(timezone.utc))
            told = message.get(PAIN_REPORT)
            report = PainReport.from_json(told) if told else None
            is_understood = report is not None and report.is_all  # nothing is left to guess at
            is_picked = message.get(PICKED)
            found = Assessment("none") if is_picked else self._triage.assess(document, hours, rules_only=is_understood)
            assessment = _heeding(found, report) if report else found
            said = [time.middle_hours for time in document.elapsed if time.of_session]
            message.set(SESSION_HOURS, max(said, default=hours), add_to_output=True)
            message.set(TRIAGE, assessment.as_json(), add_to_output=True)
            if assessment.level in RED_FLAGS:
                replace_intent(message, RED_FLAGS[assessment.level], 1.0)
        return messages


def _heeding(assessment: Assessment, report: PainReport) -> Assessment:
    """The higher of triage's level and that of a pain score; of a score by itself, that of the score."""
    is_higher = LEVELS.index(report.assessment.level) > LEVELS.index(assessment.level)
    return report.assessment if is_higher or (report.is_all and assessment.message in SORENESS) else assessment
