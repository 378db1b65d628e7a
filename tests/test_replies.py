"""The fixed phrases are checked when they are loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.data_files import DataFileError
from bot.replies import Replies

FAULTS = [("Call {nurse}.", "`{nurse}`. Correct or remove it."), ("Call {clinic_phone", "a brace without its partner")]


@pytest.mark.parametrize(("text", "problem"), FAULTS)
@pytest.mark.parametrize("form", ["web", "sms"])
def test_placeholder_that_nobody_fills_in_stops_the_load(tmp_path: Path, form: str, text: str, problem: str) -> None:
    texts = {"web": "Hello.", "sms": "Hello.", form: text}
    file = tmp_path / "replies.yml"
    file.write_text(
        f'replies:\n  - id: greet\n    web: "{texts["web"]}"\n    sms: "{texts["sms"]}"\n', encoding="utf-8"
    )
    with pytest.raises(DataFileError) as caught:
        Replies(file)
    assert str(caught.value).startswith(f"{file}, line 2: `greet` has ")
    assert problem in str(caught.value)
