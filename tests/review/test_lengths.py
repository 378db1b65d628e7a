"""A clinic's own answers must fit like ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clinic import Clinic
from bot.data_files import DataFileError
from bot.knowledge.base import load_knowledge
from bot.review.lengths import check_lengths

ANSWER = "answers:\n  - id: aftercare/water\n    question: Water?\n    web: {web}\n    sms: {sms}\n"


def check(folder: Path, clinic: Clinic, web: str = "Drink.", sms: str = "Drink.") -> None:
    (folder / "answers.yml").write_text(ANSWER.format(web=web, sms=sms), encoding="utf-8")
    check_lengths(load_knowledge(clinic=folder), clinic)


def test_short_answer_fits(tmp_path: Path, clinic: Clinic) -> None:
    check(tmp_path, clinic)


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (
            {"sms": "word " * 38},
            r"the SMS text of `aftercare/water` is too long: .* Shorten it by about \d+ characters",
        ),
        ({"sms": "Drink \N{BULLET} water"}, "which no plain SMS can"),
        ({"web": "word " * 61}, "has 61 words. Shorten it to 60."),
    ],
)
def test_answer_that_does_not_fit_is_a_sentence(
    tmp_path: Path, clinic: Clinic, texts: dict[str, str], sentence: str
) -> None:
    with pytest.raises(DataFileError, match=sentence):
        check(tmp_path, clinic, **texts)
