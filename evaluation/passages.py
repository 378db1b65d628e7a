"""The two documents in passages, for the peers that answer with a piece of the documents.

A passage is one paragraph (a line of the document) of at least LEAST_WORDS words, with the headings and item titles
that stand directly before it. A title that was caught at the end of the paragraph before ("… needs. - Healing Time:")
goes to the paragraph that it belongs to. A passage that both documents hold counts once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.data_files import PROJECT_ROOT

DOCUMENTS = PROJECT_ROOT.parent / "shared" / "sources"
LEAST_WORDS = 10
CAUGHT_TITLE = re.compile(r"\s-\s([^:.]{2,60}:)\s*$")


def documents_passages(folder: Path = DOCUMENTS) -> list[str]:
    """The passages of all documents; none where they are not at hand."""
    if not folder.is_dir():
        return []
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    return list(dict.fromkeys(passage for text in texts for passage in passages(text)))


def passages(text: str) -> Iterator[str]:
    """The passages of one document in its order."""
    titles: list[str] = []
    for line in (line.strip() for line in text.splitlines()):
        paragraph, caught = _without_caught_title(line)
        if len(paragraph.split()) >= LEAST_WORDS and not paragraph.startswith("- "):
            yield "\n".join([*titles, paragraph])
            titles = caught
        elif paragraph:
            titles.append(paragraph.removeprefix("- "))
        else:
            titles = []


def _without_caught_title(line: str) -> tuple[str, list[str]]:
    found = CAUGHT_TITLE.search(line)
    return (line[: found.start()], [found.group(1)]) if found else (line, [])
