"""What each bound of the likeness of opt-outs costs and gains, on unseen texts: `make opt-out-bounds`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold

from bot.engine.encoder_making import configured_encoder
from bot.language.document import Document
from bot.language.encoder import SentenceEncoder, shared_encoder
from bot.language.reader import Reader
from bot.texting.opt_out_likeness import NO_OPT_OUT, sentences_of
from bot.texting.opt_out_making import Example, fit, other_texts, read_examples, vectors_of
from bot.texting.opt_out_rules import OptOutRules

FOLDS = 4
BOUNDS = (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.85, 0.9)
HARMLESS = ("Thank you for the session.", "I was sore for two days.", "The weather is fine here.")

Likeness = NDArray[np.float64]


def main() -> None:
    """Prints for each bound how many opt-outs that no rule has words for reach it, and how many other texts do."""
    reader, encoder, rules = Reader(), shared_encoder(configured_encoder()), OptOutRules()
    own, others = read_examples(reader), list(other_texts(reader))
    examples = [*own, *others]
    longer = [reader.read(_longer(each.document, place)) for place, each in enumerate(own)]
    likeness, of_sentences = unseen_likeness(examples, longer, encoder)
    asks = np.array([each.asks_for != NO_OPT_OUT for each in examples])
    left = np.array([not (rules.read(each.document) or rules.rule_out(each.document)) for each in examples])
    is_own = np.arange(len(examples)) < len(own)
    report("a text", likeness, {"opt-outs": left & asks, "lookalikes": left & is_own & ~asks, "others": left & ~is_own})
    asks, left = asks[: len(own)], left[: len(own)]
    report("a sentence of two", of_sentences, {"opt-outs": left & asks, "lookalikes": left & ~asks})
    print(f"rules alone: {(asks & ~left).sum()} of {asks.sum()} opt-outs")


def unseen_likeness(
    examples: Sequence[Example], longer: Sequence[Document], encoder: SentenceEncoder
) -> tuple[Likeness, Likeness]:
    """How like an opt-out each text is to a model that has not seen it; of `longer` the sentence that is most so."""
    likeness, of_sentences = np.zeros(len(examples)), np.zeros(len(longer))
    labels, vectors = [each.asks_for for each in examples], vectors_of(examples, encoder)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for number, (seen, unseen) in enumerate(folds.split(labels, labels), start=1):
        print(f"fold {number} of {FOLDS} ...", file=sys.stderr)
        model = fit([examples[i] for i in seen], vectors[seen])
        for i in unseen:
            likeness[i] = 1 - model.shares(vectors[i], examples[i].document.normalised)[NO_OPT_OUT]
            if i < len(longer):
                parts = sentences_of(longer[i])
                of_sentences[i] = max(1 - model.shares(encoder.encode(part), part)[NO_OPT_OUT] for part in parts)
    return likeness, of_sentences


def report(title: str, likeness: Likeness, groups: dict[str, NDArray[np.bool_]]) -> None:
    """A line for each bound."""
    print(f"\n{title}: " + ", ".join(f"{these.sum()} {name}" for name, these in groups.items()))
    for bound in BOUNDS:
        told = (f"{(likeness[these] >= bound).sum()} {name}" for name, these in groups.items())
        print(f"  bound {bound:4.2f}: " + ", ".join(told))


def _longer(document: Document, place: int) -> str:
    """The text with a harmless sentence, every second time in front of it."""
    harmless = HARMLESS[place % len(HARMLESS)]
    ended = document.text if document.text.endswith((".", "!", "?")) else f"{document.text}."
    return f"{harmless} {ended}" if place % 2 else f"{ended} {harmless}"


if __name__ == "__main__":
    main()
