"""What Rasa knows of the turn, and how an answer goes back to it; shared by all actions."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ACTION_LISTEN_NAME
from rasa_sdk.types import DomainDict
from sqlalchemy.exc import SQLAlchemyError

from bot.answer import Answer
from bot.clinic import Clinic, load_clinic
from bot.followups.answering import with_report
from bot.followups.assessing import PAIN_REPORT, PainReport
from bot.knowledge.base import MOST_TOLD, Knowledge, Turn, shared_knowledge
from bot.rendering import WEB_CHANNELS, Renderer
from bot.safety.memory import is_recorded, remember, remembered
from bot.safety.triage import Assessment
from bot.unanswered.store import Unanswered, outcome_of, shared_unanswered

log = logging.getLogger(__name__)

MOST_BY_SMS = 2
LEAST_LIKELY = 0.05  # confidence below which a question is not offered


class AnswerAction(Action, ABC):
    """Answers all questions of a turn in their order; the actions of the topics differ in name only."""

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self.knowledge = knowledge or shared_knowledge()

    @abstractmethod
    def name(self) -> str:
        """The action's name in the domain; class and file are named after it."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """Says the answer to the turn."""
        assessment = read_assessment(tracker)
        answer = self._attended(tracker, assessment)
        earlier = await asyncio.to_thread(remembered, tracker.sender_id)
        say(dispatcher, self.knowledge.safety.remind(answer, earlier) if earlier else answer, tracker)
        unanswered = _unanswered(answer, tracker)
        if unanswered or is_recorded(assessment):
            await asyncio.to_thread(_keep, tracker.sender_id, assessment, unanswered)
        return [FollowupAction(ACTION_LISTEN_NAME)]  # the policies need not be asked that one reply ends a turn

    def _attended(self, tracker: Tracker, assessment: Assessment) -> Answer:
        """The answer with what triage adds to it; a pain score that the message reports is answered as well."""
        answer, report = self.answer(tracker), read_report(tracker)
        attended = self.knowledge.safety.attend(answer, assessment)
        if report is None or answer.kind in {"checkin", "escalate", "error"}:
            return attended
        return with_report(answer, attended, report, assessment, (self.knowledge.replies, self.knowledge.safety))

    def answer(self, tracker: Tracker) -> Answer:
        """The answer to the turn; actions that do not answer from the knowledge base have their own."""
        return self.knowledge.answer(read_turn(tracker))


def read_turn(tracker: Tracker) -> Turn:
    """The questions of the latest message: a picked one, or those that it asks, and what else it may have meant."""
    chosen = next(tracker.get_latest_entity_values("entry"), None)
    if chosen:
        return Turn(entries=(chosen,))
    ranking = [each for each in tracker.latest_message.get("ranking") or [] if "/" in each["label"]]
    return Turn(
        entries=tuple(tracker.latest_message.get("questions") or ()),
        candidates=tuple(each["label"] for each in ranking if each["confidence"] >= LEAST_LIKELY),
        hours=tracker.latest_message.get("session_hours"),
        now=datetime.now(ZoneInfo(_clinic().zone)),
        most=_most_answers(tracker),
    )


def _most_answers(tracker: Tracker) -> int:
    """How many answers one reply holds: by SMS two, of which safety advice takes the place of one."""
    if tracker.get_latest_input_channel() in WEB_CHANNELS:
        return MOST_TOLD
    return MOST_BY_SMS - (read_assessment(tracker).level == "routine")


def read_assessment(tracker: Tracker) -> Assessment:
    """What triage made of the latest message; a picked question has skipped it and is no alarm."""
    triage = tracker.latest_message.get("triage")
    return Assessment.from_json(triage) if triage else Assessment("none")


def read_report(tracker: Tracker) -> PainReport | None:
    """The pain score that the latest message reports, if it does."""
    told = tracker.latest_message.get(PAIN_REPORT)
    return PainReport.from_json(told) if told else None


def _unanswered(answer: Answer, tracker: Tracker) -> Unanswered | None:
    """What is kept of a question that got no answer, with its words only where the clinic says so."""
    outcome = outcome_of(answer)
    if not outcome:
        return None
    text = str(tracker.latest_message.get("text") or "") if _clinic().keep_unanswered else ""
    guesses = read_turn(tracker).candidates if outcome != "gap" else answer.entries
    return Unanswered(tracker.sender_id, datetime.now(timezone.utc), outcome, guesses, text or None)


def _keep(conversation: str, assessment: Assessment, unanswered: Unanswered | None) -> None:
    """Writes the alarm and the unanswered question of a turn, if there are any; a failure keeps no reply back."""
    remember(conversation, assessment)
    if unanswered:
        try:
            shared_unanswered().add(unanswered)
        except SQLAlchemyError as failure:
            log.error("unanswered question not kept: %s", type(failure).__name__)


def latest_intent(tracker: Tracker) -> str:
    """The intent as the pipeline left it; Rasa's own getter may skip it for the runner-up."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def say(dispatcher: CollectingDispatcher, answer: Answer, tracker: Tracker) -> None:
    """Sends an answer in the form of the conversation's channel."""
    reply = _renderer().render(answer, tracker.get_latest_input_channel())
    buttons = [{"title": each.title, "payload": each.payload} for each in answer.suggestions]
    dispatcher.utter_message(text=reply.text, buttons=buttons, json_message=reply.custom)


@lru_cache(maxsize=1)
def _renderer() -> Renderer:
    return Renderer(_clinic())


@lru_cache(maxsize=1)
def _clinic() -> Clinic:
    return load_clinic()
