"""The knowledge base on one page, as a clinician reads it before signing: `docs/knowledge.md`."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answer import Source
from bot.clinic import Clinic
from bot.data_files import PROJECT_ROOT
from bot.knowledge.base import Knowledge, Turn
from bot.knowledge.records import Entry, OwnAnswer
from bot.rendering import Renderer, segments

PAGE = PROJECT_ROOT / "docs" / "knowledge.md"
HEAD = """# All answers

Made by `needlewise knowledge page`; do not edit. {count} answers, {signed} signed by a clinician. Each is shown as
patients get it, with its source line and with the contacts of `clinic/clinic.yml`. To sign one:
`needlewise knowledge sign ID --name NAME --role ROLE`. A change of its texts makes it unreviewed again.

S numbers are statements of the two documents (`data/knowledge/statements.yml`), X numbers those of other sources
(`data/knowledge/outside.yml`).
"""


def knowledge_page(base: Knowledge, clinic: Clinic) -> str:
    """The whole page in Markdown."""
    renderer, entries = Renderer(clinic), list(base.entries.values())
    topics = dict.fromkeys(entry.topic for entry in entries)
    parts = [HEAD.format(count=len(entries), signed=len(entries) - len(base.unreviewed()))]
    for topic in topics:
        parts.append(f"## {topic.capitalize()}\n")
        parts += ["\n".join(_entry(base, entry, renderer)) for entry in entries if entry.topic == topic]
    return "\n".join(parts).rstrip() + "\n"


def text_for_signing(base: Knowledge, entry: Entry, renderer: Renderer) -> str:
    """What a clinician signs: question, both texts with what the program adds, and where they come from."""
    return "\n".join(_entry(base, entry, renderer))


def _entry(base: Knowledge, entry: Entry, renderer: Renderer) -> Iterator[str]:
    answer = base.answer(Turn((entry.id,)))
    web, sms = (renderer.render(answer, channel).text for channel in ("web", "sms"))
    yield f"### {entry.question}\n"
    yield f"`{entry.id}` · {_review(base, entry)}\n"
    yield from (f"> {line}".rstrip() for line in web.splitlines())
    yield f"\n**SMS**, {_counted(segments(sms), 'segment')}: {sms}\n"
    yield f"- Rests on: {_sources(base, entry)}"
    if entry.window:
        ends = f"{entry.window.ends[0]} to {entry.window.ends[1]} {entry.window.unit}"
        kind = "wait" if entry.window.kind == "avoid_until" else "usual for"
        yield f"- Time: {kind} {ends}; where the day of the session is known, a sentence follows"
    if entry.see_also:
        yield f"- See also: {'; '.join(base.entries[other].question for other in entry.see_also)}"
    yield ""


def _review(base: Knowledge, entry: Entry) -> str:
    review = base.review_of(entry)
    if review:
        return f"signed by {review.name}, {review.role}, {review.date.isoformat()}"
    return "**not reviewed**" + (" since its texts changed" if base.was_signed(entry) else "")


def _sources(base: Knowledge, entry: Entry) -> str:
    places: dict[Source, list[str]] = {}
    for name in entry.statements:
        statement = base.statements[name]
        place = Source(base.sources[statement.document].name, statement.section)
        places.setdefault(place, []).append(name)
    for name in entry.outside:
        beside = base.outside[name]
        places.setdefault(Source(beside.name, beside.section), []).append(name)
    parts = [f"{place.document}, {place.section} ({', '.join(names)})" for place, names in places.items()]
    if isinstance(entry, OwnAnswer):
        parts.insert(0, "the clinic's own words")
    if entry.unanswered:
        parts.append("says what our guide leaves open")
    return "; ".join(parts) or "the settings of the clinic"


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
