"""Fitting: our solver learns what scikit-learn learns, and our few lines of numpy say it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.language import one_against_rest
from bot.language.encoder import DEFAULT_ENCODER, Vector, shared_encoder
from bot.language.text_model import TOLD_WEIGHT, letter_groups, word_groups
from bot.language.text_model_fitting import VECTOR_SHARE, Settings, fit_text_model
from tests.knowledge.training_texts import OURS, UNSEEN

PAIRS = [(text, label) for label, texts in OURS.items() for text in texts]
TEXTS, LABELS = [text for text, _ in PAIRS], [label for _, label in PAIRS]
TOLD = [["day/1"] if "day" in text else [] for text in TEXTS]
ASKED = [*UNSEEN.values(), "when can i exersise agian", "day", "xyzzy", ""]


def encoded(texts: list[str]) -> Vector:
    return np.stack([shared_encoder(DEFAULT_ENCODER).encode(text) for text in texts])


def learnt_and_asked_by_scikit_learn(fitting: Settings) -> NDArray[np.float64]:
    """The product of both opinions of the texts in ASKED by scikit-learn, one row for each; all are told "day/1"."""
    rarities = [
        TfidfVectorizer(analyzer=groups, min_df=fitting.least_examples, sublinear_tf=True, dtype=np.float32).fit(TEXTS)
        for groups in (letter_groups, word_groups)
    ]
    counter = CountVectorizer(analyzer=lambda words: words, binary=True, dtype=np.float32).fit(TOLD)

    def groups(texts: list[str], told: list[list[str]]) -> csr_matrix:
        parts = [rarity.transform(texts) for rarity in rarities]
        return hstack([*parts, TOLD_WEIGHT * counter.transform(told)], format="csr")

    def opinion(learnt: csr_matrix, asked: csr_matrix, inverse_penalty: float) -> NDArray[np.float64]:
        model = LogisticRegression(
            C=inverse_penalty,
            solver="liblinear",
            dual=True,
            max_iter=10_000,
            tol=1e-6,
            random_state=0,
            class_weight="balanced" if fitting.balanced else None,
        ).fit(learnt, LABELS)
        single: NDArray[np.float64] = 1 / (1 + np.exp(-model.decision_function(asked)))
        return single

    by_vector = opinion(csr_matrix(encoded(TEXTS)), csr_matrix(encoded(ASKED)), VECTOR_SHARE * fitting.inverse_penalty)
    by_groups = opinion(groups(TEXTS, TOLD), groups(ASKED, [["day/1"]] * len(ASKED)), fitting.inverse_penalty)
    product = by_vector ** fitting.powers[0] * by_groups ** fitting.powers[1]
    return product / product.sum(axis=1, keepdims=True)


POWERS = 0.5, 0.8
SETTINGS = [
    Settings(20, 2, POWERS),
    Settings(10, 3, (0.4, 0.4)),
    Settings(5, 1, POWERS, balanced=True),
    Settings(500, 1, POWERS),
    Settings(0.01, 1, POWERS),
]


@pytest.mark.parametrize("fitting", SETTINGS)
@pytest.mark.parametrize(("rest", "error"), [(1e-6, 1e-4), (one_against_rest.TOLERANCE, 5e-3)])
def test_shares_are_the_product_of_two_opinions_of_scikit_learn(
    monkeypatch: pytest.MonkeyPatch, fitting: Settings, rest: float, error: float
) -> None:
    monkeypatch.setattr(one_against_rest, "TOLERANCE", rest)
    model = fit_text_model(encoded(TEXTS), TEXTS, LABELS, fitting, told=TOLD)
    ours = [
        list(model.shares(vector, text, ["day/1"]).values()) for vector, text in zip(encoded(ASKED), ASKED, strict=True)
    ]
    assert model.labels == tuple(sorted(OURS))
    assert np.array(ours) == pytest.approx(learnt_and_asked_by_scikit_learn(fitting), abs=error)


def test_fitting_twice_gives_the_same_model() -> None:
    one, other = (fit_text_model(encoded(TEXTS), TEXTS, LABELS, Settings(20, 2, POWERS), told=TOLD) for _ in range(2))
    assert one.letters.places == other.letters.places
    assert np.array_equal(one.weights, other.weights)


def test_groups_of_too_few_texts_are_left_out() -> None:
    often, always = (
        fit_text_model(encoded(TEXTS), TEXTS, LABELS, Settings(20, least, POWERS)).words.places for least in (3, 1)
    )
    counts = {group: sum(group in word_groups(text) for text in TEXTS) for group in always}
    assert often.keys() == {group for group, count in counts.items() if count >= 3}


def test_every_weight_has_its_place() -> None:
    model = fit_text_model(encoded(TEXTS), TEXTS, LABELS, Settings(20, 2, POWERS), told=TOLD)
    dimensions = encoded(TEXTS).shape[1]
    known = len(model.letters.places) + len(model.words.places) + len(model.told)
    assert model.weights.shape == (dimensions + known, len(OURS))
    assert (model.weights.dtype, model.offsets.shape) == (np.float32, (2, len(OURS)))
    assert model.told == {"day/1": 0}


def test_balanced_labels_weigh_the_same_however_many_examples_they_have() -> None:
    few = ["sessions/frequency"] * 2
    texts = [*TEXTS[:12], *TEXTS[12:14]]
    labels = [*LABELS[:12], *few]
    plain, balanced = (
        fit_text_model(encoded(texts), texts, labels, Settings(1, 1, POWERS, balanced=balanced))
        for balanced in (False, True)
    )
    vector, text = encoded(["hello"])[0], "hello"
    assert balanced.shares(vector, text)["sessions/frequency"] > plain.shares(vector, text)["sessions/frequency"]
