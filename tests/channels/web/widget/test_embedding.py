"""The chat on somebody else's page: another origin, a strict policy, a pinned file, nobody else on the line."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from bot.channels.web.widget_file import WidgetFile
from tests.channels.web.widget.chat import Chat
from tests.conftest import Server

pytestmark = pytest.mark.needs("browser")

PAGE = """<!doctype html><html lang="en"><head><title>A clinic</title>{tag}</head>
<body><main><h1>A clinic</h1><a href="/other">Other page</a></main></body></html>"""


class Site:
    """A clinic's website under a policy that allows the bot and nothing else."""

    def __init__(self, port: int, bot: str) -> None:
        self.address = f"http://127.0.0.1:{port}/"
        self.tag = WidgetFile().embed_code(bot)
        policy = f"default-src 'none'; script-src {bot}; connect-src {bot}; base-uri 'none'; form-action 'none'"
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200 if self.path != "/favicon.ico" else 204)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(PAGE.format(tag=site.tag).encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def site(clinic_server: Server, site_port: int) -> Iterator[Site]:
    running = Site(site_port, clinic_server.url.removesuffix("/webhooks/web"))
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def said(page: Page) -> list[str]:
    """All complaints of the browser."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda problem: complaints.append(str(problem)))
    return complaints


def test_the_printed_tag_works_on_another_origin_under_a_strict_policy(
    site: Site, page: Page, said: list[str], clinic_server: Server
) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add("/".join(request.url.split("/")[:3])))
    chat = Chat(page, site.address).open()
    expect(chat.ask("how many sessions for a runner with a hamstring injury").locator(".source")).to_be_visible()
    page.get_by_text("Compare typical examples").click()
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(chat.log).to_contain_text("Thank you")
    page.get_by_role("button", name="Delete chat").click()
    page.get_by_role("button", name="Delete it").click()
    expect(chat.log).to_contain_text("The chat is deleted")
    assert said == []
    assert asked == {site.address.rstrip("/"), clinic_server.url.removesuffix("/webhooks/web")}


def test_the_conversation_goes_along_to_the_sites_other_pages(site: Site, page: Page) -> None:
    chat = Chat(page, site.address).open()
    chat.ask("what should I wear")
    page.get_by_role("link", name="Other page").click()
    expect(chat.log).to_contain_text("what should I wear")


def test_a_tampered_file_is_not_run(site: Site, page: Page) -> None:
    site.tag = site.tag.replace("sha384-", "sha384-AAAA")
    page.goto(site.address)
    page.wait_for_timeout(500)
    expect(page.locator("needlewise-chat")).to_have_count(0)


def test_a_site_that_is_not_listed_gets_no_answers(
    clinic_server: Server, page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    bot = clinic_server.url.removesuffix("/webhooks/web")
    stranger = Site(0, bot)
    stranger.tag = f'<script src="{bot}/webhooks/web/widget.js" defer></script>'
    page.goto(f"http://127.0.0.1:{stranger.server.server_port}/")
    page.wait_for_timeout(1000)
    expect(page.get_by_role("button")).to_have_count(0)
    stranger.server.shutdown()


def test_no_storage_leaves_the_computer_and_nothing_stays_in_it(site: Site, page: Page) -> None:
    chat = Chat(page, site.address).open()
    chat.ask("what should I wear")
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0


def test_attributes_change_language_side_colours_and_label(site: Site, page: Page) -> None:
    site.tag = site.tag.replace(
        "<script", '<script data-accent="#7a1f5c" data-theme="dark" data-position="left" data-launcher="Questions?" '
    )
    page.goto(site.address)
    launcher = page.get_by_role("button", name="Questions?")
    expect(launcher).to_have_css("background-color", "rgb(122, 31, 92)")
    box = launcher.bounding_box()
    assert box
    assert box["x"] == 20
    launcher.click()
    expect(page.get_by_role("dialog")).to_have_css("background-color", "rgb(26, 36, 41)")


def test_the_sites_own_styles_do_not_reach_into_the_chat(chat: Chat, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")  # a panel that still slides in has no place yet
    chat.open()
    before = page.get_by_role("dialog").bounding_box()
    page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync("* { font-size: 40px !important; } button, p, div { display: none !important; }");
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    assert page.get_by_role("dialog").bounding_box() == before
    expect(chat.question).to_be_visible()
