"""The chat with a keyboard, a screen reader, large text, few pixels and other people's colours."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.channels.web.widget.chat import Chat
from tests.conftest import Server

pytestmark = pytest.mark.needs("browser")

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "reduced_motion": "reduce"}
DARK = {"color_scheme": "dark"}
FORCED = {"forced_colors": "active"}

# Collects what the live regions of the chat say from now on.
LISTEN = """() => {
    window.heard = [];
    new MutationObserver((changes) => {
        for (const { addedNodes, target } of changes)
            for (const node of addedNodes) {
                const region = node.matches?.("[role=alert]") ? node : target.closest?.("[role=status], [role=alert]");
                if (region) heard.push(node.innerText ?? node.textContent);
            }
    }).observe(document.querySelector("needlewise-chat").shadowRoot, { subtree: true, childList: true });
}"""


def violations(page: Page) -> list[str]:
    """What axe finds wrong, each with the element."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['html']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("context", [{}, PHONE, DARK, FORCED], ids=["light", "phone", "dark", "forced"], indirect=True)
def test_axe_finds_nothing_wrong_in_any_state(chat: Chat) -> None:
    chat.visit()
    assert violations(chat.page) == []
    chat.open()
    chat.page.wait_for_timeout(300)  # until it has risen
    assert violations(chat.page) == []
    chat.ask("how many sessions for a runner with a hamstring injury")
    chat.page.get_by_text("Compare typical examples").click()
    chat.page.get_by_role("button", name="No", exact=True).click()
    assert violations(chat.page) == []
    chat.ask("i cant breathe")
    chat.page.get_by_role("button", name="Talk to a person").click()
    assert violations(chat.page) == []
    chat.page.get_by_role("button", name="Delete chat").click()
    assert violations(chat.page) == []


@pytest.mark.parametrize("accent", ["#ffffff", "#000000", "#ffd400", "#7a7a7a", "#ff0000", "#058737"])
def test_any_accent_keeps_words_readable(chat: Chat, accent: str) -> None:
    chat.page.route("**/", lambda route: route.continue_())
    chat.visit()
    chat.page.evaluate(
        """accent => {
            document.querySelector("needlewise-chat").remove();
            const chat = document.createElement("needlewise-chat");
            chat.setAttribute("accent", accent);
            document.body.append(chat);
        }""",
        accent,
    )
    chat.launcher.click()
    chat.ask("hello")
    chat.page.wait_for_timeout(300)
    assert [fault for fault in violations(chat.page) if "contrast" in fault] == []


def test_the_whole_way_is_possible_with_a_keyboard(chat: Chat) -> None:
    chat.visit().page.keyboard.press("Tab")
    assert chat.focused() == "Ask about dry needling"
    chat.page.keyboard.press("Enter")
    assert chat.focused() == "Your question"
    chat.page.keyboard.type("can I exercise tomorrow")
    chat.page.keyboard.press("Enter")
    chat.next_reply(0)
    chat.page.keyboard.press("Shift+Tab")
    assert chat.focused() == chat.chips.last.inner_text()
    chat.page.keyboard.press("Enter")
    chat.next_reply(1)
    assert chat.focused() == "Your question"
    for name in ("Send", "Talk to a person", "Delete chat"):
        chat.page.keyboard.press("Tab")
        assert chat.focused() == name
    chat.page.keyboard.press("Enter")
    assert chat.focused() == "Keep it"
    chat.page.keyboard.press("Escape")
    assert chat.focused() == "Delete chat"
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_have_count(0)
    assert chat.focused() == "Ask about dry needling"


def test_the_focus_order_follows_what_is_seen(chat: Chat) -> None:
    chat.open()
    chat.page.get_by_role("button", name="Close chat").focus()
    order = []
    for _ in range(8):
        order.append(chat.focused().splitlines()[0])
        chat.page.keyboard.press("Tab")
    starters = chat.chips.all_inner_texts()
    assert order == ["Close chat", "Conversation", *starters, "Your question", "Send", "Talk to a person"]


