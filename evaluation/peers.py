"""What else could answer the same questions: search in the documents, and the nearest training example.

All of them get the patient's own words; a peer has none of our normalising, rules or gate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from rank_bm25 import BM25Okapi
from rich.progress import track

from bot.clinic import load_clinic
from bot.data_files import read_training_examples
from bot.engine.encoder_making import configured_encoder, is_made
from bot.engine.tuned_encoders import TUNED
from bot.knowledge.base import Knowledge, Turn, shared_knowledge
from bot.language.encoder import SentenceEncoder, Vector, shared_encoder
from bot.rendering import Renderer
from evaluation.curves import gate_at_recall
from evaluation.items import Question
from evaluation.passages import documents_passages
from evaluation.scoring import Judged, judge, share

SCOPE_RECALL = 0.95


@dataclass(frozen=True)
class Suggested:
    """What a peer says to a text, and how sure it is; its scale is the peer's own."""

    text: str
    score: float


Peer = Callable[[str], Suggested]


@dataclass(frozen=True)
class PeerFigures:
    """A peer on the answerable questions of one split; `accepts` is what it lets pass of messages about other subjects
    at the threshold that lets 95 % of all answerable questions pass, NaN where there are none.
    """

    name: str
    split: str
    full: float
    facts: float
    wrong: int
    accepts: float


def measure(name: str, peer: Peer, questions: Sequence[Question], foreign: Sequence[str]) -> list[PeerFigures]:
    """A peer's figures, for each split."""
    said = [peer(each.text) for each in track(questions, f"Peer: {name}")]
    judged = [judge(reply.text, each.must, each.must_not) for reply, each in zip(said, questions, strict=True)]
    scores = [peer(text).score for text in foreign]
    accepts = gate_at_recall(SCOPE_RECALL, [each.score for each in said], scores).others
    rows = list(zip(questions, judged, strict=True))
    return [
        in_figures(name, split, [each for question, each in rows if question.split == split], accepts)
        for split in ("tune", "score")
    ]


def in_figures(name: str, split: str, judged: Sequence[Judged], accepts: float) -> PeerFigures:
    """Judgements of one split in figures."""
    required = sum(each.required for each in judged)
    return PeerFigures(
        name,
        split,
        full=share(each.is_full for each in judged),
        facts=sum(each.told for each in judged) / required if required else float("nan"),
        wrong=sum(len(each.wrong) for each in judged),
        accepts=accepts,
    )


def standard_peers() -> dict[str, Peer]:
    """The peers that need no training; those that search the documents only where these are at hand."""
    passages = documents_passages()
    peers: dict[str, Peer] = {}
    if passages:
        peers |= {f"BM25, best {counted(n)}": bm25(passages, n) for n in (1, 3)}
        name, plain = plain_encoder()
        vectors = np.array([plain.encode(passage) for passage in passages])
        peers |= {f"{name}, best {counted(n)}": cosine(passages, vectors, plain, n) for n in (1, 3)}
    return {**peers, "nearest training example": nearest_example(shared_encoder(configured_encoder()))}


def plain_encoder() -> tuple[str, SentenceEncoder]:
    """The encoder that ours was tuned from, where it has been made, with what to call it; else ours."""
    ours = configured_encoder()
    begins_with = TUNED[ours][0] if ours in TUNED else ours
    if is_made(begins_with):
        return "MiniLM", shared_encoder(begins_with)
    return "MiniLM tuned by us", shared_encoder(ours)


def counted(passages: int) -> str:
    """How many passages, in words."""
    return "passage" if passages == 1 else f"{passages} passages"


def bm25(passages: Sequence[str], top: int) -> Peer:
    """Okapi BM25 with the library's own settings, over words in small letters."""
    index = BM25Okapi([_words(passage) for passage in passages])

    def say(text: str) -> Suggested:
        return best(passages, index.get_scores(_words(text)), top)

    return say


def cosine(passages: Sequence[str], vectors: Vector, encoder: SentenceEncoder, top: int) -> Peer:
    """The passages whose vectors are nearest."""

    def say(text: str) -> Suggested:
        return best(passages, vectors @ encoder.encode(text), top)

    return say


def best(texts: Sequence[str], scores: Vector, top: int) -> Suggested:
    """The best texts, best first, under each other."""
    order = np.argsort(-scores, kind="stable")[:top]
    return Suggested("\n\n".join(texts[place] for place in order), float(scores[order[0]]))


def nearest_example(encoder: SentenceEncoder) -> Peer:
    """The answer that belongs to the nearest example of data/nlu; none where that is no question with an entry."""
    texts, labels = zip(*read_training_examples(), strict=True)
    vectors = np.array([encoder.encode(text) for text in texts])
    answers = entry_texts(shared_knowledge())

    def say(text: str) -> Suggested:
        found = best(labels, vectors @ encoder.encode(text), 1)
        return Suggested(answers.get(found.text, ""), found.score)

    return say


def entry_texts(knowledge: Knowledge) -> dict[str, str]:
    """Each entry's answer as a patient gets it on the web."""
    renderer = Renderer(load_clinic())
    return {entry: renderer.render(knowledge.answer(Turn((entry,))), "web").text for entry in knowledge.entries}


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())
