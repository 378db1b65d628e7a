"""What a patient is told about pain scores: beside an answer, and on request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Answer, Wording, fill
from bot.followups.assessing import PainReport
from bot.followups.journal import Entry
from bot.replies import Replies
from bot.safety.messages import SafetyMessages
from bot.safety.triage import Assessment

MOST_SHOWN = 10


def report_answer(report: PainReport, replies: Replies) -> Answer:
    """The answer to a score by itself."""
    return replies.answer(report.reply, "checkin", **_values(report))


def with_report(
    answer: Answer, attended: Answer, report: PainReport, assessment: Assessment, texts: tuple[Replies, SafetyMessages]
) -> Answer:
    """The answer to a text that reports a score and asks something as well: first the score, then the answer.

    `attended` is the answer with what triage adds to it. Where that is advice, SMS would drop the answer; here both
    are said, in two texts.
    """
    replies, safety = texts
    if assessment.level == "routine":
        advice = safety.escalation(assessment)
        return replace(answer, level="routine", wordings=(*advice.wordings, *answer.wordings))
    return replace(attended, wordings=(replies.wording(report.reply, **_values(report)), *attended.wordings))


def journal_answer(entries: Sequence[Entry], replies: Replies) -> Answer:
    """The scores of the last session, oldest first."""
    if not entries:
        return replies.answer("journal_empty", "journal")
    last = [entry for entry in entries if entry.session == entries[-1].session][-MOST_SHOWN:]
    scores = [_entry_wording(entry, replies) for entry in last]
    phrase = replies.wording("journal_scores")
    web, sms = (", ".join(getattr(each, form) for each in scores) for form in ("web", "sms"))
    return Answer("journal", (Wording(fill(phrase.web, {"scores": web}), fill(phrase.sms, {"scores": sms})),))


def _entry_wording(entry: Entry, replies: Replies) -> Wording:
    if entry.score is None:
        return replies.wording(f"journal_{entry.trend}", day=str(entry.day))
    return replies.wording("journal_score", day=str(entry.day), number=str(entry.score))


def _values(report: PainReport) -> dict[str, str]:
    return {"number": str(report.score)} if report.score is not None else {}
