"""What must be true of the knowledge base before anybody may ask it; each fault stops the start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.clinic import contact_names
from bot.data_files import PLACEHOLDER, Record, check_placeholders
from bot.knowledge.claims import ForbiddenClaim
from bot.knowledge.plans import plan_placeholder
from bot.knowledge.quantities import quantities_in
from bot.knowledge.records import Entry, OutsideStatement, OwnAnswer, SessionPlan, SourceDocument, Statement

ENTRY_ID = re.compile(r"[a-z]+(_[a-z]+)*/[a-z]+(_[a-z]+)*")
CLINIC_PHONE = "{clinic_phone}"
CLINIC_FACTS = {
    "clinic_hours",
    "clinic_address",
    "clinic_parking",
    "clinic_booking_link",
}  # told in answers of their own
LONGEST_QUESTION = 45  # characters; a question is a button's label

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Records:
    """All records of the knowledge base with the places where they stand."""

    sources: list[Record[SourceDocument]]
    statements: list[Record[Statement]]
    plans: list[Record[SessionPlan]]
    entries: list[Record[Entry]]
    outside: list[Record[OutsideStatement]] = field(default_factory=list)


def check(records: Records, claims: Sequence[ForbiddenClaim] = ()) -> None:
    """Raises DataFileError, naming file, line and what to do, for the first fault found.

    A clinic's own answer needs no statement, and its numbers and times are its own; all else holds for it, too.
    """
    statements = {record.value.id: record.value for record in records.statements}
    plans = {record.value.id: record.value for record in records.plans}
    for statement in records.statements:
        _check_statement(statement, {record.value.id: record.value for record in records.sources})
    for plan in records.plans:
        _check_cited(plan, plan.value.statements, statements)
        _check_plan_numbers(plan, statements)
    ids = {record.value.id for record in records.entries}
    outside = {record.value.id: record.value for record in records.outside}
    for entry in records.entries:
        _check_entry(entry, ids)
        _check_ground(entry, outside)
        _check_cited(entry, entry.value.statements, statements)
        _check_placeholders(entry, plans)
        _check_claims(entry, claims)
        if not isinstance(entry.value, OwnAnswer):
            _check_numbers(entry, statements, outside)
            _check_window_is_cited(entry, statements)
        _check_window_is_told(entry)


def _check_statement(record: Record[Statement], sources: dict[str, SourceDocument]) -> None:
    statement = record.value
    places = [(statement.document, statement.line)]
    places += [(statement.also.document, statement.also.line)] if statement.also else []
    for document, line in places:
        if document not in sources:
            raise record.error(f"the document `{document}` is not in sources.yml. Name one that is.")
        if not 1 <= line <= sources[document].lines:
            raise record.error(f"the document `{document}` has no line {line}. Correct the line.")
    if statement.decision != "keep" and not statement.reason:
        raise record.error(
            f"`{statement.id}` is `{statement.decision}` without a reason. Give the reason in a sentence."
        )


def _check_entry(record: Record[Entry], ids: set[str]) -> None:
    entry = record.value
    if not ENTRY_ID.fullmatch(entry.id):
        raise record.error(f"the id `{entry.id}` must look like `topic/question` in small letters.")
    if entry.topic != record.path.stem and not isinstance(entry, OwnAnswer):
        raise record.error(f"`{entry.id}` belongs into {entry.topic}.yml. Move it there.")
    if len(entry.question) > LONGEST_QUESTION:
        raise record.error(f"the question of `{entry.id}` is longer than {LONGEST_QUESTION} characters. Shorten it.")
    if not (entry.question.strip() and entry.web.strip() and entry.sms.strip()):
        raise record.error(f"`{entry.id}` needs a question, a web text and an SMS text. Write what is empty.")
    for name in ("by_condition", "narrowed_by", "see_also"):
        named: dict[str, str] | list[str] = getattr(entry, name)
        for other in named.values() if isinstance(named, dict) else named:
            if other not in ids or other == entry.id:
                raise record.error(f"`{name}` of `{entry.id}` names `{other}`, which is no other entry. Correct it.")


def _check_ground(record: Record[Entry], outside: dict[str, OutsideStatement]) -> None:
    """An answer rests on statements or on what the clinic has filled in, or says that it is open and whom to ask."""
    entry = record.value
    for statement in entry.outside:
        if statement not in outside:
            raise record.error(f"`{entry.id}` cites `{statement}`, which outside.yml does not have. Correct the id.")
    texts = (entry.web, entry.sms)
    if entry.unanswered and not all(CLINIC_PHONE in text for text in texts):
        raise record.error(f"`{entry.id}` is unanswered without `{CLINIC_PHONE}` in both texts. Say whom to ask.")
    tells_setting = all(set(PLACEHOLDER.findall(text)) & CLINIC_FACTS for text in texts)
    has_ground = entry.statements or entry.outside or entry.unanswered or tells_setting
    if not has_ground and not isinstance(entry, OwnAnswer):
        raise record.error(f"`{entry.id}` cites no statement. Say what it rests on.")


def _check_cited(
    record: Record[Entry] | Record[SessionPlan], cited: Iterable[str], statements: dict[str, Statement]
) -> None:
    for statement in cited:
        if statement not in statements:
            raise record.error(
                f"`{record.value.id}` cites `{statement}`, which statements.yml does not have. Correct the id."
            )
        if statements[statement].decision == "drop":
            raise record.error(
                f"`{record.value.id}` cites `{statement}`, which the curator dropped: {statements[statement].reason} "
                "Leave it out."
            )


def _check_placeholders(record: Record[Entry], plans: dict[str, SessionPlan]) -> None:
    names = {plan_placeholder(plan).strip("{}") for plan in plans.values()} | contact_names()
    check_placeholders(record, (record.value.web, record.value.sms), names)
    if PLACEHOLDER.search(record.value.question):
        raise record.error(f"the question of `{record.value.id}` has a placeholder. Questions are said as they stand.")
    for plan in plans.values():
        in_web, in_sms = (plan_placeholder(plan) in text for text in (record.value.web, record.value.sms))
        if in_web != in_sms:
            raise record.error(
                f"`{record.value.id}` tells the plan `{plan.id}` in only one of its texts. Tell it in both."
            )
        if in_web and not set(plan.statements) & set(record.value.statements):
            raise record.error(
                f"`{record.value.id}` tells the plan `{plan.id}` without citing {plan.statements}. Cite it."
            )


def _check_numbers(
    record: Record[Entry], statements: dict[str, Statement], outside: dict[str, OutsideStatement]
) -> None:
    texts = [statements[name].text for name in record.value.statements]
    texts += [outside[name].text for name in record.value.outside]
    cited = [quantity for text in texts for quantity in quantities_in(text)]
    for text in (record.value.web, record.value.sms):
        for quantity in quantities_in(PLACEHOLDER.sub("", text)):
            if not quantity.is_told_by(cited):
                raise record.error(
                    f"`{record.value.id}` says {quantity}, which no statement that it cites holds. "
                    "Cite the statement or take the number out."
                )


def _check_claims(record: Record[Entry], claims: Sequence[ForbiddenClaim]) -> None:
    for text in (record.value.question, record.value.web, record.value.sms):
        for claim in claims:
            if found := claim.found_in(text):
                raise record.error(f'`{record.value.id}` says "{found}": {claim.why}')


def _check_window_is_cited(record: Record[Entry], statements: dict[str, Statement]) -> None:
    entry, window = record.value, record.value.window
    if not window:
        return
    shortest, longest = window.ends
    told = " ".join(statements[name].text for name in entry.statements)
    if not re.search(rf"\b{shortest}-{longest} {window.unit}", told):
        raise record.error(
            f"the window of `{entry.id}` is {shortest} to {longest} {window.unit}, but the statements it cites do not "
            "say so. Correct one of them."
        )


def _check_window_is_told(record: Record[Entry]) -> None:
    entry, window = record.value, record.value.window
    if not window:
        return
    shortest, longest = window.ends
    for text in (entry.web, entry.sms):
        if not re.search(rf"\b{shortest}(-| to ){longest} {window.unit}", " ".join(text.split()).replace("*", "")):
            raise record.error(
                f"`{entry.id}` does not tell its window of {shortest} to {longest} {window.unit} in both of its texts. "
                "Tell it in both."
            )


def _check_plan_numbers(record: Record[SessionPlan], statements: dict[str, Statement]) -> None:
    plan = record.value
    told = " ".join(statements[name].text for name in plan.statements)
    for ends, unit in ((plan.sessions, "sessions"), (plan.weeks, "weeks")):
        if ends and not re.search(rf"\b{ends[0]}-{ends[1]} {unit}", told):
            raise record.error(
                f"the plan `{plan.id}` says {ends[0]} to {ends[1]} {unit}, but the statements it cites do not. "
                "Correct one of them."
            )


def numbers_in(text: str) -> set[str]:
    """The numbers of a text in digits, as they are written."""
    return set(_NUMBER.findall(text))
