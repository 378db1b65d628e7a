"""Training, only when something has changed that a model is made of."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from bot.clinic import clinic_dir
from bot.data_files import PROJECT_ROOT, files_fingerprint
from bot.engine.encoder_making import configured_encoder
from bot.engine.logs import quieten
from bot.knowledge.own_answers import own_examples
from bot.language.encoder import encoder_facts

MODELS_DIR = PROJECT_ROOT / "models"
MODEL_NAME = "needlewise"
MODEL = MODELS_DIR / f"{MODEL_NAME}.tar.gz"
FINGERPRINT = MODELS_DIR / f"{MODEL_NAME}.fingerprint"

# Answers are not among them: rewording one needs no training. The examples of a clinic's own answers are added below.
INPUTS = (
    "config.yml", "domain.yml", "uv.lock", "data/nlu", "data/stories", "data/language",
    "bot/language", "bot/nlu", "bot/knowledge/question_model.py", "bot/knowledge/scope_gate.py",
)  # fmt: skip


class TrainingError(Exception):
    """Rasa could not train a model."""


def is_trained() -> bool:
    """Whether the model was trained on what the files say now."""
    return MODEL.is_file() and FINGERPRINT.is_file() and FINGERPRINT.read_text() == current_fingerprint()


def current_fingerprint() -> str:
    """A hash over all that the model is made of."""
    files = files_fingerprint(PROJECT_ROOT / name for name in INPUTS)
    own = hashlib.sha256(json.dumps(own_examples(clinic_dir())).encode()).hexdigest()
    return f"{files} {own} {encoder_facts(configured_encoder()).model_sha256}"


def train() -> Path:
    """Trains the model, reusing what Rasa's cache still holds; raises TrainingError with what to do."""
    quieten()
    from rasa.engine.exceptions import GraphComponentException, GraphRunError, GraphSchemaValidationException
    from rasa.model_training import train as rasa_train
    from rasa.shared.exceptions import RasaException

    refusals = (RasaException, GraphComponentException, GraphRunError, GraphSchemaValidationException)
    try:
        result = rasa_train(
            domain=str(PROJECT_ROOT / "domain.yml"),
            config=str(PROJECT_ROOT / "config.yml"),
            training_files=[str(PROJECT_ROOT / "data")],
            output=str(MODELS_DIR),
            fixed_model_name=MODEL_NAME,
        )
    except refusals as problem:
        raise TrainingError(
            f"Rasa did not accept the configuration or the training data: {problem.__cause__ or problem}"
        ) from problem
    if result.code != 0 or not MODEL.is_file():
        raise TrainingError("The model could not be trained. The lines above say what Rasa did not accept.")
    FINGERPRINT.write_text(current_fingerprint())
    return MODEL
