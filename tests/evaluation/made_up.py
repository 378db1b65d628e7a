"""Small made-up questions, replies and conversations."""

from __future__ import annotations

from typing import Any

from evaluation.asking import Reply
from evaluation.gathering import Gathered, Held
from evaluation.in_process import Understood
from evaluation.items import Conversation, EntryQuestion, Question, Said
from evaluation.scoring import Answered, judge

RULE, BAN = r"24 (?:to|-) 48", r"no wait"


def question(text: str = "gym?", **others: Any) -> Question:
    fields: dict[str, Any] = {
        "id": text, "text": text, "channel": "web", "style": "plain", "kind": "answerable", "topic": "aftercare",
        "session": None, "must": (RULE,), "must_not": (BAN,), "split": "tune", "why": "",
    }  # fmt: skip
    return Question(**(fields | others))


def reply(text: str, kind: str = "answer", entries: tuple[str, ...] = ("aftercare/exercise",)) -> Reply:
    return Reply(text, kind, "none", entries, sourced=kind == "answer", cites=kind == "answer")


def answered(asked: Question, given: Reply) -> Answered:
    return Answered(asked, given, judge(given.text, asked.must, asked.must_not))


def gathered() -> Gathered:
    rows = [
        answered(question("gym?"), reply("Wait 24 to 48 hours.\n\nFrom: the guide")),
        answered(question("<i>lift?", style="double"), reply("There is no wait.\n\nFrom: the guide")),
        answered(question("secret", split="score"), reply("Is it one of these?", "clarify", ())),
    ]
    turns = tuple(Said(say, (RULE,), ()) for say in ("run?", "and swim?"))
    told = (reply("Wait 24 to 48 hours."), reply("Swim."))
    held = [
        Held(
            Conversation(split, "web", split, turns, ""),  # type: ignore[arg-type]
            told,
            tuple(judge(each.text, turn.must, turn.must_not) for each, turn in zip(told, turns, strict=True)),
        )
        for split in ("tune", "score")
    ]
    labelled = EntryQuestion("Q1", "run?", "aftercare/exercise", "plain", "web", "look")
    return Gathered(
        answered=rows,
        understood=[Understood("aftercare/exercise", 0.9, 0.95)] * len(rows),
        held=held,
        labelled=[(labelled, Understood("aftercare/exercise", 0.9, 0.95))],
        foreign=[reply("Not ours.", "decline", ()), reply("Wait 24 to 48 hours.")],
        foreign_understood=[Understood("", 0.1, 0.1), Understood("aftercare/exercise", 0.6, 0.97)],
    )
