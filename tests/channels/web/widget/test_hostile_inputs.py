"""Texts that want to be more than text stay text, in what visitors write and in what a server says."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.channels.web.widget.chat import Chat

pytestmark = pytest.mark.needs("browser")

HOSTILE = {
    "script": "<script>window.executed = 1</script> can I exercise",
    "image": '<img src=x onerror="window.executed = 1">',
    "svg": "<svg/onload=window.executed=1>",
    "frame": '<iframe srcdoc="<script>parent.executed=1</script>"></iframe>',
    "script address": "[tap here](javascript:window.executed=1)",
    "disguised script address": "[tap here](java\tscript:window.executed=1) [b](JaVaScRiPt:window.executed=1)",
    "data address": "[tap here](data:text/html,<script>opener.executed=1</script>)",
    "other addresses": "[a](vbscript:x) [b](file:///etc/passwd) [c](blob:x) [d](//evil.example) [e](intent:x)",
    "template": "${window.executed=1} {{constructor.constructor('window.executed=1')()}}",
    "long": "a" * 10_000,
    "long words": "exercise? " * 1000,
    "turned round": "\u202etxet denrut\u2066 can I exercise",
    "nothing to see": "can I \0exercise\x1b[31m\u200b tomorrow\ufeff",
    "nested marks": "**" * 400 + "[" * 400 + "](",
    "markup of lists": "- a\n- b\n\n\n\n- **c\n**",
}
ALLOWED_TAGS = {
    "A", "BUTTON", "DD", "DETAILS", "DIV", "DL", "DT", "LI", "P", "SPAN", "STRONG", "SUMMARY", "UL", "I", "path", "svg",
}  # fmt: skip


def check_that_nothing_was_executed(page: Page) -> None:
    assert page.evaluate("window.executed") is None
    tags, addresses, handlers = page.evaluate(
        """() => {
            const chat = document.querySelector("needlewise-chat").shadowRoot;
            const nodes = [...chat.querySelectorAll(".log *")];
            return [
                nodes.map(node => node.tagName),
                nodes.filter(node => node.href).map(node => node.protocol),
                nodes.flatMap(node => node.getAttributeNames()).filter(name => name.startsWith("on") || name == "src"),
            ];
        }"""
    )
    assert set(tags) <= ALLOWED_TAGS
    assert set(addresses) <= {"https:", "http:", "mailto:", "tel:"}
    assert handlers == []


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_visitor_writes_stays_text(chat: Chat, name: str) -> None:
    chat.open().ask(HOSTILE[name])
    check_that_nothing_was_executed(chat.page)
    chat.page.reload()
    expect(chat.log.locator(".you")).to_have_count(1)
    check_that_nothing_was_executed(chat.page)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_server_says_stays_text(chat: Chat, name: str) -> None:
    text = HOSTILE[name]
    message = {
        "text": text,
        "custom": {"kind": "escalate", "level": "urgent", "suggestions": [{"title": text, "payload": "/x"}]},
    }
    body = json.dumps(message) + "\n"
    chat.open().page.route("**/webhook?*", lambda route: route.fulfill(body=body, content_type="application/x-ndjson"))
    chat.ask("hello")
    check_that_nothing_was_executed(chat.page)


def test_good_links_bold_and_lists_are_shown(chat: Chat) -> None:
    text = (
        "**Bold [book](https://clinic.example/a?b=c)** or [mail](mailto:a@b.example).\n\nTwo:\n- one\n- **two**\n\nEnd"
    )
    body = json.dumps({"text": text}) + "\n"
    chat.open().page.route("**/webhook?*", lambda route: route.fulfill(body=body, content_type="application/x-ndjson"))
    reply = chat.ask("hello")
    book = reply.get_by_role("link", name="book")
    expect(book).to_have_attribute("href", "https://clinic.example/a?b=c")
    expect(book).to_have_attribute("rel", "noopener noreferrer")
    expect(reply.get_by_role("link", name="mail")).to_have_attribute("href", "mailto:a@b.example")
    expect(reply.get_by_role("listitem")).to_have_text(["one", "two"])
    expect(reply.locator("strong")).to_have_text(["Bold book", "two"])


def test_a_turned_text_does_not_turn_what_stands_around_it(chat: Chat) -> None:
    chat.open().ask("\u202eevil\u202e can I exercise")
    assert chat.log.locator(".you .text").inner_text() == "evil can I exercise"
