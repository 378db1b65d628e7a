"""The fixed texts of `data/safety/messages.yml`; nothing else is ever said at a red flag."""

from __future__ import annotations

from pathlib import Path

import msgspec

from bot.answer import Answer, Level, Source, Wording
from bot.data_files import DataFileError, read_mapping, read_records
from bot.safety.signs import SAFETY_DIR
from bot.safety.triage import Assessment

GENERAL_EMERGENCY = "emergency"
POLICY = "Needlewise safety rules"


class SafetyMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fixed text; `topic` says in a patient's words what it is about."""

    id: str
    topic: str
    web: str
    sms: str


class SafetyMessages:
    """All fixed texts by id."""

    def __init__(self, path: Path = SAFETY_DIR / "messages.yml") -> None:
        self._messages = {record.value.id: record.value for record in read_records(path, "messages", SafetyMessage)}
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


def load_unset_contacts(path: Path = SAFETY_DIR / "unset_contacts.yml") -> dict[str, str]:
    """What a text says in place of a contact that the clinic has not filled in."""
    return read_mapping(path, "unset_contacts", dict[str, str])
