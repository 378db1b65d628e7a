"""Everything that is kept about a phone number, for the person it belongs to."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select

from bot.texting.database import Database
from bot.texting.number_vault import NumberVault
from bot.texting.retention import ALERTS, events_of
from bot.texting.tables import METADATA

WITHHELD = frozenset({"leased_by", "leased_until"})  # how we work, not what we know


def export(database: Database, vault: NumberVault, number: str) -> dict[str, Any]:
    """Every row of every table that tells of a number, with what Rasa has kept; empty lists where nothing is."""
    conversation = vault.conversation(number)
    found: dict[str, Any] = {"number": number, "conversation": conversation}
    with database.read() as connection:
        for table in METADATA.sorted_tables:
            if "conversation" in table.c:
                rows = connection.execute(select(table).where(table.c.conversation == conversation)).mappings()
                found[table.name] = [_plain(dict(row)) for row in rows]
        if ALERTS.name in inspect(connection).get_table_names():
            alerts = connection.exec_driver_sql(f"select * from {ALERTS.name}")  # noqa: S608 - our own name
            found[ALERTS.name] = [_plain(dict(row)) for row in alerts.mappings() if row["conversation"] == conversation]
        found["conversation_events"] = [json.loads(event) for event in events_of(connection, conversation)]
    return found


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    shown = {name: value for name, value in row.items() if name not in WITHHELD and name != "number"}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in shown.items()}
