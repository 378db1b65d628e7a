"""Measures how replies to a check-in are read: `make evaluate-journal`.

Asks the reader of scores itself: right scores and changes, and texts that are none but were taken for one. Errors are
listed only for the replies that may be looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.data_files import PROJECT_ROOT
from bot.followups.score_reader import Reading, ScoreReader
from bot.language.reader import Reader

CORPUS = PROJECT_ROOT / "evaluation" / "journal.jsonl"


@dataclass(frozen=True)
class PainReply:
    """A reply with what it says: a score, else a change, else nothing. `is_asked`: a check-in stood before it."""

    id: str
    text: str
    is_asked: bool
    score: int | None
    trend: str | None
    split: str

    @property
    def kind(self) -> str:
        """The group in the table."""
        if self.score is not None:
            return "score" if self.is_asked else "score, unasked"
        return self.trend or ("none" if self.is_asked else "none, unasked")

    def is_right(self, got: Reading | None) -> bool:
        """A score has to be the very number; a change counts where no number is told."""
        if got is None:
            return self.score is None and self.trend is None
        return got.score == self.score and (self.score is not None or got.trend == self.trend)


def main() -> None:
    """Prints a table for each part of the set."""
    reader, scores = Reader(), ScoreReader()
    for split in ("tune", "score"):
        replies = [reply for reply in read() if reply.split == split]
        got = [scores.read(reader.read(reply.text), is_asked=reply.is_asked) for reply in replies]
        print("\n".join(report(split, list(zip(replies, got, strict=True)), lists_errors=split == "tune")))


def read(path: Path = CORPUS) -> list[PainReply]:
    """The replies of the set."""
    return [PainReply(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def report(title: str, results: list[tuple[PainReply, Reading | None]], *, lists_errors: bool) -> Iterator[str]:
    """The lines of a table: for each kind how many were read rightly."""
    right = sum(reply.is_right(got) for reply, got in results)
    yield f"\n{title}: {right} of {len(results)} replies read rightly ({right / len(results):.1%})"
    for kind in sorted({reply.kind for reply, _ in results}):
        of_kind = [(reply, got) for reply, got in results if reply.kind == kind]
        count = sum(reply.is_right(got) for reply, got in of_kind)
        yield f"  {kind:15} {count:4} of {len(of_kind):4}  {count / len(of_kind):7.1%}"
    taken = sum(got is not None for reply, got in results if reply.kind.startswith("none"))
    yield f"  taken for a score or a change, but none: {taken}"
    for reply, got in results if lists_errors else ():
        if not reply.is_right(got):
            yield f"    {reply.score if reply.score is not None else reply.trend} -> {got}: {reply.text}"


if __name__ == "__main__":
    main()
