"""What Prometheus reads: what patients did, in numbers."""

from __future__ import annotations

import re

import pytest

from bot.engine.metrics import may_read
from tests.conftest import Server


def value(page: str, name: str, **labels: str) -> float:
    """The value of a series; 0 while it is not there."""
    for line in page.splitlines():
        if line.startswith(f"{name}{{") and all(f'{key}="{each}"' in line for key, each in labels.items()):
            return float(line.rsplit(" ", 1)[1])
    return 0.0


def test_turns_replies_and_alerts_are_counted_without_a_word_of_them(server: Server) -> None:
    before = server.get("metrics").text
    session = server.open_session()
    server.ask("what should I wear", session)
    server.ask("who won the football yesterday, asks Rapunzel", session)
    server.ask("i cant breathe", session)
    after = server.get("metrics").text
    grown = {
        "needlewise_turn_seconds_count": {"channel": "web", "outcome": "done"},
        "needlewise_request_seconds_count": {"route": "/webhooks/web/webhook", "status": "200"},
        "needlewise_unanswered_total": {"channel": "web"},
        "needlewise_replies_total": {"kind": "escalate", "level": "emergency"},
        "needlewise_alerts": {"level": "emergency"},
    }
    growth = {name: value(after, name, **labels) - value(before, name, **labels) for name, labels in grown.items()}
    assert growth == {
        **dict.fromkeys(grown, 1.0),
        "needlewise_turn_seconds_count": 3,
        "needlewise_request_seconds_count": 3,
    }
    assert "Rapunzel" not in after
    assert not re.search(r"web:[0-9a-f]", after)


@pytest.mark.parametrize(
    ("secret", "shown", "host", "may"),
    [
        ("", None, "127.0.0.1", True),
        ("", None, "0.0.0.0", False),
        ("right", None, "127.0.0.1", False),
        ("right", "wrong", "0.0.0.0", False),
        ("right", "right", "0.0.0.0", True),
    ],
)
def test_metrics_are_shown_to_others_only_with_the_token(
    monkeypatch: pytest.MonkeyPatch, secret: str, shown: str | None, host: str, may: bool
) -> None:
    monkeypatch.setenv("METRICS_TOKEN", secret)
    assert may_read(shown, host) is may
