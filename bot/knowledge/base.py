"""The knowledge base: loaded and checked once, then asked for answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from bot.answer import Answer, PlanExample, Source, Suggestion, Wording
from bot.clinic import clinic_dir
from bot.data_files import DATA_DIR, check_unique_ids, read_records
from bot.knowledge.checks import Records, check
from bot.knowledge.claims import read_forbidden_claims
from bot.knowledge.own_answers import read_own_answers, with_own_answers
from bot.knowledge.plans import plan_placeholder, plan_wording
from bot.knowledge.records import Entry, OutsideStatement, OwnAnswer, Review, SessionPlan, SourceDocument, Statement
from bot.knowledge.timing import time_wording
from bot.replies import Replies
from bot.safety.messages import SafetyMessages

KNOWLEDGE_DIR = DATA_DIR / "knowledge"
REVIEWS_FILE = "reviews.yml"
REGISTERS = frozenset({"sources", "statements", "session_plans", "outside"})
MOST_SUGGESTIONS = 3
MOST_TOLD = 3


@dataclass(frozen=True)
class Turn:
    """What a patient wants to know in one message: ids of entries in the order of the questions.

    `hours` is the time since the session, where it is said or known; `now` is the clinic's local time. Of the entries,
    the first `most` are told, the others offered.
    """

    entries: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    hours: float | None = None
    now: datetime | None = None
    most: int = MOST_TOLD


class Knowledge:
    """All entries with what they rest on; the only source of what patients are told."""

    def __init__(self, records: Records, reviews: list[Review], replies: Replies, safety: SafetyMessages) -> None:
        self.entries: dict[str, Entry] = {record.value.id: record.value for record in records.entries}
        self.statements: dict[str, Statement] = {record.value.id: record.value for record in records.statements}
        self.sources: dict[str, SourceDocument] = {record.value.id: record.value for record in records.sources}
        self.plans: dict[str, SessionPlan] = {record.value.id: record.value for record in records.plans}
        self.outside: dict[str, OutsideStatement] = {record.value.id: record.value for record in records.outside}
        self._reviews = {review.id: review for review in reviews}
        self.replies = replies
        self.safety = safety
        self._plan_words = {plan_placeholder(plan): plan_wording(plan, replies) for plan in self.plans.values()}

    def answer(self, turn: Turn) -> Answer:
        """The answer to all questions of a turn, in order; without a known entry, that we do not know."""
        known = [self.entries[entry] for entry in dict.fromkeys(turn.entries) if entry in self.entries]
        if not known:
            return self.replies.answer("unknown", "unknown")
        asked, later = known[: turn.most], [entry.id for entry in known[turn.most :]]
        nets = {entry.safety_net for entry in asked if entry.safety_net}
        return Answer(
            kind="answer",
            wordings=(
                *(wording for entry in asked for wording in self._told(entry, turn)),
                *self.safety.line(nets),
            ),
            entries=tuple(entry.id for entry in asked),
            sources=self._sources(asked),
            suggestions=self.suggestions([*later, *self._see_also(asked)][:MOST_SUGGESTIONS]),
            by_digit=min(len(later), MOST_SUGGESTIONS),
            review=self._review(asked),
            plans=self._plan_examples(asked),
        )

    def clarify(self, turn: Turn) -> Answer:
        """Asks which of the likeliest questions was meant; without any, says that we do not know."""
        likely = [entry for entry in turn.candidates if entry in self.entries][:MOST_SUGGESTIONS]
        if not likely:
            return self.replies.answer("unknown", "unknown")
        return Answer(kind="clarify", wordings=(self.replies.wording("clarify"),), suggestions=self.suggestions(likely))

    def _told(self, entry: Entry, turn: Turn) -> Iterator[Wording]:
        """An entry's texts, and where the patient stands in its window of time."""
        yield self.wording(entry)
        if entry.window and turn.hours is not None and turn.now is not None:
            yield time_wording(entry.window, turn.hours, turn.now, self.replies)

    def wording(self, entry: Entry) -> Wording:
        """An entry's texts with the session plans in words; contacts are filled in by the renderer."""
        web, sms = entry.web.strip(), entry.sms.strip()
        for placeholder, words in self._plan_words.items():
            web, sms = web.replace(placeholder, words.web), sms.replace(placeholder, words.sms)
        return Wording(web, sms)

    def suggestions(self, entries: Iterable[str]) -> tuple[Suggestion, ...]:
        """Entries as questions that a patient may pick."""
        return tuple(Suggestion(self.entries[entry].question, choose_payload(entry)) for entry in entries)

    def review_of(self, entry: Entry) -> Review | None:
        """The signature that stands under the texts as they are now; an older text's does not count."""
        review = self._reviews.get(entry.id)
        return review if review and review.fingerprint == self.fingerprint(entry) else None

    def was_signed(self, entry: Entry) -> bool:
        """Whether somebody has signed an entry, be it in other words."""
        return entry.id in self._reviews

    def fingerprint(self, entry: Entry) -> str:
        """A hash of all that a reviewer signs: question, texts with plans and safety line, window."""
        words = self.wording(entry)
        net = self.safety.wording(entry.safety_net) if entry.safety_net else Wording("", "")
        window = [entry.window.kind, *entry.window.hours] if entry.window else []
        signed = json.dumps([entry.question, words.web, words.sms, net.web, net.sms, window])
        return hashlib.sha256(signed.encode()).hexdigest()

    def unreviewed(self) -> list[str]:
        """The ids of all entries without a signature under their texts as they are now."""
        return [entry.id for entry in self.entries.values() if not self.review_of(entry)]

    def _sources(self, asked: list[Entry]) -> tuple[Source, ...]:
        cited = [self.statements[statement] for entry in asked for statement in entry.statements]
        places = dict.fromkeys((statement.document, statement.section) for statement in cited)
        guide = [Source(self.sources[document].name, _readable(section)) for document, section in places]
        beside = [self.outside[statement] for entry in asked for statement in entry.outside]
        own = [self._own_source()] if any(isinstance(entry, OwnAnswer) for entry in asked) else []
        return (*own, *guide, *dict.fromkeys(Source(each.name, each.section) for each in beside))

    def _own_source(self) -> Source:
        return Source(self.replies.wording("own_source").web, self.replies.wording("own_section").web)

    def _plan_examples(self, asked: list[Entry]) -> tuple[PlanExample, ...]:
        """All plans if one of them is told, so that its numbers can be compared with those of the others."""
        told = {plan.id for plan in self.plans.values() for entry in asked if plan_placeholder(plan) in entry.web}
        examples = (
            PlanExample(plan.label, self._plan_words[plan_placeholder(plan)], plan.sessions, plan.id in told)
            for plan in self.plans.values()
        )
        return tuple(examples) if told else ()

    def _see_also(self, asked: list[Entry]) -> list[str]:
        told = {entry.id for entry in asked}
        others = dict.fromkeys(other for entry in asked for other in entry.see_also if other not in told)
        return list(others)[:MOST_SUGGESTIONS]

    def _review(self, asked: list[Entry]) -> Wording:
        reviews = [self.review_of(entry) for entry in asked]
        signed = [review for review in reviews if review]
        own = "_own" if any(isinstance(entry, OwnAnswer) for entry in asked) else ""
        if len(signed) < len(asked):
            guide = "" if any(entry.statements for entry in asked) else "_open"
            return self.replies.wording(f"unreviewed{own or guide}")
        oldest = min(signed, key=lambda review: review.date)
        values = {"name": oldest.name, "role": oldest.role, "date": oldest.date.isoformat()}
        return self.replies.wording(f"reviewed{own}", **values)


