"""Like questions stand together, and become the draft of an answer."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
import yaml

from bot.data_files import DataFileError
from bot.engine.encoder_making import configured_encoder
from bot.language.encoder import shared_encoder
from bot.unanswered.drafts import draft
from bot.unanswered.grouping import Group, grouped
from bot.unanswered.store import Unanswered

NOW = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)
DOGS = ["can i bring my dog", "are dogs allowed inside", "is it ok to bring my dog along"]
BALLET = ["may i dance ballet on my toes", "is ballet dancing fine"]


def messages(texts: list[str | None], guess: str) -> list[Unanswered]:
    return [Unanswered("web:a", NOW, "unknown", (guess,), text) for text in texts]


def groups(found: list[Unanswered]) -> list[Group]:
    return grouped(found, shared_encoder(configured_encoder()).encode)


def test_like_questions_stand_together_the_largest_group_first() -> None:
    found = groups([*messages([*BALLET], "gaps/swimming"), *messages([*DOGS], "clinic/address")])
    assert [set(group.texts) for group in found] == [set(DOGS), set(BALLET)]
    assert [group.guesses for group in found] == [["clinic/address"], ["gaps/swimming"]]


def test_without_words_they_are_grouped_by_what_they_were_taken_for() -> None:
    found = groups([*messages([None, None], "gaps/flying"), *messages([None], "gaps/sauna")])
    assert [(group.guesses, len(group.messages), group.texts) for group in found] == [
        (["gaps/flying"], 2, ()),
        (["gaps/sauna"], 1, ()),
    ]


def test_nothing_makes_no_group() -> None:
    assert groups([]) == []


def test_a_group_becomes_a_draft_in_the_form_of_own_answers() -> None:
    (group,) = groups(messages([*DOGS], "clinic/address"))
    (answer,) = yaml.safe_load(draft(group, "clinic/dogs"))["answers"]
    assert answer["id"] == "clinic/dogs"
    assert set(answer["examples"]) == set(DOGS)
    assert answer["see_also"] == ["clinic/address"]
    assert (answer["web"], answer["sms"]) == ("", "")


@pytest.mark.parametrize("entry", ["dogs", "aftercare/dogs", "clinic/Dogs!"])
def test_an_id_that_a_clinic_cannot_use_is_refused(entry: str) -> None:
    with pytest.raises(DataFileError, match="is no id for an answer of your own"):
        draft(Group((), ()), entry)
