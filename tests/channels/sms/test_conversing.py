"""What a turn is told of the person who texts."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.channels.sms.conversing import Conversing, Message
from bot.channels.sms.settings import Pace
from bot.followups.session_form import Consent, NewSession
from bot.followups.sessions import Sessions
from bot.texting.database import Database
from bot.texting.inbox import InboundText
from bot.texting.intake import Intake
from bot.texting.number_vault import NumberVault
from bot.texting.screening import shared_screening
from bot.texting.wording import Wording
from tests.channels.sms.harness import KEY, PATIENT
from tests.texting.conftest import NOW


def test_the_session_of_a_patient_is_not_told_to_who_has_the_number_now(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []

    async def converse(conversation: str, text: str, metadata: dict[str, Any]) -> list[Message]:
        told.append(metadata)
        return [{"text": "Echo"}]

    database, vault = Database(f"sqlite:///{tmp_path / 'texting.db'}"), NumberVault(KEY)
    intake = Intake(database, vault, Wording())
    conversing = Conversing(database, shared_screening(), Wording(), converse, lambda: NOW)
    consent = Consent("patient", NOW - timedelta(days=1), "signed form")
    Sessions(database, vault).add(NewSession(PATIENT, NOW - timedelta(hours=3), "UTC", consent, "patient"), NOW)
    for place, text in enumerate(("what should i wear", "wrong number", "START", "can i park there")):
        intake.take(InboundText("fake", f"SM{place}", PATIENT, text), shared_screening().read(text, NOW), NOW)
        if conversation := asyncio.run(conversing.lease("worker", Pace())):
            asyncio.run(conversing.handle_all(conversation, "worker", Pace()))
    database.close()
    assert told == [{"session_time": (NOW - timedelta(hours=3)).isoformat()}, {}]
