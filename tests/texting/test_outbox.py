"""The outbox sends each text once, in order, at the right time, and never steps back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.texting.consents import Evidence, note
from bot.texting.contacts import meet
from bot.texting.database import Database
from bot.texting.delivery import Deliveries, DeliveryStatus, SendResult
from bot.texting.number_vault import NumberVault
from bot.texting.outbox import OutboundText, TextKind, add
from bot.texting.outbox_lease import LeasedText, lease_text
from bot.texting.tables import OUTBOX
from tests.texting.conftest import NOW

LEASE = timedelta(seconds=60)
PATIENT = "+61491570006"


@pytest.fixture
def deliveries(store: Database) -> Deliveries:
    return Deliveries(store, "fake", timedelta(seconds=5))


def put(
    store: Database, vault: NumberVault, origin: str, kind: TextKind = "reply", number: str = PATIENT, **times: datetime
) -> int | None:
    with store.write() as connection:
        conversation = meet(connection, store, vault, number, NOW)
        text = OutboundText(conversation, origin, 0, f"text of {origin}", kind, **{"not_before": NOW, **times})
        return add(connection, store, text, NOW)


def lease(store: Database, now: datetime = NOW, worker: str = "one") -> LeasedText | None:
    return lease_text(store, worker, now, LEASE)


def states(store: Database) -> list[str]:
    with store.read() as connection:
        return [row.state for row in connection.execute(select(OUTBOX.c.state).order_by(OUTBOX.c.id))]


def opt_out(store: Database, vault: NumberVault) -> None:
    with store.write() as connection:
        note(connection, vault.conversation(PATIENT), "stop", Evidence("stop", "fake:SM1"), NOW)


def test_the_same_origin_and_part_is_one_text(store: Database, vault: NumberVault) -> None:
    assert put(store, vault, "inbound:1") is not None
    assert put(store, vault, "inbound:1") is None
    assert states(store) == ["waiting"]


def test_a_text_is_leased_by_one_worker_and_found_again_when_the_lease_has_run_out(
    store: Database, vault: NumberVault
) -> None:
    put(store, vault, "inbound:1")
    first = lease(store)
    assert first
    assert not first.is_unsure
    assert lease(store, worker="two") is None
    again = lease(store, NOW + LEASE + timedelta(seconds=1), "two")
    assert again
    assert again.is_unsure
    assert again.attempted_at == NOW


def test_four_workers_share_many_texts_without_a_double(store: Database, vault: NumberVault) -> None:
    for number in range(60):
        put(store, vault, f"followup:{number}", number=f"+6149157{number:04}")

    def work(worker: str) -> list[int]:
        found = []
        while (text := lease(store, worker=worker)) is not None:
            found.append(text.id)
        return found

    with ThreadPoolExecutor(4) as pool:
        taken = [text for texts in pool.map(work, "abcd") for text in texts]
    assert len(taken) == len(set(taken)) == 60


def test_within_a_conversation_no_text_overtakes_another_but_an_emergency_does(
    store: Database, vault: NumberVault, deliveries: Deliveries
) -> None:
    first, second = put(store, vault, "inbound:1"), put(store, vault, "inbound:2")
    alarm = put(store, vault, "inbound:3", kind="emergency")
    leased = lease(store)
    assert leased
    assert leased.id == alarm
    deliveries.keep_result(leased, SendResult("accepted", "SM3"), NOW)
    leased = lease(store)
    assert leased
    assert leased.id == first
    assert lease(store) is None  # the second waits for the first
    deliveries.keep_result(leased, SendResult("accepted", "SM1"), NOW)
    leased = lease(store)
    assert leased
    assert leased.id == second


def test_a_text_of_tomorrow_waits_and_holds_up_nothing(store: Database, vault: NumberVault) -> None:
    put(store, vault, "followup:1", kind="followup", not_before=NOW + timedelta(days=1))
    put(store, vault, "inbound:1")
    leased = lease(store)
    assert leased
    assert leased.text == "text of inbound:1"
    assert lease(store) is None
    assert lease(store, NOW + timedelta(days=1, seconds=1)) is not None


def test_a_text_that_is_too_late_is_not_sent(store: Database, vault: NumberVault) -> None:
    put(store, vault, "followup:1", kind="followup", expires_at=NOW + timedelta(hours=6))
    assert lease(store, NOW + timedelta(hours=7)) is None
    assert states(store) == ["expired"]


@pytest.mark.parametrize(
    ("kind", "state"),
    [("reply", "cancelled"), ("followup", "cancelled"), ("notice", "cancelled"), ("emergency", "sending"),
     ("urgent", "sending"), ("opt_out", "sending"), ("help", "sending")],
)  # fmt: skip
def test_consent_is_judged_at_the_moment_of_sending(
    store: Database, vault: NumberVault, kind: TextKind, state: str
) -> None:
    put(store, vault, "inbound:1", kind=kind)
    opt_out(store, vault)
    lease(store)
    assert states(store) == [state]


def test_a_text_that_was_certainly_not_sent_is_tried_again_after_growing_waits(
    store: Database, vault: NumberVault, deliveries: Deliveries
) -> None:
    put(store, vault, "inbound:1")
    now, waits = NOW, []
    while states(store) == ["waiting"]:
        text = lease(store, now)
        if text is None:
            now += timedelta(seconds=1)
            continue
        waits.append((now - NOW).total_seconds())
        deliveries.keep_result(text, SendResult("try_again", code="503"), now)
    assert waits == [0, 5, 15, 35, 75, 155]
    assert states(store) == ["failed"]


def test_the_carriers_own_wait_is_kept_if_it_is_longer(
    store: Database, vault: NumberVault, deliveries: Deliveries
) -> None:
    put(store, vault, "inbound:1")
    text = lease(store)
    assert text
    deliveries.keep_result(text, SendResult("try_again", code="429", retry_after=timedelta(seconds=30)), NOW)
    assert lease(store, NOW + timedelta(seconds=29)) is None
    assert lease(store, NOW + timedelta(seconds=31)) is not None


def test_statuses_climb_and_never_step_back(store: Database, vault: NumberVault, deliveries: Deliveries) -> None:
    put(store, vault, "inbound:1")
    text = lease(store)
    assert text
    seen = []
    for state in ("sent", "accepted", "delivered", "sent", "failed", "accepted"):
        deliveries.keep_status(DeliveryStatus("SM1", state, client_ref=str(text.id)), NOW)  # type: ignore[arg-type]
        seen += states(store)
    assert seen == ["sent", "sent", "delivered", "delivered", "delivered", "delivered"]
    deliveries.keep_result(text, SendResult("accepted", "SM1"), NOW)  # our own answer may come last
    assert states(store) == ["delivered"]


def test_a_lookup_takes_only_an_id_that_belongs_to_no_other_text(
    store: Database, vault: NumberVault, deliveries: Deliveries
) -> None:
    put(store, vault, "inbound:1")
    first = lease(store)
    assert first
    deliveries.keep_result(first, SendResult("accepted", "SM1"), NOW)
    put(store, vault, "inbound:2")
    second = lease(store)
    assert second
    assert not deliveries.found(second, ["SM1"])
    assert deliveries.found(second, ["SM1", "SM2"])
    assert states(store) == ["accepted", "accepted"]


def test_a_text_whose_outcome_stays_unknown_ends_so_and_a_late_status_mends_it(
    store: Database, vault: NumberVault, deliveries: Deliveries
) -> None:
    put(store, vault, "followup:1", kind="followup")
    text = lease(store)
    assert text
    deliveries.give_up_unsure(text, NOW)
    assert states(store) == ["unknown"]
    deliveries.keep_status(DeliveryStatus("SM1", "delivered", client_ref=str(text.id)), NOW)
    assert states(store) == ["delivered"]
