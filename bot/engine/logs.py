"""What is logged: our own lines and other libraries' warnings, never a patient's words."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from datetime import datetime, timezone

import msgspec

FORMAT_VARIABLE = "LOG_FORMAT"


class JsonLines(logging.Formatter):
    """One JSON object on a line: time, level, logger, message, and what was given as `extra={"data": {...}}`.

    Tracebacks are left out: the values in them may be a patient's words.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line = {
            "time": datetime.fromtimestamp(record.created, timezone.utc),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "data", {}),
        }
        return msgspec.json.encode(line).decode()


def quieten() -> None:
    """Call before Rasa is imported: silences import warnings, usage reporting and all logs below a warning.

    Rasa writes every message into its debug log; that log cannot be switched on through us.
    """
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["LOG_LEVEL"] = "WARNING"
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    warnings.filterwarnings("ignore")
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(logging.WARNING)
    configure_structlog(logging.WARNING)
    warnings.filterwarnings("ignore")


def configure_own_log() -> None:
    """Our own log lines go to standard error, from INFO up, with time and level; LOG_FORMAT=json for machines."""
    handler = logging.StreamHandler(sys.stderr)
    is_json = os.environ.get(FORMAT_VARIABLE) == "json"
    handler.setFormatter(JsonLines() if is_json else logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("bot")
    log.handlers = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False
