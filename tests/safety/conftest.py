"""Second looks that a test may read like an open book."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from bot.language.encoder import DEFAULT_ENCODER, SentenceEncoder, shared_encoder
from bot.language.frozen_model import FrozenModel
from bot.language.text_model import Groups, TextModel
from bot.safety.second_look import SecondLook, load_bounds, load_second_look

NO_GROUPS = Groups({}, np.zeros(0, dtype=np.float32))


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """The real sentence encoder."""
    return shared_encoder(DEFAULT_ENCODER)


@pytest.fixture(scope="session")
def second_look() -> SecondLook:
    """The second look that is kept with the code."""
    return load_second_look()


@pytest.fixture
def settled(encoder: SentenceEncoder) -> Callable[..., SecondLook]:
    """A second look whose model has learnt nothing but how frequent each text is; the shares must sum to 1."""

    def make(**shares: float) -> SecondLook:
        assert sum(shares.values()) == pytest.approx(1)
        given = np.array(list(shares.values()), dtype=np.float32)
        opinion = np.log(given / (1 - given))
        model = TextModel(
            labels=tuple(shares),
            letters=NO_GROUPS,
            words=NO_GROUPS,
            told={},
            weights=np.zeros((encoder.facts.dimensions, len(shares)), dtype=np.float32),
            offsets=np.stack([opinion, opinion]),
            powers=np.array([0.5, 0.5], dtype=np.float32),
        )
        return SecondLook(FrozenModel(model, encoder), load_bounds())

    return make
