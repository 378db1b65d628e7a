"""Making a text plain: nothing invisible, one kind of quotes, a space behind punctuation."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = {"\u200d", "\ufe0f"}  # they hold emoji together and do no harm
_LINE_BREAKS = "\r\v\f\u2028\u2029\x85"
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("’‘`´ʼ′＇", "'"),
        **dict.fromkeys("“”″", '"'),
        **dict.fromkeys("–—", "-"),
        **dict.fromkeys(_LINE_BREAKS, "\n"),
        "…": "...",
        "\t": " ",
    }
)


def clean(text: str) -> str:
    """The text in Unicode's compatibility form, with plain quotes, single spaces and nothing invisible.

    Where punctuation stands between letters without a space ("breathe.Please", "chest/arm"), spaces are added,
    so that the words on its sides are read as words.
    """
    plain = unicodedata.normalize("NFKC", _visible(text.translate(_PLAIN)))
    plain = _visible(plain.translate(_PLAIN))
    spaced = re.sub(r"(?<=[^\W_])([.!?,;:]+)(?=[^\W\d_])", r"\1 ", plain)
    spaced = re.sub(r"(?<=[^\W\d_])/(?=[^\W\d_])", " / ", spaced)
    lines = (re.sub(r"[ \u00a0]+", " ", line).strip() for line in spaced.split("\n"))
    return "\n".join(line for line in lines if line)


def _visible(text: str) -> str:
    return "".join(
        character
        for character in text
        if character == "\n" or character in _JOINERS or unicodedata.category(character) not in _INVISIBLE
    )
