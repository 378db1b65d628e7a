"""Lets Rasa train on questions whose answers are not its responses but entries of the knowledge base."""

from __future__ import annotations

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData


class KnowledgeImporter(RasaFileImporter):
    """Gives each question a placeholder response; without one Rasa warns about every single example."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The examples of `data/nlu`, each question with a response that names its entry."""
        data = super().get_nlu_data(language)
        questions = sorted({example.get_full_intent() for example in data.intent_examples})
        placeholders = {f"utter_{name}": [{"text": name}] for name in questions if name and "/" in name}
        return data.merge(TrainingData(responses=placeholders))
