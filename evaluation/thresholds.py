"""Measures the thresholds of config.yml by cross-validation on our own examples: `make thresholds`.

Prints, for `sure_from`, how many questions are answered at once and how many of those rightly; for the gate's
`threshold`, how many questions pass. Where the shared messages of other subjects are at hand, also how
many of them pass; they are only measured with, never trained on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold

from bot.data_files import PROJECT_ROOT, read_training_examples
from bot.knowledge.question_model import QuestionModel
from bot.knowledge.scope_gate import ScopeGate
from bot.language.encoder import SentenceEncoder, Vector
from bot.language.reader import Reader

ENCODER = "bot.nlu.sentence_vectors.SentenceVectors"
CLASSIFIER = "bot.nlu.question_classifier.QuestionClassifier"
GATE = "bot.nlu.out_of_scope_gate.OutOfScopeGate"
OUT_OF_SCOPE = "out_of_scope"
OTHER_SUBJECTS = PROJECT_ROOT.parent / "shared" / "evaluation" / "out_of_domain_dev.jsonl"
FOLDS = 5
SEED = 7
SURE_FROM = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
RECALLS = (0.95, 0.97, 0.98, 0.99)


@dataclass(frozen=True)
class Texts:
    """Texts in standard words with their vectors, and the intents they were written for."""

    words: NDArray[np.str_]
    vectors: Vector
    labels: NDArray[np.str_]

    def __getitem__(self, rows: NDArray[Any]) -> Texts:
        return Texts(self.words[rows], self.vectors[rows], self.labels[rows])


@dataclass(frozen=True)
class Judged:
    """What models that never saw a text made of it: best label, its confidence, and the gate's score."""

    label: str
    confidence: float
    scope: float


def main() -> None:
    """Prints the two tables."""
    settings = {each["name"]: each for each in yaml.safe_load((PROJECT_ROOT / "config.yml").read_text())["pipeline"]}
    read = _Understanding(str(settings[ENCODER]["encoder"]))
    ours = read.texts(*zip(*read_training_examples(), strict=True))
    foreign = read.texts(*_other_subjects())
    print(f"{len(ours.words)} examples, {FOLDS} folds, {len(foreign.words)} messages about other subjects")
    judged, judged_foreign = _cross_validate(ours, foreign, settings[CLASSIFIER])
    questions = np.char.find(ours.labels, "/") >= 0
    _print_sure_from(judged, ours.labels, questions)
    _print_gate(judged, judged_foreign, ours.labels, questions, float(settings[CLASSIFIER]["sure_from"]))


class _Understanding:
    def __init__(self, encoder: str) -> None:
        self._reader = Reader()
        self._encoder = SentenceEncoder(encoder)

    def texts(self, texts: tuple[str, ...], labels: tuple[str, ...]) -> Texts:
        words = [self._reader.read(text).normalised for text in texts]
        vectors = np.array([self._encoder.encode(text) for text in words], dtype=np.float32)
        return Texts(np.array(words, dtype=str), vectors, np.array(labels, dtype=str))


def _other_subjects(path: Path = OTHER_SUBJECTS) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not path.is_file():
        return (), ()
    texts = tuple(json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines())
    return texts, (OUT_OF_SCOPE,) * len(texts)


def _cross_validate(ours: Texts, foreign: Texts, settings: dict[str, Any]) -> tuple[list[Judged], list[list[Judged]]]:
    """Our texts as judged by the fold that did not see them; the foreign ones as judged by every fold."""
    judged: dict[int, Judged] = {}
    judged_foreign = []
    for number, (seen, unseen) in enumerate(
        StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(ours.words, ours.labels)
    ):
        print(f"fold {number + 1} of {FOLDS} ...", flush=True)
        models = _fit(ours[seen], settings)
        judged.update(zip(unseen.tolist(), _judge(ours[unseen], *models), strict=True))
        judged_foreign.append(_judge(foreign, *models))
    return [judged[row] for row in range(len(ours.words))], judged_foreign


def _fit(seen: Texts, settings: dict[str, Any]) -> tuple[QuestionModel, ScopeGate]:
    inside = seen[seen.labels != OUT_OF_SCOPE]
    model = QuestionModel.fit(inside.vectors, list(inside.words), list(inside.labels), settings["inverse_penalty"])
    return model, ScopeGate.fit(seen.vectors, list(seen.words), list(seen.labels != OUT_OF_SCOPE))


def _judge(texts: Texts, model: QuestionModel, gate: ScopeGate) -> list[Judged]:
    judged = []
    for words, vector in zip(texts.words, texts.vectors, strict=True):
        best = model.rank(vector, str(words))[0]
        judged.append(Judged(best.label, best.confidence, gate.score(vector, str(words))))
    return judged


def _print_sure_from(judged: list[Judged], labels: NDArray[np.str_], questions: NDArray[np.bool_]) -> None:
    right = np.array([each.label for each in judged]) == labels
    confidence = np.array([each.confidence for each in judged])
    print(f"\nQuestions whose best answer is right: {right[questions].mean():.1%}")
    print("sure_from  answered at once  of these right")
    for threshold in SURE_FROM:
        sure = questions & (confidence >= threshold)
        print(f"{threshold:9.2f}  {sure[questions].mean():16.1%}  {right[sure].mean():14.1%}")


def _print_gate(
    judged: list[Judged],
    judged_foreign: list[list[Judged]],
    labels: NDArray[np.str_],
    questions: NDArray[np.bool_],
    sure_from: float,
) -> None:
    scope = np.array([each.scope for each in judged])
    foreign = [each for fold in judged_foreign for each in fold]
    print("\nthreshold  questions pass  all of ours pass  own foreign pass  other subjects pass  ... and are answered")
    for recall in RECALLS:
        threshold = float(np.quantile(scope[questions], 1 - recall))
        passed = [each for each in foreign if each.scope >= threshold]
        answered = [each for each in passed if "/" in each.label and each.confidence >= sure_from]
        shares = (len(passed) / len(foreign), len(answered) / len(foreign)) if foreign else (float("nan"), float("nan"))
        print(
            f"{threshold:9.3f}  {recall:14.1%}  {(scope[labels != OUT_OF_SCOPE] >= threshold).mean():16.1%}"
            f"  {(scope[labels == OUT_OF_SCOPE] >= threshold).mean():16.1%}  {shares[0]:19.2%}  {shares[1]:16.2%}"
        )


if __name__ == "__main__":
    main()
