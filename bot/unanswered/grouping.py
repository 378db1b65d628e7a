"""Like questions together: by their sentence vectors where the words are kept, else by what they were taken for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering

from bot.language.encoder import Vector
from bot.unanswered.store import Unanswered

LIKE_FROM = 0.5  # mean cosine within a group
MOST_GUESSES = 3

Places = NDArray[np.int64]
Encode = Callable[[str], Vector]


@dataclass(frozen=True)
class Group:
    """Messages that ask about alike things; `texts` begin with the one in the middle of the group."""

    messages: tuple[Unanswered, ...]
    texts: tuple[str, ...]

    @property
    def guesses(self) -> list[str]:
        """The entries that they were most often taken for."""
        counts = Counter(guess for message in self.messages for guess in message.guesses[:1])
        return [guess for guess, _ in counts.most_common(MOST_GUESSES)]

    @property
    def outcomes(self) -> dict[str, int]:
        """How many got which kind of reply."""
        return dict(Counter(message.outcome for message in self.messages).most_common())


def grouped(messages: Sequence[Unanswered], encode: Encode) -> list[Group]:
    """Groups, the largest first; messages without words never stand in a group with words."""
    told = [message for message in messages if message.text]
    silent = [message for message in messages if not message.text]
    groups = [*_by_likeness(told, encode), *_by_guess(silent)]
    return sorted(groups, key=lambda group: (-len(group.messages), group.texts, group.guesses))


def _by_guess(messages: Iterable[Unanswered]) -> list[Group]:
    by_guess: dict[str, list[Unanswered]] = {}
    for message in messages:
        by_guess.setdefault(next(iter(message.guesses), ""), []).append(message)
    return [Group(tuple(each), ()) for each in by_guess.values()]


def _by_likeness(messages: Sequence[Unanswered], encode: Encode) -> list[Group]:
    if not messages:
        return []
    vectors = np.array([encode(message.text or "") for message in messages])
    places = _clusters(vectors) if len(messages) > 1 else np.zeros(1, np.int64)
    return [_group(messages, vectors, np.flatnonzero(places == place)) for place in np.unique(places)]


def _clusters(vectors: Vector) -> Places:
    clustering = AgglomerativeClustering(
        n_clusters=None, distance_threshold=1 - LIKE_FROM, affinity="cosine", linkage="average"
    )
    places: Places = clustering.fit_predict(vectors)
    return places


def _group(messages: Sequence[Unanswered], vectors: Vector, rows: Places) -> Group:
    order = rows[np.argsort(-(vectors[rows] @ vectors[rows].mean(axis=0)), kind="stable")]
    texts = dict.fromkeys(messages[row].text or "" for row in order)
    return Group(tuple(messages[row] for row in rows), tuple(texts))
