"""What a conversation's alarms leave behind; a database that fails is logged and never keeps a reply back."""

from __future__ import annotations

import logging
from datetime import datetime, timezone

from sqlalchemy.exc import SQLAlchemyError

from bot.safety.alerts import shared_alerts
from bot.safety.triage import LEVELS, Assessment

log = logging.getLogger(__name__)


def is_recorded(assessment: Assessment) -> bool:
    """Whether an assessment leaves a record: from routine on."""
    return LEVELS.index(assessment.level) >= LEVELS.index("routine")


def remember(conversation: str, assessment: Assessment) -> None:
    """Records an escalation that is being sent; levels below routine leave nothing behind."""
    if not is_recorded(assessment):
        return
    try:
        shared_alerts().record(conversation, assessment, datetime.now(timezone.utc))
    except SQLAlchemyError as failure:
        log.error("alert not recorded: %s", type(failure).__name__)


def remember_once(conversation: str, assessment: Assessment) -> None:
    """Records an emergency unless one is remembered, so that a flood of messages does not flood the record."""
    earlier = remembered(conversation)
    if not (earlier and earlier.is_emergency):
        remember(conversation, assessment)


def remembered(conversation: str) -> Assessment | None:
    """The highest urgent or emergency assessment of the last 24 hours, None where there is none or nobody can tell."""
    try:
        return shared_alerts().remembered(conversation, datetime.now(timezone.utc))
    except SQLAlchemyError as failure:
        log.error("alerts not readable: %s", type(failure).__name__)
        return None
