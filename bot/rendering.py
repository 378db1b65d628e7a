"""From an answer to what a channel sends: web text with its source, or one short SMS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.answer import Answer, Source, Suggestion, fill
from bot.clinic import Clinic
from bot.replies import Replies
from bot.safety.messages import load_unset_contacts

WEB_CHANNELS = frozenset({"web"})
MOST_SECTIONS = 2  # named in a source line; `custom` names them all

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("^{}\\[~]|€\f")  # two units each
SINGLE_UNITS, PART_UNITS = 160, 153
UCS_SINGLE_UNITS, UCS_PART_UNITS = 70, 67


@dataclass(frozen=True)
class RenderedReply:
    """What a channel sends: the text, and the data beside it (`docs/reply.md`)."""

    text: str
    custom: dict[str, Any]


class Renderer:
    """Puts answers into the form of a channel, with the clinic's contacts filled in."""

    def __init__(self, clinic: Clinic, replies: Replies | None = None) -> None:
        unset = load_unset_contacts()
        self._contacts = {name: value or unset[name] for name, value in clinic.contacts().items()}
        self._replies = replies or Replies()

    def render(self, answer: Answer, channel: str | None) -> RenderedReply:
        """The reply for a channel; any channel that is not the web's gets the SMS form."""
        text = self._web(answer) if channel in WEB_CHANNELS else self._sms(answer)
        return RenderedReply(text, _custom(answer))

    def _web(self, answer: Answer) -> str:
        paragraphs = [reflow(wording.web) for wording in answer.wordings]
        if answer.review:
            sources = "; ".join(_by_document(answer.sources))
            line = "source" if sources else "no_source"
            paragraphs.append(self._replies.wording(line, sources=sources, review=answer.review.web).web)
        return self._filled("\n\n".join(paragraphs))

    def _sms(self, answer: Answer) -> str:
        parts = [reflow(wording.sms) for wording in answer.wordings]
        if answer.kind == "clarify":
            parts = [part.replace("{choices}", self._choices(answer.suggestions)) for part in parts]
        if answer.review:
            parts.append(self._replies.wording("source", review=answer.review.sms).sms)
        if answer.by_digit:
            later = self._choices(answer.suggestions[: answer.by_digit])
            parts.append(self._replies.wording("later", choices=later).sms)
        return self._filled(" ".join(part for part in parts if part))

    def _choices(self, suggestions: tuple[Suggestion, ...]) -> str:
        numbered = enumerate(suggestions, start=1)
        return " ".join(
            self._replies.wording("choice", number=str(n), title=suggestion.title).sms for n, suggestion in numbered
        )

    def _filled(self, text: str) -> str:
        return fill(text, self._contacts)


def reflow(text: str) -> str:
    """Joins the lines of each paragraph; blank lines and list items stay."""
    return re.sub(r"(?<!\n)\n(?!\n|- )", " ", text.strip())


def segments(text: str) -> int:
    """How many SMS parts a text takes: 160 units or 153 in each of several; 70 or 67 outside the GSM-7 alphabet.

    Source of the figures: 3GPP TS 23.038 and TS 23.040.
    """
    if all(character in GSM_BASIC or character in GSM_EXTENDED for character in text):
        units = [2 if character in GSM_EXTENDED else 1 for character in text]
        return _parts(units, SINGLE_UNITS, PART_UNITS)
    units = [len(character.encode("utf-16-be")) // 2 for character in text]
    return _parts(units, UCS_SINGLE_UNITS, UCS_PART_UNITS)


def _parts(units: list[int], single: int, part: int) -> int:
    """Characters of two units are never split between two parts."""
    if sum(units) <= single:
        return 1
    parts, room = 1, part
    for unit in units:
        if unit > room:
            parts, room = parts + 1, part
        room -= unit
    return parts


def _custom(answer: Answer) -> dict[str, Any]:
    plans = [
        {"label": plan.label, "words": plan.words.web, "sessions": list(plan.sessions), "asked": plan.asked}
        for plan in answer.plans
    ]
    return {
        **({"plans": plans} if plans else {}),
        **({"by_digit": answer.by_digit} if answer.by_digit else {}),
        "kind": answer.kind,
        "level": answer.level,
        "entries": list(answer.entries),
        "sources": [{"document": source.document, "section": source.section} for source in answer.sources],
        "suggestions": [{"title": each.title, "payload": each.payload} for each in answer.suggestions],
    }


def _by_document(sources: tuple[Source, ...]) -> list[str]:
    sections: dict[str, list[str]] = {}
    for source in sources:
        sections.setdefault(source.document, []).append(source.section)
    return [f"{document} ({', '.join(names[:MOST_SECTIONS])})" for document, names in sections.items()]
