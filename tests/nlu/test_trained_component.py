"""What our trained components share, with Rasa's own storage."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge.question_model import FILE, QuestionModel
from bot.knowledge.scope_gate import ScopeGate
from bot.language.encoder import DEFAULT_ENCODER, shared_encoder
from bot.nlu.out_of_scope_gate import OutOfScopeGate
from bot.nlu.question_classifier import QuestionClassifier
from bot.nlu.sentence_vectors import SentenceVectors
from bot.nlu.trained_component import TrainedComponent
from tests.knowledge.training_texts import OURS, UNSEEN

COMPONENTS = [QuestionClassifier, OutOfScopeGate]
RESOURCE = Resource("trained")
CONTEXT = ExecutionContext(GraphSchema({}), "test")


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    return LocalModelStorage(tmp_path)


@pytest.fixture(scope="module")
def model() -> QuestionModel:
    pairs = [(text, label) for label, texts in OURS.items() for text in texts]
    vectors = np.stack([shared_encoder(DEFAULT_ENCODER).encode(text) for text, _ in pairs])
    return QuestionModel.fit(vectors, [text for text, _ in pairs], [label for _, label in pairs], 20)


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_created_component_is_not_trained_and_says_nothing(
    component: type[TrainedComponent], storage: LocalModelStorage
) -> None:
    created = component.create(component.get_default_config(), storage, RESOURCE, CONTEXT)
    message = Message(data={"text": "hello"})
    assert created.model is None
    assert created.process([message])[0].as_dict() == {"text": "hello"}


def test_each_component_names_its_model_and_needs_the_sentence_vector() -> None:
    assert [component.model_class for component in COMPONENTS] == [QuestionModel, ScopeGate]
    assert all(component.required_components() == [SentenceVectors] for component in COMPONENTS)


def test_a_kept_model_is_loaded_again(storage: LocalModelStorage, model: QuestionModel) -> None:
    config = QuestionClassifier.get_default_config()
    created = QuestionClassifier.create(config, storage, RESOURCE, CONTEXT)
    assert created.keep(model) == RESOURCE
    loaded = QuestionClassifier.load(config, storage, RESOURCE, CONTEXT)
    assert loaded.config == config
    for text in UNSEEN.values():
        vector = shared_encoder(DEFAULT_ENCODER).encode(text)
        assert loaded.model.rank(vector, text)[0].label == model.rank(vector, text)[0].label


@pytest.mark.parametrize("component", COMPONENTS)
def test_without_anything_kept_loading_stops(component: type[TrainedComponent], storage: LocalModelStorage) -> None:
    with pytest.raises(ValueError, match="trained"):
        component.load(component.get_default_config(), storage, RESOURCE, CONTEXT)


def test_a_kept_file_with_objects_is_refused(storage: LocalModelStorage) -> None:
    with storage.write_to(RESOURCE) as directory:
        np.savez(directory / FILE, labels=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ValueError, match="Object arrays cannot be loaded"):
        QuestionClassifier.load(QuestionClassifier.get_default_config(), storage, RESOURCE, CONTEXT)