@pytest.mark.parametrize("context", [PHONE], indirect=True)
def test_on_a_phone_the_focus_stays_in_the_chat_that_covers_the_page(chat: Chat) -> None:
    chat.open()
    box = chat.panel.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 320, "height": 640}
    chat.page.evaluate("document.body.append(Object.assign(document.createElement('button'), {id: 'behind'}))")
    chat.page.evaluate("document.getElementById('behind').focus()")
    assert chat.page.evaluate("document.activeElement.id") != "behind"
    chat.page.keyboard.press("Escape")
    assert chat.focused() == "Ask about dry needling"


@pytest.mark.parametrize("context", [PHONE], indirect=True)
def test_nothing_is_cut_off_on_320_pixels(chat: Chat) -> None:
    chat.open()
    for question in ("how many sessions for a runner with a hamstring injury", "i cant breathe", "x" * 300):
        chat.ask(question)
    chat.page.get_by_role("button", name="Talk to a person").click()
    too_wide = chat.log.evaluate(
        "log => [...log.querySelectorAll('*')].filter(n => n.scrollWidth > log.clientWidth).length"
    )
    assert too_wide == 0
    assert chat.page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_reply_is_read_out_once(chat: Chat) -> None:
    chat.open().page.evaluate(LISTEN)
    reply = chat.ask("what should I wear")
    expect(chat.log).to_have_attribute("aria-live", "off")
    (heard,) = chat.page.evaluate("heard")
    assert heard.split() == reply.locator(".text").inner_text().split()


def test_an_emergency_is_an_alert_and_read_out_once(chat: Chat) -> None:
    chat.open().page.evaluate(LISTEN)
    alarm = chat.ask("i cant breathe")
    expect(alarm).to_have_role("alert")
    (heard,) = chat.page.evaluate("heard")
    assert "Call your local emergency number now." in heard


def test_what_was_said_before_a_reload_is_not_read_out_again(chat: Chat, page: Page) -> None:
    chat.open().ask("i cant breathe")
    page.reload()
    expect(chat.log).to_contain_text("Call your local emergency number now.")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("status")).to_be_empty()


def test_a_long_answer_is_shown_from_its_beginning_with_the_question(chat: Chat) -> None:
    chat.open()
    for question in ("what should I wear", "how often should I come"):
        reply = chat.ask(question)
    log, question_box, box = chat.log.bounding_box(), chat.log.locator(".you").last.bounding_box(), reply.bounding_box()
    assert log
    assert question_box
    assert box
    assert log["y"] <= question_box["y"] < box["y"] < log["y"] + log["height"] / 2


def test_an_alarm_has_a_number_to_tap_only_where_the_clinic_has_given_one(
    chat: Chat, page: Page, clinic_server: Server
) -> None:
    unset = chat.open().ask("i cant breathe")
    expect(unset.get_by_role("link")).to_have_count(0)
    given = Chat(page, clinic_server.url.removesuffix("webhooks/web")).open().ask("i cant breathe")
    for link in (given.get_by_role("link", name="000", exact=True), given.get_by_role("link", name="Call 000")):
        expect(link).to_have_attribute("href", "tel:000")
    strip = page.locator(".strip").get_by_role("link", name="000")
    expect(strip).to_have_attribute("href", "tel:000")


def test_targets_are_large_enough(chat: Chat) -> None:
    chat.open().ask("can I exercise tomorrow")
    sizes: list[Any] = chat.panel.get_by_role("button").evaluate_all(
        "buttons => buttons.map(b => b.getBoundingClientRect()).map(r => Math.min(r.width, r.height))"
    )
    assert min(sizes) >= 24


@pytest.mark.parametrize("context", [{"reduced_motion": "reduce"}], indirect=True)
def test_nothing_moves_for_who_wants_no_motion(chat: Chat) -> None:
    chat.open()
    chat.send("hello")
    assert chat.page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("context", [FORCED], indirect=True)
def test_edges_can_be_seen_where_colours_are_forced(chat: Chat) -> None:
    chat.open()
    alarm = chat.ask("i cant breathe")
    for part in (alarm, chat.log.locator(".you"), chat.page.get_by_role("button", name="Send")):
        assert part.evaluate("node => parseFloat(getComputedStyle(node).borderTopWidth)") >= 1


def test_large_text_grows_with_the_page(chat: Chat) -> None:
    chat.page.set_viewport_size({"width": 550, "height": 380})  # 200 % of 1100 by 760
    chat.open().ask("what should I wear")
    expect(chat.question).to_be_in_viewport()
    expect(chat.replies.last).to_be_in_viewport()
