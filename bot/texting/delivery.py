"""What a carrier said about a text, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.texting.clinic_list import Reason, list_for_clinic
from bot.texting.consents import Evidence, has_opted_out, note
from bot.texting.database import Database
from bot.texting.outbox import (
    DeliveryState,
    advance,
    cancel_waiting,
    is_known_to_carrier_as,
    is_text,
    look_again_at,
    retry_at,
    settle_as,
)
from bot.texting.outbox_lease import LeasedText
from bot.texting.tables import OUTBOX

MOST_ATTEMPTS = 6
LONGEST_WAIT = timedelta(minutes=15)
OPTED_OUT_CODES = frozenset({"21610"})

Outcome = Literal["accepted", "try_again", "unknown", "refused"]


@dataclass(frozen=True)
class SendResult:
    """How an attempt to send has ended.

    `try_again`: certainly not sent, and may be sent later. `unknown`: perhaps sent. `refused`: will never be sent.
    """

    outcome: Outcome
    provider_id: str | None = None
    state: DeliveryState = "accepted"
    code: str = ""
    retry_after: timedelta | None = None


@dataclass(frozen=True)
class DeliveryStatus:
    """A carrier's later word on a text; `client_ref` is our key of it, if the carrier gave it back."""

    provider_id: str
    state: DeliveryState
    code: str = ""
    client_ref: str = ""


class Deliveries:
    """Keeps results and statuses; whatever needs a person is listed for the clinic."""

    def __init__(self, database: Database, carrier: str, first_wait: timedelta) -> None:
        self._database = database
        self._carrier = carrier
        self._first_wait = first_wait

    def keep_result(self, text: LeasedText, result: SendResult, now: datetime) -> None:
        """After an attempt to send."""
        with self._database.write() as connection:
            if result.outcome == "accepted":
                advance(connection, is_text(text.id), result.state, provider_id=result.provider_id)
            elif result.outcome == "refused":
                self._give_up(connection, text, "failed", result.code, now)
            elif text.attempts >= MOST_ATTEMPTS:
                self._give_up(
                    connection, text, "unknown" if result.outcome == "unknown" else "failed", result.code, now
                )
            elif result.outcome == "unknown":
                look_again_at(connection, text.id, now + self._wait(text.attempts))
            else:
                wait = max(self._wait(text.attempts), result.retry_after or timedelta())
                retry_at(connection, text.id, now + min(wait, LONGEST_WAIT), result.code)

    def keep_status(self, status: DeliveryStatus, now: datetime) -> None:
        """After a status callback; one that comes twice, late or in the wrong order changes nothing."""
        with self._database.write() as connection:
            which = is_known_to_carrier_as(status.provider_id, status.client_ref)
            for row in advance(connection, which, status.state, provider_id=status.provider_id):
                if status.state in {"undelivered", "failed"}:
                    self._list(connection, row.conversation, row.id, status.code, "not_delivered", now)

    def found(self, text: LeasedText, provider_ids: list[str]) -> bool:
        """Whether one of the carrier's ids is this text, sent in an attempt that nobody saw the end of."""
        with self._database.write() as connection:
            query = select(OUTBOX.c.provider_id).where(OUTBOX.c.provider_id.in_(provider_ids))
            taken = {row.provider_id for row in connection.execute(query)}
            own = next((each for each in provider_ids if each not in taken), None)
            if own is not None:
                advance(connection, is_text(text.id), "accepted", provider_id=own)
            return own is not None

    def give_up_unsure(self, text: LeasedText, now: datetime) -> None:
        """Ends a text that may have been sent and must not be sent twice."""
        with self._database.write() as connection:
            self._give_up(connection, text, "unknown", "outcome unknown", now)

    def _give_up(self, connection: Connection, text: LeasedText, state: str, code: str, now: datetime) -> None:
        settle_as(connection, text.id, state, code)
        self._list(
            connection,
            text.conversation,
            text.id,
            code,
            "outcome_unknown" if state == "unknown" else "not_delivered",
            now,
        )

    def _list(
        self, connection: Connection, conversation: str, text_id: int, code: str, reason: Reason, now: datetime
    ) -> None:
        """For the clinic; a number that the carrier has blocked is an opt-out."""
        reference = f"outbox:{text_id} {code}".strip()
        if code not in OPTED_OUT_CODES:
            list_for_clinic(connection, conversation, reason, reference, now)
        elif not has_opted_out(connection, conversation):
            note(
                connection, conversation, "carrier_stop", Evidence(f"error {code}", f"{self._carrier}:{reference}"), now
            )
            cancel_waiting(connection, conversation)
            list_for_clinic(connection, conversation, "carrier_stop", reference, now)

    def _wait(self, attempts: int) -> timedelta:
        """The wait doubles with each attempt."""
        return min(self._first_wait * 2 ** (attempts - 1), LONGEST_WAIT)
