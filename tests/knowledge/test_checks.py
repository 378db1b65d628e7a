"""Each fault of the knowledge base stops the load and says where it is and what to do."""

from __future__ import annotations

from typing import Any

import pytest

from bot.knowledge.checks import LONGEST_QUESTION, numbers_in
from tests.knowledge.conftest import KnowledgeCopy

EXERCISE = ("aftercare.yml", "aftercare/exercise", "aftercare/broken")
FOOD = ("preparation.yml", "preparation/food", "preparation/broken")
COST = ("clinic.yml", "clinic/cost", "clinic/broken")
HOURS = ("clinic.yml", "clinic/hours", "clinic/broken")
SPORT_ENTRY = ("sessions.yml", "sessions/sport", "sessions/broken")
STATEMENT = ("statements.yml", "S001", "S900")
SPORT_PLAN = ("session_plans.yml", "sport", "broken")
SURGERY_PLAN = ("session_plans.yml", "surgery", "broken")

FIELD = "Correct the field, or compare with a record beside it."
UNCITED = "says 99 hours, which no statement that it cites holds. Cite the statement or take the number out."
DOUBLED = "Give one of the two another id."
GROUND = "cites no statement. Say what it rests on."
NOBODY_TO_ASK = "is unanswered without `{clinic_phone}` in both texts. Say whom to ask."
NOT_TOLD = "but the statements it cites do not. Correct one of them."
ONE_TEXT = "tells the plan `sport` in only one of its texts. Tell it in both."
NO_OTHER = "which is no other entry. Correct it."
ID_FORM = "must look like `topic/question` in small letters."
REASON = "without a reason. Give the reason in a sentence."

