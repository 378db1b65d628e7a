"""What becomes of a text, before any model sees it: triage, then opt-out, then limits, then everything else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.answer import Answer
from bot.texting.clinic_list import Reason
from bot.texting.consents import ConsentEvent
from bot.texting.inbox import InboundText
from bot.texting.opt_out_rules import Request
from bot.texting.outbox import TextKind
from bot.texting.screening import Screened

LONGEST_TEXT = 2000  # characters
MOST_TEXTS = 30  # of one number within LIMIT_PERIOD; emergencies and opt-outs are answered beyond it
LIMIT_PERIOD = timedelta(hours=1)
STOPS: dict[Request, ConsentEvent] = {"stop": "stop", "doubtful_stop": "doubtful_stop", "wrong_number": "wrong_number"}
LISTED: dict[Request, Reason] = {"doubtful_stop": "doubtful_stop", "wrong_number": "wrong_number"}


@dataclass(frozen=True)
class Standing:
    """What is known of a number when its text arrives; `texts_lately` counts this one."""

    has_opted_out: bool
    texts_lately: int


@dataclass(frozen=True)
class Fixed:
    """A fixed text to be sent: an escalation, or a phrase of `data/replies.yml` by its id."""

    kind: TextKind
    says: Answer | str


@dataclass(frozen=True)
class Decision:
    """What to do with a text. `converses`: the conversation gets it; it only takes note if an alarm was answered."""

    fixed: tuple[Fixed, ...] = ()
    event: ConsentEvent | None = None
    listed: Reason | None = None
    converses: bool = False

    @property
    def answers_alarm(self) -> bool:
        """Whether the fixed texts answer an alarm already."""
        return any(each.kind in {"emergency", "urgent"} for each in self.fixed)


def decide(inbound: InboundText, screened: Screened, standing: Standing) -> Decision:
    """The order is that of the safety policy, section 10; no step takes back what one before it has decided."""
    request = inbound.carrier_request or screened.request
    alarm = _alarm(screened, standing, request)
    if request is not None:
        return _follow_request(inbound, request, standing, alarm)
    if alarm or standing.has_opted_out:
        return Decision(alarm, converses=bool(alarm))
    refusal = _refusal(inbound, screened, standing)
    if refusal is not None:
        return _refuse(refusal, screened)
    return Decision(converses=True)


def _alarm(screened: Screened, standing: Standing, request: Request | None) -> tuple[Fixed, ...]:
    """An emergency is answered at once. An urgent text waits for the conversation, unless none will follow."""
    if screened.escalation is None:
        return ()
    if screened.is_emergency:
        return (Fixed("emergency", screened.escalation),)
    return (Fixed("urgent", screened.escalation),) if standing.has_opted_out or request else ()


def _refuse(phrase: str, screened: Screened) -> Decision:
    """Silence or a phrase; a text that holds an urgent sign gets its answer instead."""
    if screened.escalation:
        return Decision((Fixed("urgent", screened.escalation),), converses=True)
    return Decision((Fixed("notice", phrase),) if phrase else ())


def _follow_request(inbound: InboundText, request: Request, standing: Standing, alarm: tuple[Fixed, ...]) -> Decision:
    """An opt-out is confirmed once, and not where the carrier has done so."""
    is_confirmed = inbound.carrier_request is not None
    if request in STOPS:
        phrase = "sms_wrong_number" if request == "wrong_number" else "sms_stopped"
        says = () if is_confirmed or standing.has_opted_out else (Fixed("opt_out", phrase),)
        return Decision((*alarm, *says), STOPS[request], LISTED.get(request), converses=bool(alarm))
    if request == "start":
        says = () if is_confirmed else (Fixed("opt_in", "sms_started"),)
        return Decision((*alarm, *says), "start", converses=bool(alarm))
    says = () if is_confirmed else (Fixed("help", "sms_help"),)
    return Decision((*alarm, *says), converses=bool(alarm))


def _refusal(inbound: InboundText, screened: Screened, standing: Standing) -> str | None:
    """The phrase that refuses a text, empty for silence; None for a text that is not refused."""
    if standing.texts_lately > MOST_TEXTS:
        return "sms_slow_down" if standing.texts_lately == MOST_TEXTS + 1 else ""
    if len(inbound.text) > LONGEST_TEXT:
        return "too_long"
    if not screened.has_words:
        return "sms_picture" if inbound.pictures else "empty"
    return None
