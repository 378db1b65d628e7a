"""Measures whether questions in other words find their entry: `make evaluate-entries`.

Asks the trained model itself, without channel, safety and conversation. A question's picked entry is the one that is
answered first, or offered first where the assistant asks back; a message that is turned away picks none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.data_files import PROJECT_ROOT
from bot.engine.trained_models import read_trained_models
from bot.engine.training import MODEL
from bot.knowledge.asking import QuestionFinder
from bot.knowledge.base import shared_knowledge
from bot.knowledge.following import FollowUps, Memory
from bot.knowledge.question_model import Ranked
from bot.knowledge.rankings import is_question
from bot.knowledge.scope_gate import Thresholds
from bot.language.encoder import shared_encoder
from bot.language.reader import Reader

QUESTIONS = PROJECT_ROOT / "evaluation" / "entries.jsonl"
ENCODER = "bot.nlu.sentence_vectors.SentenceVectors"
CLASSIFIER = "bot.nlu.question_classifier.QuestionClassifier"
GATE = "bot.nlu.out_of_scope_gate.OutOfScopeGate"


@dataclass(frozen=True)
class Question:
    """A question in other words, and the entries that answer it."""

    id: str
    text: str
    right: frozenset[str]
    style: str
    split: str


@dataclass(frozen=True)
class Picked:
    """What became of a question: its first entry, if any, and whether that was answered or only offered."""

    entry: str | None
    is_answered: bool


Pick = Callable[[str], Picked]


def main() -> None:
    """Prints the shares for each split and style, and the misses that may be looked at."""
    questions, pick = read_questions(), trained_model()
    picked = {question.id: pick(question.text) for question in questions}
    print("split  style      questions  picked entry right  answered right  answered wrong")
    for split in ("look", "score"):
        these = [question for question in questions if question.split == split]
        for style in ("all", *sorted({question.style for question in these})):
            print(_line(split, style, [each for each in these if style in {"all", each.style}], picked))
    for question in questions:
        if question.split == "look" and picked[question.id].entry not in question.right:
            print(f"{question.id}  {question.text}  ({picked[question.id].entry}, not {' or '.join(question.right)})")


def read_questions(path: Path = QUESTIONS) -> list[Question]:
    """All questions of the file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Question(row["id"], row["text"], frozenset([row["entry"], *row.get("also", [])]), row["style"], row["split"])
        for row in rows
    ]


def trained_model(path: Path = MODEL) -> Pick:
    """What the trained model picks, with the thresholds of config.yml."""
    settings = {each["name"]: each for each in yaml.safe_load((PROJECT_ROOT / "config.yml").read_text())["pipeline"]}
    classifier, gate = read_trained_models(path)
    encoder, reader = shared_encoder(str(settings[ENCODER]["encoder"])), Reader()
    follow_ups = FollowUps(shared_knowledge().entries)

    def rank(text: str) -> list[Ranked]:
        return classifier.rank(encoder.encode(text), text)

    thresholds = Thresholds.of(settings[GATE])
    finder = QuestionFinder(rank, follow_ups, float(settings[CLASSIFIER]["sure_from"]))

    def pick(text: str) -> Picked:
        document = reader.read(text)
        asked = finder.find(document, Memory())
        scope = gate.score(encoder.encode(document.normalised), document.normalised)
        likely = [*asked.labels, *asked.ranking]
        labels = [each.label for each in likely]
        questions = sum(is_question(each.label) for each in asked.labels)
        confidence = max(each.confidence for each in likely)
        threshold = thresholds.for_message(questions, confidence, follows=False)
        if scope < threshold or (asked.labels and not is_question(labels[0])):
            return Picked(None, is_answered=False)
        return Picked(next(filter(is_question, labels), None), is_answered=bool(asked.labels))

    return pick


def _line(split: str, style: str, questions: Sequence[Question], picked: dict[str, Picked]) -> str:
    found = [(picked[question.id], picked[question.id].entry in question.right) for question in questions]
    answered = [is_right for each, is_right in found if each.is_answered]
    shares = [sum(each) / len(found) for each in ([is_right for _, is_right in found], answered)]
    wrong = answered.count(False) / len(found)
    return f"{split:5}  {style:9}  {len(found):9}  {shares[0]:18.1%}  {shares[1]:14.1%}  {wrong:14.1%}"


if __name__ == "__main__":
    main()
