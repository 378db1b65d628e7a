"""The skeleton of a clinic's own answer, from questions that could not be answered."""

from __future__ import annotations

import re

import yaml

from bot.data_files import DataFileError
from bot.unanswered.grouping import Group

OWN_ID = re.compile(r"clinic/[a-z_]+")
LEAST_EXAMPLES = 12
HEADER = """\
# A draft for clinic/answers.yml. Write the question, `web` and `sms`; sms takes two text messages at most.
# The examples are patients' own words: take out names and everything personal, put in words of your own, and add
# others until there are {least} or more. Then move the answer under `answers:` in clinic/answers.yml and train again.
"""


def draft(group: Group, entry: str) -> str:
    """A YAML text in the form of `clinic/answers.yml`; raises DataFileError for an id that a clinic cannot use."""
    if not OWN_ID.fullmatch(entry):
        raise DataFileError(f"`{entry}` is no id for an answer of your own. Write one like clinic/dogs.")
    see_also = [guess for guess in group.guesses if guess != entry]
    answer = {
        "id": entry,
        "question": group.texts[0] if group.texts else "",
        "web": "",
        "sms": "",
        "see_also": see_also,
        "examples": list(group.texts),
    }
    text = yaml.safe_dump({"answers": [answer]}, sort_keys=False, allow_unicode=True, width=120)
    return HEADER.format(least=LEAST_EXAMPLES) + text
