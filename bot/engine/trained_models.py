"""The question model and the gate out of a trained Rasa model, without Rasa."""

from __future__ import annotations

import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.engine.training import MODEL
from bot.knowledge import question_model, scope_gate
from bot.knowledge.question_model import QuestionModel
from bot.knowledge.scope_gate import ScopeGate


def read_trained_models(path: Path = MODEL) -> tuple[QuestionModel, ScopeGate]:
    """Both models of an archive; raises SystemExit with what to do if there is none."""
    if not path.is_file():
        raise SystemExit("There is no trained model. Run `make train`.")
    with TemporaryDirectory() as folder, tarfile.open(path) as archive:
        for member in archive.getmembers():
            if Path(member.name).name in {question_model.FILE, scope_gate.FILE}:
                member.name = Path(member.name).name
                archive.extract(member, folder)
        return QuestionModel.load(Path(folder)), ScopeGate.load(Path(folder))
