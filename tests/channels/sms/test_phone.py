"""The phone in the terminal talks with a server whose carrier is the console."""

from __future__ import annotations

import pytest
import requests

from bot.engine import phone as phone_module
from bot.engine.phone import Phone
from bot.engine.serving import ServeError
from tests.channels.sms.harness import Clinic

SECRET = "a secret that is long enough for these tests"


@pytest.fixture
def console(idle_clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    monkeypatch.setenv("NEEDLEWISE_SECRET", SECRET)
    return idle_clinic.start(SMS_CARRIER="console", NEEDLEWISE_SECRET=SECRET)


def test_texts_go_out_and_come_in(console: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    Phone(f"http://127.0.0.1:{console.port}", "+61491570006").talk(["what should I wear\n", "\n", "i cant breathe\n"])
    shown = capsys.readouterr().out
    assert "Echo what should I wear\n  [1 segment]" in shown
    assert "Call your local emergency number now" in shown
    assert console.states() == ["delivered", "delivered"]


def test_another_phone_sees_nothing_of_it(console: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"http://127.0.0.1:{console.port}"
    Phone(address, "+61491570006").send("what should I wear")
    Phone(address, "+61491570110").talk([])
    assert capsys.readouterr().out == ""


def test_who_does_not_have_the_secret_neither_texts_nor_reads(console: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"http://127.0.0.1:{console.port}/webhooks/sms/console"
    for path in ("", "/texts"):
        assert requests.post(address + path, json={"from": "+61491570006"}, timeout=10).status_code == 403
    monkeypatch.setenv("NEEDLEWISE_SECRET", SECRET + "!")
    with pytest.raises(ServeError, match="another secret"):
        Phone(f"http://127.0.0.1:{console.port}", "+61491570006")


def test_without_a_server_the_phone_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_module, "POLL_SECONDS", 0.1)
    with pytest.raises(ServeError, match="make run"):
        Phone("http://127.0.0.1:1", "+61491570006")
