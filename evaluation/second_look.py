"""What each bound of the second look costs and gains, on examples it has not learnt from: `make second-look-bounds`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold

from bot.answer import Level
from bot.engine.encoder_making import configured_encoder
from bot.language.encoder import SentenceEncoder, shared_encoder
from bot.language.frozen_model import FrozenModel
from bot.language.reader import Reader
from bot.safety.second_look import SecondLook, load_bounds
from bot.safety.second_look_making import HARMLESS, Example, all_examples, fit
from bot.safety.signs import load_signs
from bot.safety.triage import LEVELS, Triage, share_at_least

FOLDS = 3
BOUNDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7)
RAISED: tuple[Level, ...] = ("routine", "urgent", "emergency")


def main() -> None:
    """Prints, for each level and bound, how many that deserve the level reach it and how many others do."""
    reader, encoder = Reader(), shared_encoder(configured_encoder())
    examples = all_examples(reader)
    levels: dict[str, Level] = {sign.message: sign.level for sign in load_signs()} | {HARMLESS: "none"}
    true = np.array([LEVELS.index(levels[each.needs]) for each in examples])
    triage = Triage()
    ruled = np.array([LEVELS.index(triage.assess(each.document, each.hours).level) for each in examples])
    at_least = shares_at_least(examples, encoder, levels)
    for level in RAISED:
        place = LEVELS.index(level)
        for name, these in (("nothing_found", ruled == 0), ("understood", (ruled > 0) & (ruled < place))):
            print(f"\n{level}, {name}: {int(these.sum())} messages, {int((these & (true >= place)).sum())} deserve it")
            for bound in BOUNDS:
                reached = these & (at_least[level] >= bound)
                found, wrong = int((reached & (true >= place)).sum()), int((reached & (true < place)).sum())
                print(f"  bound {bound:4.2f}: {found} of them reach it, and {wrong} that do not deserve it")


def shares_at_least(
    examples: Sequence[Example], encoder: SentenceEncoder, levels: Mapping[str, Level]
) -> dict[Level, NDArray[np.float64]]:
    """For each level the probability that a message belongs to it or a higher one, by models that have not seen it."""
    shares = {level: np.zeros(len(examples)) for level in RAISED}
    needs = [each.needs for each in examples]
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for number, (seen, unseen) in enumerate(folds.split(needs, needs), start=1):
        print(f"fold {number} of {FOLDS} ...", file=sys.stderr)
        look = SecondLook(FrozenModel(fit([examples[i] for i in seen], encoder), encoder), load_bounds())
        for i in unseen:
            likeness = look.likeness(examples[i].document, examples[i].hours)
            for level in RAISED:
                shares[level][i] = share_at_least(level, likeness, levels)
    return shares


if __name__ == "__main__":
    main()
