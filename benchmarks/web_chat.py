"""Measures the web chat in a real browser: `make bench-web`.

Starts the server, opens the demo page in fresh browser profiles, and measures the bytes over the wire, the time from
the script tag to a launcher that can be clicked, and the time from sending a question to its first reply on the screen.
Writes the figures, with machine and versions, to benchmarks/results/web_chat.json.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Browser, Page, sync_playwright

from bot.data_files import PROJECT_ROOT

RESULTS = PROJECT_ROOT / "benchmarks" / "results" / "web_chat.json"
QUESTIONS = (
    "can I exercise tomorrow?",
    "what should i wear",
    "how many sessions for a runner with a hamstring injury",
    "is it normal to be sore the day after",
    "how much does it cost",
    "i cant breathe",
)
VISITS = 20
START_SECONDS = 300
# In the page: when the script tag was met, and when the launcher stood there.
WATCH = """(() => {
    const look = () => {
        const root = document.querySelector("needlewise-chat")?.shadowRoot;
        if (root?.querySelector(".launcher")) window.readyAt = performance.now();
        else setTimeout(look, 1);
    };
    look();
})()"""
SINCE_SCRIPT = (
    """() => readyAt - performance.getEntriesByType("resource").find(e => e.name.endsWith("widget.js")).startTime"""
)
ASK = """question => new Promise(resolve => {
    const root = document.querySelector("needlewise-chat").shadowRoot;
    const began = performance.now();
    const heard = new MutationObserver(() => {
        const last = [...root.querySelectorAll(".bubble")].at(-1);
        if (last.matches(".bot")) { heard.disconnect(); resolve(performance.now() - began); }
    });
    root.querySelector("textarea").value = question;
    root.querySelector("form").requestSubmit();
    heard.observe(root.querySelector(".log"), { childList: true });
})"""


def main() -> None:
    """Measures, prints a table, and writes the results."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        port = free_port()
        server = start_server(port, Path(folder))
        try:
            browser = playwright.chromium.launch(executable_path=find_chromium())
            figures = measure(browser, f"http://127.0.0.1:{port}/")
            facts = {
                "measured": time.strftime("%Y-%m-%d"),
                "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
                "load_average": round(os.getloadavg()[0], 1),
                "browser": f"Chromium {browser.version}",
            }
        finally:
            server.terminate()
            server.wait(30)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({**facts, **figures}, indent=2) + "\n", encoding="utf-8")
    for name, value in {**facts, **figures}.items():
        print(f"{name:48} {value}")


def measure(browser: Browser, address: str) -> dict[str, Any]:
    """All figures; each visit has an empty cache."""
    sizes: dict[str, int] = {}
    ready, replies = [], []
    for visit in range(VISITS):
        print(f"\rVisit {visit + 1} of {VISITS} ...", end="", flush=True)
        page = browser.new_context().new_page()
        finished = collect(page)
        page.add_init_script(WATCH)
        page.goto(address)
        page.locator("needlewise-chat .launcher").click()
        ready.append(page.evaluate(SINCE_SCRIPT))
        replies += [page.evaluate(ASK, question) for question in QUESTIONS]
        weigh(finished, sizes)
        page.context.close()
    print()
    return {
        "widget_bytes": sizes["widget.js"],
        "widget_bytes_without_headers": sizes["widget.js body"],
        "settings_bytes": sizes["settings"],
        "session_bytes": sizes["session"],
        "reply_bytes_median": round(statistics.median(value for name, value in sizes.items() if "reply" in name)),
        "visits": VISITS,
        "script_tag_to_ready_median_milliseconds": round(statistics.median(ready), 1),
        "script_tag_to_ready_p95_milliseconds": p95(ready),
        "questions": len(replies),
        "send_to_first_reply_median_milliseconds": round(statistics.median(replies), 1),
        "send_to_first_reply_p95_milliseconds": p95(replies),
    }


def collect(page: Page) -> list[Any]:
    """The requests of a page; the list grows as they finish."""
    finished = []

    def note(request: Any) -> None:
        finished.append(request)

    page.on("requestfinished", note)
    return finished


def weigh(requests_of_page: list[Any], sizes: dict[str, int]) -> None:
    """Notes the bytes of each response, headers and body as they came over the wire."""
    for request in requests_of_page:
        name = request.url.rsplit("/", 1)[-1].split("?")[0]
        size = request.sizes()
        key = f"reply {len(sizes)}" if name == "webhook" else name
        sizes[key] = size["responseHeadersSize"] + size["responseBodySize"]
        sizes[f"{name} body"] = size["responseBodySize"]


def start_server(port: int, folder: Path) -> subprocess.Popen[bytes]:
    """A server with a database of its own and without rate limits."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'conversations.db'}",
        "WEB_RATE_LIMIT": "off",
    }
    print("Starting the server ...", flush=True)
    command = [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=PROJECT_ROOT, env=environment, stdout=subprocess.DEVNULL)
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            requests.get(f"http://127.0.0.1:{port}/webhooks/web/settings", timeout=5)
            return process
        except requests.ConnectionError:
            time.sleep(0.2)
    process.terminate()
    raise SystemExit("The server did not start; the lines above say why.")


def find_chromium() -> str:
    """The program of an installed Chromium."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        raise SystemExit("No Chromium is installed. Install it, on Debian with: apt-get install chromium")
    return program


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def p95(values: list[float]) -> float:
    """The value that 95 of 100 stay below."""
    return round(statistics.quantiles(values, n=20)[18], 1)


if __name__ == "__main__":
    main()
