"""Session plans in words: the only way a number of sessions gets into a text."""

from __future__ import annotations

from bot.answer import Wording
from bot.knowledge.records import SessionPlan
from bot.replies import Replies


def plan_wording(plan: SessionPlan, replies: Replies) -> Wording:
    """For example "6 to 8 sessions over 4 to 6 weeks"; each number stands beside its unit."""
    parts = [replies.wording("plan_sessions", **_ends(plan.sessions))]
    if plan.or_more:
        parts.append(replies.wording("plan_or_more"))
    if plan.weeks:
        parts.append(replies.wording("plan_weeks", **_ends(plan.weeks)))
    return Wording("".join(part.web for part in parts), "".join(part.sms for part in parts))


def plan_placeholder(plan: SessionPlan) -> str:
    """What an entry's text holds where the plan's words go."""
    return f"{{{plan.id}_plan}}"


def _ends(ends: tuple[int, int]) -> dict[str, str]:
    return {"low": str(ends[0]), "high": str(ends[1])}
