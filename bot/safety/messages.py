"""The fixed texts of `data/safety/messages.yml`; nothing else is ever said at a red flag."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import msgspec

from bot.answer import Answer, Level, Source, Wording
from bot.clinic import contact_names
from bot.data_files import DataFileError, check_placeholders, read_mapping, read_records
from bot.safety.signs import SAFETY_DIR
from bot.safety.triage import Assessment

GENERAL_EMERGENCY = "emergency"
NORMAL_LINE = "normal"
EMERGENCY_LINE = "emergency_line"
POLICY = "Needlewise safety rules"


class SafetyMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fixed text; `topic` says in a patient's words what it is about.

    One that `asks` stands alone: before the patient has said more, nothing else is answered.
    """

    id: str
    topic: str
    web: str
    sms: str
    asks: bool = False


class SafetyMessages:
    """All fixed texts by id."""

    def __init__(self, path: Path = SAFETY_DIR / "messages.yml") -> None:
        records = read_records(path, "messages", SafetyMessage)
        for record in records:
            check_placeholders(record, (record.value.web, record.value.sms), contact_names())
        self._messages = {record.value.id: record.value for record in records}
        if GENERAL_EMERGENCY not in self._messages:
            raise DataFileError(
                f"{path.name} lacks the text `{GENERAL_EMERGENCY}`, which any emergency may need. Add it."
            )

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all texts."""
        return frozenset(self._messages)

    def wording(self, message_id: str) -> Wording:
        """A fixed text in both forms; KeyError for an unknown id."""
        message = self._messages[message_id]
        return Wording(web=message.web.strip(), sms=message.sms.strip())

    def escalation(self, assessment: Assessment) -> Answer:
        """The answer to a red flag; an assessment without a text of its own gets the general one."""
        is_known = assessment.message in self._messages
        known = assessment.message if is_known and assessment.message else GENERAL_EMERGENCY
        message = self._messages[known]
        level: Level = assessment.level if is_known else "emergency"
        return Answer(
            kind="escalate",
            wordings=(self.wording(known),),
            level=level,
            sources=(Source(POLICY, message.topic),),
        )

    def attend(self, answer: Answer, assessment: Assessment) -> Answer:
        """An answer with what its message's level asks for: advice before it, or a line after it.

        At `routine` the advice comes first; a reply that is no answer gives way to it. At
        `normal`, and where danger is asked about in general, one line follows.
        """
        if answer.kind == "escalate":
            return answer
        if assessment.level == "routine" and assessment.message in self._messages:
            return self._with_advice(answer, assessment)
        if assessment.level == "normal":
            return self.with_line(NORMAL_LINE, replace(answer, level="normal"))
        if assessment.asks_about_danger:
            return self.with_line(EMERGENCY_LINE, answer)
        return answer

    def line(self, nets: Collection[str]) -> tuple[Wording, ...]:
        """The one line that ends an answer with these safety nets; the one on a reaction holds the emergency, too."""
        return (self.wording(NORMAL_LINE if NORMAL_LINE in nets else EMERGENCY_LINE),) if nets else ()

    def with_line(self, net: str, answer: Answer) -> Answer:
        """An answer that ends with this line, or with the one that it has if that says more."""
        lines = {each: self.wording(each) for each in (NORMAL_LINE, EMERGENCY_LINE)}
        nets = {net, *(each for each, line in lines.items() if line in answer.wordings)}
        rest = tuple(wording for wording in answer.wordings if wording not in lines.values())
        return replace(answer, wordings=(*rest, *self.line(nets)))

    def remind(self, answer: Answer, remembered: Assessment) -> Answer:
        """An answer within a day of an urgent or emergency message.

        A question of another kind is answered after one line that repeats the action; thanks, doubts, and whatever
        would say that a reaction is normal, get the action itself once more.
        """
        if answer.kind == "escalate" and answer.level in {"urgent", "emergency"}:
            return answer
        reassures = self.wording(NORMAL_LINE) in answer.wordings
        if reassures or answer.kind not in {"answer", "handoff"}:
            return self.escalation(remembered)
        return replace(answer, wordings=(self.wording(f"reminder_{remembered.level}"), *answer.wordings))

    def _with_advice(self, answer: Answer, assessment: Assessment) -> Answer:
        advice = self.escalation(assessment)
        if answer.kind != "answer" or (assessment.message and self._messages[assessment.message].asks):
            return advice
        return replace(answer, level="routine", wordings=(*advice.wordings, *answer.wordings))


def load_unset_contacts(path: Path = SAFETY_DIR / "unset_contacts.yml") -> dict[str, str]:
    """What a text says in place of a contact that the clinic has not filled in."""
    return read_mapping(path, "unset_contacts", dict[str, str])
