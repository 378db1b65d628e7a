"""The chat as a visitor uses it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


class Chat:
    """A page with the widget; everything is found by what a visitor sees or hears."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.launcher = page.get_by_role("button", name="Ask about dry needling")
        self.panel = page.get_by_role("dialog")
        self.question = page.get_by_role("textbox", name="Your question")
        self.log = page.get_by_role("log")
        self.bubbles = page.locator(".bubble")
        self.replies = page.locator(".log > .bot:not(:first-child)")
        self.chips = page.locator(".chips button")
        self.typing = page.locator(".typing")

    def visit(self) -> Chat:
        """Goes to the page and waits for the launcher."""
        self.page.goto(self.address)
        expect(self.launcher).to_be_visible()
        return self

    def open(self) -> Chat:
        """Visits the page and opens the chat."""
        self.visit().launcher.click()
        expect(self.question).to_be_focused()
        return self

    def send(self, text: str) -> None:
        """Types a question and sends it, without waiting for the answer."""
        self.question.fill(text)
        self.question.press("Enter")

    def ask(self, text: str) -> Locator:
        """The bubble that answers a question."""
        before = self.replies.count()
        self.send(text)
        return self.next_reply(before)

    def next_reply(self, before: int) -> Locator:
        """The first bubble after so many replies, once the answer is complete."""
        expect(self.typing).to_have_count(0)
        expect(self.replies).not_to_have_count(before)
        return self.replies.nth(before)

    def focused(self) -> str:
        """What has the focus inside the chat: its accessible text; empty if the focus is elsewhere."""
        return str(
            self.page.evaluate(
                """() => {
                    const node = document.activeElement?.shadowRoot?.activeElement;
                    return node ? node.getAttribute("aria-label") || node.labels?.[0]?.innerText || node.innerText : "";
                }"""
            )
        ).strip()
