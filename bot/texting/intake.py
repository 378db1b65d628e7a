"""Taking a text in: stored, decided and, where a fixed text answers it, answered, all in one transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.engine import Connection

from bot.texting.clinic_list import list_for_clinic
from bot.texting.consents import Evidence, has_opted_out, note
from bot.texting.contacts import meet
from bot.texting.database import Database
from bot.texting.decision import LIMIT_PERIOD, Decision, Fixed, Standing, decide
from bot.texting.inbox import InboundText, mark_answered, settle, store, texts_since
from bot.texting.number_vault import NumberVault
from bot.texting.outbox import OutboundText, add, cancel_waiting
from bot.texting.screening import Screened
from bot.texting.tables import CONTACTS
from bot.texting.wording import Wording


class Intake:
    """What the webhook does between verifying a text and acknowledging it."""

    def __init__(self, database: Database, vault: NumberVault, wording: Wording) -> None:
        self._database = database
        self._vault = vault
        self._wording = wording

    def take(self, inbound: InboundText, screened: Screened, now: datetime) -> bool:
        """Stores a text with all that follows from it at once; false for one that was taken before.

        Raises SQLAlchemyError if the database fails; then nothing is kept, and the text must not be acknowledged.
        """
        conversation = self._vault.conversation(inbound.number)
        with self._database.write() as connection:
            inbound_id = store(connection, self._database, inbound, conversation, now)
            if inbound_id is None:
                return False
            meet(connection, self._database, self._vault, inbound.number, now)
            standing = Standing(
                has_opted_out(connection, conversation), texts_since(connection, conversation, now - LIMIT_PERIOD)
            )
            decision = decide(inbound, screened, standing)
            self._keep_consent(connection, conversation, inbound, decision, now)
            for part, fixed in enumerate(decision.fixed):
                text = OutboundText(conversation, f"inbound:{inbound_id}", part, self._said(fixed), fixed.kind, now)
                add(connection, self._database, text, now)
            if decision.answers_alarm:
                mark_answered(connection, inbound_id)
            if not decision.converses:
                settle(connection, inbound_id)
        return True

    def alarm_text(self, screened: Screened) -> str | None:
        """The emergency text, for the webhook's own answer where storing has failed."""
        return self._wording.of_answer(screened.escalation) if screened.is_emergency and screened.escalation else None

    def _keep_consent(
        self, connection: Connection, conversation: str, inbound: InboundText, decision: Decision, now: datetime
    ) -> None:
        if decision.event:
            note(connection, conversation, decision.event, Evidence(inbound.text, inbound.reference), now)
            if decision.event != "start":
                cancel_waiting(connection, conversation)
        if decision.event == "wrong_number":
            unlinked = update(CONTACTS).where(CONTACTS.c.conversation == conversation).values(is_linked=False)
            connection.execute(unlinked)
        if decision.listed:
            list_for_clinic(connection, conversation, decision.listed, inbound.reference, now)

    def _said(self, fixed: Fixed) -> str:
        return (
            self._wording.of_reply(fixed.says) if isinstance(fixed.says, str) else self._wording.of_answer(fixed.says)
        )
