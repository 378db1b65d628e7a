"""Lets Rasa train on questions whose answers are not its responses but entries of the knowledge base."""

from __future__ import annotations

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from bot.clinic import clinic_dir
from bot.knowledge.own_answers import own_examples


class KnowledgeImporter(RasaFileImporter):
    """Adds the examples of a clinic's own answers, and gives each question a placeholder response.

    Without a response Rasa warns about every single example.
    """

    @cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The examples of `data/nlu` and of the clinic, each question with a response that names its entry.

        Rasa asks twice; reading and merging takes seconds.
        """
        own = [Message.build(text=text, intent=answer) for answer, text in own_examples(clinic_dir())]
        data = super().get_nlu_data(language)
        questions = sorted({example.get_full_intent() for example in (*data.intent_examples, *own)})
        placeholders = {f"utter_{name}": [{"text": name}] for name in questions if name and "/" in name}
        return data.merge(TrainingData(training_examples=own, responses=placeholders))
