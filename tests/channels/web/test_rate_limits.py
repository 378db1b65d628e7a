"""Who sends too much waits, is told so, and is still helped in an emergency."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.web.rate_limits import PEOPLE_BEHIND_AN_ADDRESS, RateLimitError, RateLimits
from tests.conftest import Server


@pytest.fixture(scope="module")
def limited(trained_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that takes three messages a minute."""
    running = Server(tmp_path_factory.mktemp("limited") / "conversations.db", WEB_RATE_LIMIT="3/minute")
    yield running
    running.stop()


def test_the_fourth_message_is_refused_with_a_sentence_and_the_emergency_line(limited: Server) -> None:
    session = limited.open_session()
    for _ in range(3):
        limited.ask("hello", session)
    refused = limited.post({"session": session, "message": "hello"})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "Please wait" in refused.json()["error"]
    assert "In an emergency, call your local emergency number now." in refused.json()["error"]
    assert refused.json()["messages"] == []
    alarm = limited.post({"session": session, "message": "i cant breathe"}).json()["messages"]
    assert [message["custom"]["level"] for message in alarm] == ["emergency"]


@pytest.mark.parametrize("setting", ["3/minute", "3 per minute", "3/minute; 100/day"])
def test_a_conversation_has_its_own_limit(setting: str) -> None:
    limits = RateLimits(setting)
    assert [limits.seconds_until_conversation("web:1") > 0 for _ in range(4)] == [False, False, False, True]
    assert not limits.seconds_until_conversation("web:2")


def test_an_address_has_room_for_several_people() -> None:
    limits = RateLimits("3/minute")
    for _ in range(3 * PEOPLE_BEHIND_AN_ADDRESS):
        assert not limits.seconds_until_address("203.0.113.7")
    assert limits.seconds_until_address("203.0.113.7")
    assert not limits.seconds_until_address("203.0.113.8")


def test_the_addresses_of_one_ipv6_connection_count_as_one() -> None:
    limits = RateLimits("1/minute")
    for last in range(PEOPLE_BEHIND_AN_ADDRESS):
        assert not limits.seconds_until_address(f"2001:db8::{last:x}")
    assert limits.seconds_until_address("[2001:db8::ffff]")
    assert not limits.seconds_until_address("2001:db8:0:1::1")


def test_limits_can_be_switched_off() -> None:
    limits = RateLimits("off")
    assert not any(limits.seconds_until_conversation("web:1") for _ in range(1000))


def test_a_setting_that_is_not_understood_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_RATE_LIMIT", "a lot")
    with pytest.raises(RateLimitError, match="Write for example 20/minute"):
        RateLimits()
