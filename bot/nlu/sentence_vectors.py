"""Gives each message its sentence vector."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language.encoder import DEFAULT_ENCODER, SentenceEncoder, Vector, encoder_facts, shared_encoder
from bot.nlu.document_reader import DocumentReader
from bot.nlu.keys import ENCODE, NORMALISED


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectors(DenseFeaturizer, GraphComponent):
    """Encodes the text in standard words; the vector has length 1."""

    def __init__(self, config: dict[str, Any], encoder: SentenceEncoder, name: str) -> None:
        super().__init__(name, config)
        self._encoder = encoder

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceVectors:
        """Loads the encoder; raises EncoderError with what to do if it has not been made yet."""
        return cls(config, shared_encoder(config["encoder"]), execution_context.node_name or cls.__name__)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`encoder`: name of a sentence-transformers model, or path to a folder with one."""
        return {**DenseFeaturizer.get_default_config(), "encoder": DEFAULT_ENCODER}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raises EncoderError if the configured encoder has not been made yet."""
        encoder_facts(config["encoder"])

    @classmethod
    def required_components(cls) -> list[type]:
        """It encodes the text in standard words."""
        return [DocumentReader]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Training starts anew with another exported model."""
        name = config.get("encoder", cls.get_default_config()["encoder"])
        return encoder_facts(name).model_sha256 + str(Path(name).name)

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the sentence vector, shape (1, dimensions), and the encoder for what else is to be encoded."""
        for message in messages:
            message.set(ENCODE, self._encoder.encode)
            self._add(message, self._encoder.encode(message.get(NORMALISED) or ""))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the sentence vector to each example, the same as in serving."""
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        vectors = self._encoder.encode_all([example.get(NORMALISED) or "" for example in examples])
        for example, vector in zip(examples, vectors, strict=True):
            self._add(example, vector)
        return training_data

    def _add(self, message: Message, vector: Vector) -> None:
        self.add_features_to_message(sequence=None, sentence=vector[None, :], attribute=TEXT, message=message)


def sentence_vector(message: Message) -> Any:
    """The vector of a message, shape (dimensions,), float32."""
    _, sentence = message.get_dense_features(TEXT)
    return sentence.features[0] if sentence else None
