"""Finds thousands of phrases in a text at once, by a tree of their words.

Does what spaCy's Matcher does with the patterns of `bot.language.phrases`, in a fraction of the time: the Matcher
tries every pattern at every word, the tree only those whose words stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.language.phrases import GAP_WORDS, Pattern

Found = tuple[str, int, int]  # the name of a phrase, and its words: from the first up to but not including the last


@dataclass
class _Node:
    """A place in the tree: what has been read so far, and which words may follow."""

    children: dict[str | frozenset[str], _Node] = field(default_factory=dict)
    by_word: dict[str, list[_Node]] = field(default_factory=dict)
    by_stem: list[tuple[str, _Node]] = field(default_factory=list)
    stems: tuple[str, ...] = ()
    after_gap: _Node | None = None
    names: list[str] = field(default_factory=list)


class PhraseFinder:
    """All places of all phrases; several phrases may share a name."""

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, name: str, patterns: Iterable[Pattern]) -> None:
        """Takes up the patterns of a phrase, as `compile_phrase` makes them, under a name."""
        for pattern in patterns:
            node = self._root
            for token in pattern:
                node = _grown(node, token)
            if name not in node.names:
                node.names.append(name)

    def find(self, words: Sequence[str]) -> list[Found]:
        """Every place of every phrase, also of those that overlap, each once."""
        found: dict[Found, None] = {}
        for first in range(len(words)):
            for node, last in self._reached(words, first):
                for name in node.names:
                    found[name, first, last] = None
        return list(found)

    def _reached(self, words: Sequence[str], first: int) -> Iterable[tuple[_Node, int]]:
        """The nodes to which the words from `first` on lead, each with the place of the next word."""
        waiting = [(self._root, first)]
        while waiting:
            node, place = waiting.pop()
            if node.names:
                yield node, place
            if node.after_gap:
                end = min(place + GAP_WORDS, len(words))
                waiting += [(node.after_gap, later) for later in range(place, end + 1)]
            if place == len(words):
                continue
            word = words[place]
            waiting += [(child, place + 1) for child in node.by_word.get(word, ())]
            if node.stems and word.startswith(node.stems):
                waiting += [(child, place + 1) for stem, child in node.by_stem if word.startswith(stem)]


def _grown(node: _Node, token: dict[str, object]) -> _Node:
    """The node behind one token of a pattern, made if there is none yet."""
    norm = token.get("NORM")
    if norm is None:
        node.after_gap = node.after_gap or _Node()
        return node.after_gap
    if isinstance(norm, dict) and "REGEX" in norm:
        return _grown_by_stem(node, str(norm["REGEX"]).removeprefix("^"))
    choice = frozenset(norm["IN"] if isinstance(norm, dict) else [str(norm)])
    if choice not in node.children:
        node.children[choice] = _Node()
        for word in choice:
            node.by_word.setdefault(word, []).append(node.children[choice])
    return node.children[choice]


def _grown_by_stem(node: _Node, stem: str) -> _Node:
    if stem not in node.children:
        node.children[stem] = _Node()
        node.by_stem.append((stem, node.children[stem]))
        node.stems = (*node.stems, stem)
    return node.children[stem]
