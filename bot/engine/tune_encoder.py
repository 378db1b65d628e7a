"""Tunes the sentence encoder on our own examples, and writes what it changed.

Runs in the environment with torch: `python -m bot.engine.tune_encoder NAME EXAMPLES TARGET`. EXAMPLES is a JSON file of
`[text in standard words, label or null, label or null ...]`, one label of each kind. A linear head for each kind is
learnt beside the encoder and thrown away; what stays is an encoder whose vectors tell our questions, dangers and
opt-outs apart.
"""

from __future__ import annotations

import json
import logging
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from torch.nn.functional import cross_entropy

from bot.engine.export_encoder import find_weights
from bot.engine.tuned_encoders import differences

ROUNDS = 3
TOKENS_AT_ONCE = 1024
LENGTHS_STIRRED = 3  # tokens, so that batches differ from round to round
LEARNING_RATE, HEAD_RATE = 8e-5, 5e-4
WARM_UP = 0.05  # of all steps
WEIGHT_DECAY = 0.01
SCALE = 16.0  # of unit vectors, so that a head can be sure
HEAD_ROUNDS, HEAD_BATCH, FIRST_HEAD_RATE = 12, 256, 3e-3
UNLABELLED = -1
SEED = 0


@dataclass(frozen=True)
class Examples:
    """Token ids of each text, and its labels as numbers, shape (texts, kinds), UNLABELLED where it has none."""

    tokens: list[list[int]]
    labels: torch.Tensor
    counts: list[int]

    @classmethod
    def read(cls, path: Path, encoder: SentenceTransformer) -> Examples:
        """From the JSON file."""
        rows = json.loads(path.read_text(encoding="utf-8"))
        names = [sorted({row[kind] for row in rows if row[kind] is not None}) for kind in range(1, len(rows[0]))]
        places = [{name: place for place, name in enumerate(each)} for each in names]
        numbers = [[place.get(label, UNLABELLED) for place, label in zip(places, row[1:], strict=True)] for row in rows]
        tokens = encoder.tokenizer([row[0] for row in rows], truncation=True, max_length=128)["input_ids"]
        return cls(tokens, torch.tensor(numbers), [len(each) for each in names])

    def batches(self) -> list[list[int]]:
        """Places of texts of like length, up to TOKENS_AT_ONCE with their padding, in random order."""
        stirred = [len(each) + LENGTHS_STIRRED * random.random() for each in self.tokens]  # noqa: S311 - no secret
        order = sorted(range(len(self.tokens)), key=stirred.__getitem__)
        found: list[list[int]] = [[]]
        longest = 0
        for place in order:
            longest = max(longest, len(self.tokens[place]))
            if found[-1] and longest * (len(found[-1]) + 1) > TOKENS_AT_ONCE:
                found.append([])
                longest = len(self.tokens[place])
            found[-1].append(place)
        random.shuffle(found)
        return found


class Heads(torch.nn.Module):
    """A linear head for each kind of label."""

    def __init__(self, dimensions: int, counts: Sequence[int]) -> None:
        super().__init__()
        self.heads = torch.nn.ModuleList(torch.nn.Linear(dimensions, count) for count in counts)

    def loss(self, vectors: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """The cross-entropies of all heads, added, for each text."""
        total = vectors.new_zeros(())
        for head, numbers in zip(self.heads, labels.T, strict=True):
            known = numbers != UNLABELLED
            if known.any():
                total = total + cross_entropy(head(SCALE * vectors[known]), numbers[known], reduction="sum")
        return total / len(labels)


def encode(encoder: SentenceTransformer, texts: list[list[int]]) -> torch.Tensor:
    """Vectors of length 1, in half precision within the transformer."""
    features = encoder.tokenizer.pad({"input_ids": texts}, return_tensors="pt")
    transformer, pooling = encoder[0], encoder[1]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        features = transformer(features)
    features["token_embeddings"] = features["token_embeddings"].float()
    return torch.nn.functional.normalize(pooling(features)["sentence_embedding"], dim=1)


def first_heads(encoder: SentenceTransformer, examples: Examples) -> Heads:
    """Heads that know the vectors as they are, so that the first steps do not spoil the encoder."""
    vectors = torch.zeros(len(examples.tokens), int(encoder.get_sentence_embedding_dimension() or 0))
    encoder.eval()
    with torch.no_grad():
        for batch in examples.batches():
            vectors[batch] = encode(encoder, [examples.tokens[place] for place in batch])
    heads = Heads(vectors.shape[1], examples.counts)
    optimiser = torch.optim.Adam(heads.parameters(), lr=FIRST_HEAD_RATE)
    for number in range(HEAD_ROUNDS):
        optimiser.param_groups[0]["lr"] = FIRST_HEAD_RATE * (1 - number / HEAD_ROUNDS)
        for batch in torch.randperm(len(vectors)).split(HEAD_BATCH):
            optimiser.zero_grad()
            heads.loss(vectors[batch], examples.labels[batch]).backward()
            optimiser.step()
    return heads


def tune(encoder: SentenceTransformer, examples: Examples) -> None:
    """Changes the weights of the encoder's layers; the word vectors stay as they are."""
    heads = first_heads(encoder, examples)
    model = encoder[0].auto_model
    model.embeddings.requires_grad_(False)
    body = list(model.encoder.parameters())
    groups = [
        {"params": body, "lr": LEARNING_RATE, "weight_decay": WEIGHT_DECAY},
        {"params": heads.parameters(), "lr": HEAD_RATE, "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups)
    plan = [batch for _ in range(ROUNDS) for batch in examples.batches()]
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, step / (WARM_UP * len(plan) + 1)) * (1 - step / len(plan))
    )
    encoder.train()
    for step, batch in enumerate(plan):
        optimiser.zero_grad()
        vectors = encode(encoder, [examples.tokens[place] for place in batch])
        loss = heads.loss(vectors, examples.labels[batch])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(body, 1.0)
        optimiser.step()
        pace.step()
        if step % max(1, len(plan) // 20) == 0:
            sys.stdout.write(f"  step {step} of {len(plan)}, loss {loss.item():.2f}\n")
    encoder.eval()


def weights_of(encoder: SentenceTransformer) -> dict[str, NDArray[Any]]:
    """The weights of the transformer, by name."""
    return {name: tensor.detach().clone().numpy() for name, tensor in encoder[0].auto_model.state_dict().items()}


def main(name: str, examples: Path, target: Path) -> None:
    """Writes what tuning changes in an encoder."""
    random.seed(SEED)
    torch.manual_seed(SEED)
    encoder = SentenceTransformer(find_weights(name), device="cpu")
    before = weights_of(encoder)
    tune(encoder, Examples.read(examples, encoder))
    np.savez_compressed(target, **differences(before, weights_of(encoder)))


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
