"""The channel's tests run against the fake carrier over HTTP, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.sms.harness import Clinic, Nursery
from tests.conftest import ENGINES, url_of


@pytest.fixture(params=ENGINES)
def idle_clinic(request: pytest.FixtureRequest, nursery: Nursery, tmp_path: Path) -> Iterator[Clinic]:
    """A clinic whose server the test starts itself."""
    made = Clinic(nursery, url_of(request, tmp_path), tmp_path)
    yield made
    made.stop()


@pytest.fixture
def texting_clinic(idle_clinic: Clinic) -> Clinic:
    """A clinic whose server runs."""
    return idle_clinic.start()
