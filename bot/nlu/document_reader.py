"""Reads each message once into a Document; everything after it in the pipeline builds on that."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

import bot.language
from bot.data_files import DATA_DIR, PROJECT_ROOT, files_fingerprint
from bot.language.document import Document
from bot.language.reader import Reader, shared_reader
from bot.nlu.keys import DOCUMENT, ELAPSED, FINDINGS, NORMALISED


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class DocumentReader(Tokenizer):
    """Rasa's tokenizer is our reader: the tokens are those of the Document."""

    def __init__(self, config: dict[str, Any], reader: Reader) -> None:
        super().__init__(config)
        self._reader = reader

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DocumentReader:
        """Creates the component with the language data of this checkout."""
        return cls(config, shared_reader())

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Keys that Rasa's tokenizers expect; intents are never split."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Training starts anew when the language data or its code change."""
        return files_fingerprint([DATA_DIR / "language", PROJECT_ROOT / bot.language.__name__.replace(".", "/")])

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the Document, and its findings as plain JSON for actions and tracker."""
        for message in messages:
            document = self._reader.read(message.get(TEXT) or "")
            message.set(NORMALISED, document.normalised)
            message.set(TOKENS_NAMES[TEXT], _tokens(document))
            message.set(DOCUMENT, document)
            message.set(FINDINGS, [finding.as_json() for finding in document.findings], add_to_output=True)
            message.set(ELAPSED, [time.as_json() for time in document.elapsed], add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the text in standard words to each example; of tokens Rasa would only take fingerprints, for seconds."""
        for example in training_data.training_examples:
            if example.get(TEXT):
                example.set(NORMALISED, self._reader.read_words(example.get(TEXT)).normalised)
        return training_data

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens of any attribute, with offsets into it."""
        return _tokens(self._reader.read_words(message.get(attribute) or ""))


def _tokens(document: Document) -> list[Token]:
    return [Token(document.words_of(span), span.start, span.end) for span in document.tokens]
