"""The suite of texting runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.texting.database import Database
from bot.texting.number_vault import NumberVault
from tests.conftest import ENGINES, url_of

KEY = "a key that is long enough for tests of texting"
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=timezone.utc)


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each engine."""
    opened = Database(url_of(request, tmp_path))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def vault() -> NumberVault:
    return NumberVault(KEY)
