"""Every text a patient can get, and how patients see it."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answer import Answer, Wording, fill
from bot.clinic import Clinic
from bot.knowledge.base import Knowledge, shared_knowledge
from bot.knowledge.records import OwnAnswer
from bot.rendering import Renderer

# A clinic's own answers are checked when they are loaded, and not here.
ENTRIES = sorted(each.id for each in shared_knowledge().entries.values() if not isinstance(each, OwnAnswer))
REPLIES = sorted(shared_knowledge().replies.ids)
SAFETY_MESSAGES = sorted(shared_knowledge().safety.ids)

# What the program itself fills in, at its longest.
OWN_VALUES = {
    "limit": "1000",
    "seconds": "60",
    "number": "3",
    "title": "Q" * 45,
    "choices": " ".join(f"{number} {'Q' * 45}" for number in (1, 2, 3)),
    "low": "10",
    "high": "14",
    "sources": "The dry needling process (Introduction, Tracking Your Progress)",
    "review": "reviewed by Dr Ada Example, physiotherapist, 2025-03-01",
    "name": "Dr Ada Example",
    "role": "physiotherapist",
    "date": "2025-03-01",
    "elapsed": "19 hours",
    "range": "24 to 48 hours",
    "until": "the end of Wednesday",
    "weekday": "Wednesday",
    "day": "60",
    "scores": ", ".join(["day 60: 10"] * 10),
}


def all_wordings(knowledge: Knowledge) -> dict[str, Wording]:
    """Each text of the data files by a name that says where it stands."""
    wordings = {entry: knowledge.wording(knowledge.entries[entry]) for entry in ENTRIES}
    wordings |= {f"reply {reply}": own_filled(knowledge.replies.wording(reply)) for reply in REPLIES}
    return wordings | {f"safety {message}": knowledge.safety.wording(message) for message in SAFETY_MESSAGES}


def own_filled(wording: Wording) -> Wording:
    """A phrase with everything but the clinic's contacts filled in."""
    return Wording(fill(wording.web, OWN_VALUES), fill(wording.sms, OWN_VALUES))


@lru_cache
def renderer_of(clinic: Clinic) -> Renderer:
    """One renderer for each clinic; making one reads files."""
    return Renderer(clinic)


def shown(wording: Wording, clinic: Clinic, channel: str) -> str:
    """A wording by itself as a patient of a clinic sees it, without source and review."""
    return renderer_of(clinic).render(Answer(kind="notice", wordings=(wording,)), channel).text


def plain(text: str) -> str:
    """The words without bold and list marks."""
    return re.sub(r"(?m)^- ", "", text.replace("**", ""))


NAMES = sorted(all_wordings(shared_knowledge()))