# A record like a sound one, what is wrong with it, and how the error ends.
FAULTS: dict[str, tuple[tuple[str, str, str], dict[str, Any], str]] = {
    "unknown key": (EXERCISE, {"colour": "red"}, f"unknown field `colour`. {FIELD}"),
    "missing field": (EXERCISE, {"sms": None}, f"missing required field `sms`. {FIELD}"),
    "mistyped field": (EXERCISE, {"question": 5}, "at `$.question`. Put it in quotes."),
    "unknown safety net": (EXERCISE, {"safety_net": "other"}, f"at `$.safety_net`. {FIELD}"),
    "doubled id in one file": (EXERCISE, {"id": "aftercare/overview"}, DOUBLED),
    "doubled id across files": (FOOD, {"id": "aftercare/overview"}, DOUBLED),
    "uncited number on the web": (EXERCISE, {"web": "Wait 99 hours."}, UNCITED),
    "uncited number by SMS": (EXERCISE, {"sms": "Wait 99 hours."}, UNCITED),
    "unknown statement": (
        EXERCISE,
        {"statements": ["S999"]},
        "cites `S999`, which statements.yml does not have. Correct the id.",
    ),
    "dropped statement": (EXERCISE, {"statements": ["S066"]}, "Leave it out."),
    "no statement": (EXERCISE, {"statements": []}, GROUND),
    "unknown outside statement": (
        COST,
        {"outside": ["X99"]},
        "cites `X99`, which outside.yml does not have. Correct the id.",
    ),
    "number of no outside statement": (COST, {"web": "99 hours {clinic_phone}"}, UNCITED),
    "days for hours": (
        EXERCISE,
        {"web": "Wait 24 to 48 days.", "window": None},
        UNCITED.replace("99 hours", "24 to 48 days"),
    ),
    "numbers in another order": (EXERCISE, {"sms": "Wait 48-24 hours."}, UNCITED.replace("99 hours", "48 to 24 hours")),
    "only the shorter end of a range": (EXERCISE, {"sms": "Wait 24 hours."}, UNCITED.replace("99 hours", "24 hours")),
    "numbers of two ranges mixed": (
        ("aftercare.yml", "aftercare/when_to_contact", "aftercare/broken"),
        {"sms": "Sore for 3 to 48 hours: {clinic_phone}"},
        UNCITED.replace("99 hours", "3 to 48 hours"),
    ),
    "medicine to stop": (
        EXERCISE,
        {"web": "Stop your **aspirin** for a day."},
        "Send patients to the doctor who gave it.",
    ),
    "unanswered without the clinic's phone on the web": (COST, {"web": "We don't know."}, NOBODY_TO_ASK),
    "unanswered without the clinic's phone by SMS": (COST, {"sms": "We don't know."}, NOBODY_TO_ASK),
    "phone alone is no ground": (COST, {"unanswered": None}, GROUND),
    "setting of the clinic in the web text only": (HOURS, {"sms": "Call {clinic_phone}."}, GROUND),
    "unknown placeholder on the web": (EXERCISE, {"web": "Call {nurse}."}, "`{nurse}`. Correct or remove it."),
    "unknown placeholder by SMS": (EXERCISE, {"sms": "Call {nurse}."}, "`{nurse}`. Correct or remove it."),
    "empty placeholder": (EXERCISE, {"web": "Call {}."}, "`{}`. Correct or remove it."),
    "see_also to nowhere": (EXERCISE, {"see_also": ["aftercare/nowhere"]}, f"`aftercare/nowhere`, {NO_OTHER}"),
    "see_also to itself": (EXERCISE, {"see_also": ["aftercare/broken"]}, f"`aftercare/broken`, {NO_OTHER}"),
    "by_condition to nowhere": (
        EXERCISE,
        {"by_condition": {"surgery": "aftercare/nowhere"}},
        f"`by_condition` of `aftercare/broken` names `aftercare/nowhere`, {NO_OTHER}",
    ),
    "by_condition to itself": (
        EXERCISE,
        {"by_condition": {"surgery": "aftercare/broken"}},
        f"names `aftercare/broken`, {NO_OTHER}",
    ),
    "narrowed_by to nowhere": (
        EXERCISE,
        {"narrowed_by": {"surgery": "aftercare/nowhere"}},
        f"`narrowed_by` of `aftercare/broken` names `aftercare/nowhere`, {NO_OTHER}",
    ),
    "by_condition that is a list": (EXERCISE, {"by_condition": ["aftercare/rest"]}, f"at `$.by_condition`. {FIELD}"),
    "entry in the wrong file": (EXERCISE, {"id": "food/x"}, "`food/x` belongs into food.yml. Move it there."),
    "plan in the web text only": (SPORT_ENTRY, {"sms": "Ask us."}, ONE_TEXT),
    "plan in the SMS only": (SPORT_ENTRY, {"web": "Ask us."}, ONE_TEXT),
    "plan not cited": (SPORT_ENTRY, {"statements": ["S103"]}, "without citing ['S112']. Cite it."),
    "plan beside another statement": (
        SPORT_ENTRY,
        {"statements": ["S113"]},
        "without citing ['S112']. Cite it.",
    ),
    "sessions of surgery for sport": (SPORT_PLAN, {"sessions": [5, 7]}, f"says 5 to 7 sessions, {NOT_TOLD}"),
    "weeks of surgery for sport": (SPORT_PLAN, {"weeks": [6, 8]}, f"says 6 to 8 weeks, {NOT_TOLD}"),
    "weeks for sessions": (SPORT_PLAN, {"sessions": [4, 6], "weeks": [6, 8]}, f"says 4 to 6 sessions, {NOT_TOLD}"),
    "sessions of sport for surgery": (SURGERY_PLAN, {"sessions": [6, 8]}, f"says 6 to 8 sessions, {NOT_TOLD}"),
    "weeks of sport for surgery": (SURGERY_PLAN, {"weeks": [4, 6]}, f"says 4 to 6 weeks, {NOT_TOLD}"),
    "most before fewest": (SPORT_PLAN, {"sessions": [8, 6]}, f"says 8 to 6 sessions, {NOT_TOLD}"),
    "plan of another's statement": (SPORT_PLAN, {"statements": ["S113"]}, f"says 6 to 8 sessions, {NOT_TOLD}"),
    "plan of a dropped statement": (SPORT_PLAN, {"statements": ["S066"]}, "Leave it out."),
    "plan of an unknown statement": (SPORT_PLAN, {"statements": ["S999"]}, "does not have. Correct the id."),
    "window that no cited statement tells": (
        EXERCISE,
        {"window": {"kind": "avoid_until", "ends": [12, 24], "unit": "hours"}},
        "is 12 to 24 hours, but the statements it cites do not say so. Correct one of them.",
    ),
    "window in days for hours": (
        EXERCISE,
        {"window": {"kind": "avoid_until", "ends": [24, 48], "unit": "days"}},
        "is 24 to 48 days, but the statements it cites do not say so. Correct one of them.",
    ),
    "window that the web text does not tell": (
        EXERCISE,
        {"web": "Wait for a day or two."},
        "does not tell its window of 24 to 48 hours in both of its texts. Tell it in both.",
    ),
    "window that the SMS does not tell": (
        EXERCISE,
        {"sms": "Wait 48 hours."},
        "does not tell its window of 24 to 48 hours in both of its texts. Tell it in both.",
    ),
    "window of an unknown kind": (
        EXERCISE,
        {"window": {"kind": "allowed_from", "ends": [24, 48], "unit": "hours"}},
        f"at `$.window.kind`. {FIELD}",
    ),
    "question too long": (
        EXERCISE,
        {"question": "x" * (LONGEST_QUESTION + 1)},
        "longer than 45 characters. Shorten it.",
    ),
    "id without a topic": (EXERCISE, {"id": "aftercare"}, f"the id `aftercare` {ID_FORM}"),
    "id in capitals": (EXERCISE, {"id": "aftercare/Rest"}, f"the id `aftercare/Rest` {ID_FORM}"),
    "id of three parts": (EXERCISE, {"id": "aftercare/a/b"}, f"the id `aftercare/a/b` {ID_FORM}"),
    "id with a hyphen": (EXERCISE, {"id": "aftercare/a-b"}, f"the id `aftercare/a-b` {ID_FORM}"),
    "statement without a reason": (STATEMENT, {"decision": "hedge"}, f"`S900` is `hedge` {REASON}"),
    "dropped without a reason": (STATEMENT, {"decision": "drop"}, f"`S900` is `drop` {REASON}"),
    "unknown decision": (STATEMENT, {"decision": "maybe"}, f"at `$.decision`. {FIELD}"),
    "unknown document": (STATEMENT, {"document": "nowhere"}, "`nowhere` is not in sources.yml. Name one that is."),
    "line behind the end": (STATEMENT, {"line": 9999}, "has no line 9999. Correct the line."),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_stops_the_load_naming_file_line_and_what_to_do(knowledge_copy: KnowledgeCopy, fault: str) -> None:
    (file, like, new_id), changes, ending = FAULTS[fault]
    record = {"id": new_id, **changes}
    knowledge_copy.add(file, like, **record)

    error = knowledge_copy.error()

    line = knowledge_copy.last_line(file, f"- id: {record['id']}")
    assert error.startswith(f"{knowledge_copy.folder / file}, line {line}: ")
    assert error.endswith(ending)


def test_doubled_key_stops_the_load_naming_its_line(knowledge_copy: KnowledgeCopy) -> None:
    path = knowledge_copy.folder / "aftercare.yml"
    path.write_text(path.read_text(encoding="utf-8") + "    sms: Again.\n", encoding="utf-8")
    line = knowledge_copy.last_line("aftercare.yml", "    sms: Again.")
    assert knowledge_copy.error() == f"{path}, line {line}: the key `sms` stands twice. Keep one of them."


def test_text_that_is_no_yaml_stops_the_load_naming_its_line(knowledge_copy: KnowledgeCopy) -> None:
    path = knowledge_copy.folder / "aftercare.yml"
    path.write_text('entries:\n  - id: "aftercare/exercise\n', encoding="utf-8")
    error = knowledge_copy.error()
    assert error.startswith(f"{path}, line 3: this is not YAML: ")
    assert error.endswith("Check the indentation and quotes.")


@pytest.mark.parametrize("file", ["sources.yml", "statements.yml", "session_plans.yml", "outside.yml"])
def test_missing_register_stops_the_load(knowledge_copy: KnowledgeCopy, file: str) -> None:
    (knowledge_copy.folder / file).unlink()
    missing = f"{knowledge_copy.folder / file} is missing. Restore it from the repository or write it anew."
    assert knowledge_copy.error() == missing


def test_without_a_file_of_signatures_nothing_is_signed(knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.reviews.unlink()
    base = knowledge_copy.load()
    assert base.unreviewed() == list(base.entries)


def test_question_of_the_longest_length_is_accepted(knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.add("aftercare.yml", "aftercare/exercise", id="aftercare/long", question="x" * LONGEST_QUESTION)
    assert "aftercare/long" in knowledge_copy.load().entries


def test_sound_record_beside_the_others_is_accepted(knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.add(
        "aftercare.yml", "aftercare/exercise", id="aftercare/sound", web="Wait {clinic_name} 48 hours.", window=None
    )
    assert "aftercare/sound" in knowledge_copy.load().entries


SMALL_PRINT: dict[str, tuple[tuple[str, str, str], dict[str, Any]]] = {
    "brace left open": (EXERCISE, {"web": "Call {clinic_phone the same day."}),
    "brace never opened": (EXERCISE, {"web": "Call clinic_phone} the same day."}),
    "placeholder in the question": (EXERCISE, {"question": "Can I call {nurse}?"}),
    "second place in an unknown document": (STATEMENT, {"also": {"document": "nowhere", "line": 1}}),
    "second place behind the end": (STATEMENT, {"also": {"document": "process", "line": 9999}}),
    "line before the first": (STATEMENT, {"line": 0}),
    "empty text": (EXERCISE, {"web": ""}),
}


@pytest.mark.parametrize("fault", SMALL_PRINT)
def test_fault_in_the_small_print_stops_the_load(knowledge_copy: KnowledgeCopy, fault: str) -> None:
    (file, like, new_id), changes = SMALL_PRINT[fault]
    knowledge_copy.add(file, like, id=new_id, **changes)
    assert file in knowledge_copy.error()


def test_unknown_statement_says_what_to_do(knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.add("aftercare.yml", "aftercare/exercise", id="aftercare/broken", statements=["S999"])
    assert not knowledge_copy.error().endswith("which statements.yml does not have.")


def test_numbers_are_read_as_they_are_written() -> None:
    assert numbers_in("24-48 hours, 1.5 times, S12") == {"24", "48", "1.5", "12"}