def load_knowledge(directory: Path = KNOWLEDGE_DIR, clinic: Path | None = None) -> Knowledge:
    """The knowledge base of a directory with a clinic's own answers and signatures; without a folder, the clinic's.

    Raises DataFileError naming file, line and what to do.
    """
    folder = clinic or clinic_dir()
    records = with_own_answers(read_knowledge(directory), read_own_answers(folder))
    check(records, read_forbidden_claims())
    return Knowledge(records, read_reviews(folder), Replies(), SafetyMessages())


def read_reviews(folder: Path) -> list[Review]:
    """The signatures in a clinic's folder; where there is no file, nobody has signed anything."""
    path = folder / REVIEWS_FILE
    return [record.value for record in read_records(path, "reviews", Review)] if path.is_file() else []


def read_knowledge(directory: Path = KNOWLEDGE_DIR) -> Records:
    """All records of a directory, each checked by itself; every file that is no register holds entries."""
    files = sorted(path for path in directory.glob("*.yml") if path.stem not in REGISTERS)
    entries = [record for path in files for record in read_records(path, "entries", Entry)]
    check_unique_ids(entries)
    return Records(
        sources=read_records(directory / "sources.yml", "sources", SourceDocument),
        statements=read_records(directory / "statements.yml", "statements", Statement),
        plans=read_records(directory / "session_plans.yml", "session_plans", SessionPlan),
        entries=entries,
        outside=read_records(directory / "outside.yml", "outside", OutsideStatement),
    )


@lru_cache(maxsize=1)
def shared_knowledge() -> Knowledge:
    """The knowledge base of this process, loaded once for all actions."""
    return load_knowledge()


def choose_payload(entry: str) -> str:
    """What a channel sends back when a patient picks this entry's question."""
    return f'/choose{{"entry": "{entry}"}}'


def _readable(section: str) -> str:
    """A section as patients may read it; lost headings of the documents are marked so in the register only."""
    name = section.replace(" (heading lost)", "").replace(" > ", ": ")
    return name[0].upper() + name[1:]
