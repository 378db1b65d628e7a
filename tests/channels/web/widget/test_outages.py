"""Whatever fails between the visitor and the answer, the chat says so, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.channels.web.widget.chat import Chat
from tests.conftest import Server

pytestmark = pytest.mark.needs("browser")

ASKING = "**/webhook?stream=true"


def test_a_lost_network_is_said_and_the_question_goes_out_when_it_is_back(chat: Chat, context: BrowserContext) -> None:
    chat.open()
    context.set_offline(True)
    apology = chat.ask("what should I wear")
    expect(apology).to_contain_text("I can't reach the clinic's server")
    expect(apology.get_by_role("link", name="(02) 5550 0134")).to_be_visible()
    expect(apology).to_contain_text("In an emergency, call your local emergency number now.")
    context.set_offline(False)
    expect(chat.replies.locator(".source")).to_be_visible()
    expect(chat.log).not_to_contain_text("I can't reach")
    expect(chat.log.locator(".you")).to_have_count(1)


def test_a_question_that_failed_can_be_sent_again_by_hand_after_a_reload(chat: Chat) -> None:
    chat.open().page.route(ASKING, lambda route: route.abort())
    chat.ask("what should I wear")
    chat.page.reload()
    chat.page.unroute(ASKING)
    chat.page.get_by_role("button", name="Try again").click()
    expect(chat.replies.locator(".source")).to_be_visible()
    expect(chat.replies).to_have_count(1)


@pytest.mark.parametrize(("status", "body"), [(500, "broken"), (502, "<h1>Bad gateway</h1>"), (503, "")])
def test_a_proxys_error_page_becomes_an_apology(chat: Chat, status: int, body: str) -> None:
    chat.open().page.route(ASKING, lambda route: route.fulfill(status=status, body=body, content_type="text/html"))
    apology = chat.ask("what should I wear")
    expect(apology).to_contain_text("(02) 5550 0134")
    expect(apology.get_by_role("button", name="Try again")).to_be_visible()


@pytest.mark.parametrize("body", ["", "\n", "{", '{"text": "half a mess'])
def test_an_answer_that_is_empty_or_torn_becomes_an_apology(chat: Chat, body: str) -> None:
    chat.open().page.route(ASKING, lambda route: route.fulfill(body=body, content_type="application/x-ndjson"))
    apology = chat.ask("what should I wear")
    expect(apology).to_contain_text("(02) 5550 0134")
    expect(apology).to_contain_text("In an emergency")


def test_a_slow_answer_is_announced_and_comes(chat: Chat) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    chat.page.clock.install()
    chat.open().page.route(ASKING, hold)
    chat.send("what should I wear")
    expect(chat.typing).to_be_visible()
    expect(chat.typing).not_to_contain_text("longer")
    while not held:
        chat.page.wait_for_timeout(50)
    chat.page.clock.fast_forward(6100)
    expect(chat.typing).to_contain_text("This takes longer than usual.")
    held[0].continue_()
    expect(chat.replies.locator(".source")).to_be_visible()
    expect(chat.typing).to_have_count(0)


def test_messages_are_shown_as_they_come(page: Page, chat: Chat) -> None:
    """Two lines that arrive apart; the server of today answers in one."""
    page.add_init_script(
        """const real = window.fetch;
        window.fetch = (address, options) => !String(address).includes("webhook?") ? real(address, options) :
            Promise.resolve(new Response(new ReadableStream({ async start(stream) {
                const say = (text) => stream.enqueue(new TextEncoder().encode(text));
                say('{"text": "Fir'); say('st."}\\n');
                await new Promise((resolve) => { window.goOn = resolve; });
                say('{"text": "Second."}'); say("\\n"); stream.close();
            } })));"""
    )
    chat.open().send("hello")
    expect(chat.replies).to_have_count(1)
    expect(chat.typing).to_be_visible()
    page.evaluate("goOn()")
    expect(chat.replies).to_have_count(2)
    expect(chat.typing).to_have_count(0)


def test_a_refusal_is_said_in_the_servers_words(chat: Chat) -> None:
    refusal = chat.open().ask("word " * 2000)
    expect(refusal).to_contain_text("too long")
    expect(refusal.get_by_role("button", name="Try again")).to_have_count(0)


def test_an_emergency_in_a_text_that_is_too_long_comes_alone(chat: Chat) -> None:
    alarm = chat.open().ask("bla " * 2500 + "i cant breathe")
    expect(alarm).to_contain_text("Call your local emergency number now.")
    expect(chat.replies).to_have_count(1)


def test_without_a_server_the_next_page_still_has_the_chat_and_the_clinics_phone(chat: Chat) -> None:
    chat.open().ask("what should I wear")
    chat.page.route("**/settings?*", lambda route: route.abort())
    chat.page.route(ASKING, lambda route: route.abort())
    chat.page.reload()
    expect(chat.log).to_contain_text("what should I wear")
    expect(chat.ask("does it hurt")).to_contain_text("(02) 5550 0134")


def test_the_chat_appears_as_soon_as_its_settings_can_be_had(chat: Chat, page: Page) -> None:
    attempts: list[Any] = []

    def fail_once(route: Route) -> None:
        attempts.append(route)
        if len(attempts) == 1:
            route.abort()
        else:
            route.continue_()

    page.clock.install()
    page.route("**/settings?*", fail_once)
    page.goto(chat.address)
    expect(chat.launcher).to_have_count(0)
    page.clock.fast_forward(5100)
    expect(chat.launcher).to_be_visible()


def test_a_restart_of_the_server_in_the_middle_loses_nothing(page: Page, trained_model: Path, tmp_path: Path) -> None:
    server = Server(tmp_path / "conversations.db")
    try:
        chat = Chat(page, server.url.removesuffix("webhooks/web")).open()
        chat.ask("can I exercise tomorrow")
        server.stop()
        expect(chat.ask("does it hurt")).to_contain_text("I can't reach the clinic's server")
        server.start()
        chat.page.get_by_role("button", name="Try again").click()
        expect(chat.log.locator(".source")).to_have_count(2)
        expect(chat.log.locator(".bubble")).to_have_count(5)
    finally:
        server.stop()
