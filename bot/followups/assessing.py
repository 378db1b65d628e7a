"""What a pain score means, so long after a session and after what was told before."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from bot.followups.plan import ScoreRules
from bot.followups.score_reader import Reading
from bot.safety.messages import NORMAL_LINE
from bot.safety.triage import Assessment

PAIN_REPORT = "pain_report"  # key of a message's metadata; only our own channels set it
HIGH, RISING, LASTING = "SCORE-HIGH", "SCORE-RISING", "SCORE-LASTING"  # stand among the signs of an assessment
URGENT = Assessment("urgent", (HIGH,), "urgent")
NORMAL = Assessment("normal", (), NORMAL_LINE)
ROUTINE = Assessment("routine", (LASTING,), "routine_reaction")
NOTHING = Assessment("none")


@dataclass(frozen=True)
class PainReport:
    """What the conversation has to know of a score: how urgent it is, and the phrase that answers it.

    `score` is empty where only a change was told; `is_all` is true where the text says nothing else, `asks` where it
    asks something as well.
    """

    assessment: Assessment
    reply: str
    score: int | None
    is_all: bool
    asks: bool = False

    def as_json(self) -> dict[str, Any]:
        """A plain form for a message's metadata."""
        return {**asdict(self), "assessment": self.assessment.as_json()}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> PainReport:
        """What `as_json` has made."""
        return cls(**{**plain, "assessment": Assessment.from_json(plain["assessment"])})


def assess(reading: Reading, hours: float, previous: int | None, rules: ScoreRules) -> PainReport:
    """The report of a reading `hours` after the session; `previous` is the last score after the same session.

    A score that the text itself names as the one before counts more than the journal's.
    """
    before = reading.earlier if reading.earlier is not None else previous
    assessment = _assessment(reading, hours, before, rules)
    return PainReport(assessment, _reply(reading, assessment), reading.score, reading.is_all, reading.asks)


def _assessment(reading: Reading, hours: float, before: int | None, rules: ScoreRules) -> Assessment:
    score = reading.score
    if score is not None and score >= rules.urgent_from:
        return URGENT
    is_rising = reading.trend == "worse" or (score is not None and before is not None and score > before)
    if is_rising and hours > rules.rising_is_urgent_after_hours:
        return Assessment("urgent", (RISING,), "urgent")
    if score == 0:
        return NOTHING
    if reading.trend == "worse" or hours < rules.usual_until_hours:
        return NORMAL
    is_easing = reading.trend == "better" or (score is not None and before is not None and score < before)
    if is_easing and (score is None or hours < rules.easing_is_usual_until_hours):
        return NORMAL
    return ROUTINE


def _reply(reading: Reading, assessment: Assessment) -> str:
    if reading.trend == "worse":
        return "checkin_worse"
    if reading.score is None:
        return f"checkin_{reading.trend}"
    if reading.score == 0:
        return "checkin_gone"
    return "checkin_usual" if assessment.level == "normal" else "checkin_noted"
