"""Taking out of a text what nobody can see: control, format and stray Unicode characters."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = {"\u200d", "\ufe0f"}  # they hold emoji together and do no harm
_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})


def clean(text: str) -> str:
    """The text in compatibility form, with plain quotes, single spaces and nothing invisible."""
    plain = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    visible = "".join(_visible(character) for character in plain)
    lines = (re.sub(r"[ \u00a0]+", " ", line).strip() for line in visible.split("\n"))
    return "\n".join(line for line in lines if line)


def _visible(character: str) -> str:
    if character in "\t\r\v\f\u2028\u2029\x85":
        return "\n" if character != "\t" else " "
    if character == "\n" or character in _JOINERS:
        return character
    return "" if unicodedata.category(character) in _INVISIBLE else character
