"""Log lines for machines."""

from __future__ import annotations

import json
import logging
import sys

from bot.engine.logs import JsonLines


def test_a_json_line_has_its_data_and_no_traceback() -> None:
    try:
        raise ValueError("what a patient said")
    except ValueError:
        record = logging.LogRecord("bot.x", logging.INFO, "x.py", 1, "turn of %s", ("web",), sys.exc_info())
    record.data = {"milliseconds": 12.5}
    line = JsonLines().format(record)
    read = json.loads(line)
    assert (read["message"], read["level"], read["logger"], read["milliseconds"]) == (
        "turn of web",
        "info",
        "bot.x",
        12.5,
    )
    assert "patient" not in line
