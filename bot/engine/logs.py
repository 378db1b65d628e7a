"""What is logged: our own lines and other libraries' warnings, never a patient's words."""

from __future__ import annotations

import logging
import os
import sys
import warnings


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
    """Our own log lines go to standard error, from INFO up, with time and level."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("bot")
    log.handlers = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False
