"""What tests of all channels share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.channels.sms.harness import Nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    running = Nursery()
    yield running
    running.stop()
