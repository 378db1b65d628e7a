"""Takes the pictures of the README from the running chat: `make screenshots`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect, sync_playwright

from bot.data_files import PROJECT_ROOT
from tests.channels.web.widget.chat import Chat
from tests.conftest import Server, find_browser

FOLDER = PROJECT_ROOT / "docs" / "pictures"
DESKTOP = {"viewport": {"width": 1060, "height": 760}}
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2}
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include>/etc/fonts/fonts.conf</include>
<alias binding="strong"><family>system-ui</family><prefer><family>Inter</family></prefer></alias>
<alias binding="strong"><family>sans-serif</family><prefer><family>Inter</family></prefer></alias>
</fontconfig>"""


def main() -> None:
    """Starts a server and a browser, and takes all pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        fonts = Path(folder) / "fonts.conf"  # a system font of today, where the machine has it
        fonts.write_text(FONTS, encoding="utf-8")
        server = Server(Path(folder) / "conversations.db")
        try:
            with sync_playwright() as playwright:
                environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
                browser = playwright.chromium.launch(executable_path=find_browser(), env=environment)
                take_all(browser, server.url.removesuffix("webhooks/web"))
        finally:
            server.stop()


def take_all(browser: Browser, address: str) -> None:
    """The states in which a visitor may meet the chat."""

    def visit(**options: Any) -> Chat:
        context = browser.new_context(**{**DESKTOP, "reduced_motion": "reduce", **options})
        return Chat(context.new_page(), address).visit()

    def picture(chat: Chat, name: str) -> None:
        expect(chat.typing).to_have_count(0)
        chat.page.mouse.move(0, 0)
        chat.page.screenshot(path=FOLDER / f"{name}.png")

    chat = visit()
    picture(chat, "closed")
    chat.launcher.click()
    picture(chat, "open")
    chat.ask("had my first session this morning. gym tonight ok?")
    picture(chat, "answer")
    plan = chat.ask("how many sessions for a bad hamstring, i run")
    plan.get_by_text("Compare typical examples").click()
    plan.get_by_text("Compare typical examples").evaluate("node => node.parentNode.scrollIntoView({block: 'start'})")
    picture(chat, "sessions")
    chat.ask("ok thanks. bit short of breath since lunch though lol")
    picture(chat, "emergency")
    dark = visit(color_scheme="dark")
    dark.launcher.click()
    dark.ask("should I use heat or ice")
    picture(dark, "dark")
    phone = visit(**PHONE)
    phone.launcher.click()
    phone.ask("what should I wear")
    picture(phone, "phone")


if __name__ == "__main__":
    main()
