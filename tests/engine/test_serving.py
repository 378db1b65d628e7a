"""The server starts only where it may, and says how to ask it."""

from __future__ import annotations

import base64
import json
import shutil
import socket
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from bot.clinic import ClinicError
from bot.data_files import PROJECT_ROOT
from bot.engine.serving import OWN_STORE, ServeError, build_app, ready_message, serve, tracker_store_endpoint
from tests.conftest import Server

REAL_CLINIC = """clinic:
  name: A real clinic
  zone: Europe/London
  phone: "555 0101"
  emergency_number: "999"
  crisis_line: "555 0102"
  allow_unreviewed: true
"""


def test_the_demo_clinic_is_not_served_to_others() -> None:
    with pytest.raises(ClinicError, match="demo"):
        serve("0.0.0.0", 5999)


def test_a_public_host_needs_a_secret_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "clinic.yml").write_text(REAL_CLINIC)
    monkeypatch.setenv("CLINIC_DIR", str(tmp_path))
    monkeypatch.delenv("NEEDLEWISE_SECRET", raising=False)
    with pytest.raises(ServeError, match="NEEDLEWISE_SECRET"):
        serve("0.0.0.0", 5999)


def test_a_real_carrier_is_not_run_for_the_demo_clinic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMS_CARRIER", "twilio")
    with pytest.raises(ClinicError, match="texted by twilio"):
        serve("127.0.0.1", 5999)


def test_a_real_carrier_needs_a_data_key_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "clinic.yml").write_text(REAL_CLINIC)
    monkeypatch.setenv("CLINIC_DIR", str(tmp_path))
    monkeypatch.setenv("SMS_CARRIER", "twilio")
    monkeypatch.delenv("NEEDLEWISE_DATA_KEY", raising=False)
    with pytest.raises(ServeError, match="NEEDLEWISE_DATA_KEY"):
        serve("127.0.0.1", 5999)


@pytest.mark.parametrize("carrier", ["console", "fake"])
def test_a_carrier_of_this_machine_is_not_served_to_others(monkeypatch: pytest.MonkeyPatch, carrier: str) -> None:
    monkeypatch.setenv("SMS_CARRIER", carrier)
    with pytest.raises(ServeError, match="this machine only"):
        serve("0.0.0.0", 5999)


def test_a_port_in_use_is_said_in_a_sentence(trained_model: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(ServeError, match="Choose another"):
            serve("127.0.0.1", other.getsockname()[1])


@pytest.mark.parametrize("kind", ["SQL", OWN_STORE])
def test_a_database_url_becomes_the_tracker_store_that_is_configured(kind: str) -> None:
    store = tracker_store_endpoint("postgresql://user:secret@db.example:5433/needlewise", kind)
    assert (store.type, store.url) == (kind, "db.example")
    assert store.kwargs == {
        "dialect": "postgresql", "port": 5433, "username": "user", "password": "secret", "db": "needlewise",
    }  # fmt: skip
    assert tracker_store_endpoint(None) is None


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_curl_line_of_the_start_works_as_printed(server: Server) -> None:
    line = ready_message("127.0.0.1", server.port).splitlines()[-1]
    printed = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True).stdout
    assert json.loads(printed)[0]["custom"]["entries"] == ["aftercare/exercise"]
    assert line in server.log


def test_stopping_finishes_and_keeps_what_was_accepted_and_says_so(trained_model: Path, tmp_path: Path) -> None:
    server = Server(tmp_path / "conversations.db", DRAIN_SECONDS="1.5", LOG_FORMAT="json")
    sessions = [server.open_session() for _ in range(8)]
    ready = server.get("health/ready")
    with ThreadPoolExecutor(len(sessions)) as visitors:
        asked = [visitors.submit(server.ask, "does Rumpelstiltskin hurt", session) for session in sessions]
        server.ask_to_stop()
        draining, live = _when_draining(server), server.get("health/live")
        replies = [reply for each in asked for reply in each.result()]
    server.stop()
    assert (ready.status_code, ready.json()) == (200, {"status": "ready"})
    assert (draining.status_code, live.status_code) == (503, 200)
    assert all(reply["text"] for reply in replies)
    with sqlite3.connect(server.database) as connection:
        ((kept,),) = connection.execute("select count(distinct sender_id) from events where type_name = 'bot'")
    assert kept == len({reply["recipient_id"] for reply in replies}) == len(sessions)
    turns = [json.loads(line) for line in server.log.splitlines() if '"message":"turn"' in line]
    assert {turn["outcome"] for turn in turns} == {"done"}
    assert len(turns) == len(sessions)
    assert "Rumpelstiltskin" not in server.log
    assert "Traceback" not in server.log


def _when_draining(server: Server) -> requests.Response:
    """The first answer to a probe that is not `ready`; the signal may take a moment."""
    return next(reply for _ in range(200) if not (reply := server.get("health/ready")).ok)


def test_the_setup_is_done_and_knows_it() -> None:
    done = subprocess.run(["make", "setup-tests"], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    assert "Installing" not in done.stdout


def test_an_emergency_reaches_the_clinics_webhook_and_a_hanging_one_does_not_delay_the_reply(
    trained_model: Path, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the connection and never answers
        silent.settimeout(20)
        settings = (PROJECT_ROOT / "clinic" / "clinic.yml").read_text(encoding="utf-8")
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/alerts"
        (tmp_path / "clinic.yml").write_text(f"{settings}  alert_webhook: {address}\n", encoding="utf-8")
        key = base64.b64encode(bytes(32)).decode()
        server = Server(tmp_path / "conversations.db", CLINIC_DIR=str(tmp_path), ALERT_WEBHOOK_SECRET=f"whsec_{key}")
        try:
            (first,) = server.ask("i cant breathe")
            connection, _ = silent.accept()
            request = connection.recv(4096).decode()
            (second,) = server.ask("i cant breathe")
        finally:
            server.stop()
    assert first["custom"]["level"] == second["custom"]["level"] == "emergency"
    assert "webhook-signature: v1," in request.lower()
    assert "breathe" not in request


def test_the_start_page_is_a_clinic_page_with_the_chat(server: Server) -> None:
    page = requests.get(server.url.removesuffix("webhooks/web"), timeout=10)
    assert '<script src="/webhooks/web/widget.js" defer>' in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    for name in ("page.css", "icon.svg"):
        assert requests.get(server.url.replace("webhooks/web", f"demo/{name}"), timeout=10).ok


def test_there_is_no_start_page_for_real_patients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "clinic.yml").write_text(REAL_CLINIC)
    monkeypatch.setenv("CLINIC_DIR", str(tmp_path))
    monkeypatch.setenv("WEB_PROXIES", "1")
    monkeypatch.setattr("sanic.Sanic.test_mode", True)
    paths = {route.path for route in build_app("0.0.0.0", 5999).router.routes}
    assert "webhooks/web/webhook" in paths
    assert not paths & {"", "demo/page.css"}


def test_a_number_of_proxies_that_is_none_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_PROXIES", "some")
    monkeypatch.setattr("sanic.Sanic.test_mode", True)
    with pytest.raises(ServeError, match="Write how many"):
        build_app("127.0.0.1", 5998)
