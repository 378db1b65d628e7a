"""A visitor's way through a conversation."""

from __future__ import annotations

import sqlite3

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bot.channels.web.session_token import SessionTokens
from tests.channels.web.widget.chat import Chat
from tests.conftest import Server

pytestmark = pytest.mark.needs("browser")


def rows_of(server: Server, text: str) -> int:
    with sqlite3.connect(server.database) as connection:
        (count,) = connection.execute("select count(*) from events where data like ?", (f"%{text}%",)).fetchone()
    return int(count)


def test_the_first_thing_said_is_what_this_is_and_what_is_kept(chat: Chat) -> None:
    chat.open()
    expect(chat.panel).to_contain_text("Automated assistant. Not a clinician. Nobody watches this chat.")
    expect(chat.panel).to_contain_text("Emergency? Call your local emergency number now.")
    expect(chat.log).to_contain_text("up to 90 days")
    expect(chat.log).to_contain_text("Demo: this is not a real clinic.")


def test_a_question_is_answered_with_its_source(chat: Chat) -> None:
    answer = chat.open().ask("can I exercise tomorrow, had it done today")
    expect(answer.locator("strong").first).to_contain_text("24 to 48 hours")
    expect(answer.locator(".source")).to_contain_text("From: ")
    expect(answer.locator(".source")).to_contain_text("not yet reviewed by a clinician")
    expect(chat.question).to_be_focused()


def test_a_starter_and_a_quick_reply_can_be_picked(chat: Chat) -> None:
    chat.open().chips.filter(has_text="Does dry needling hurt?").click()
    chat.next_reply(0)
    title = chat.chips.first.inner_text()
    chat.chips.first.click()
    second = chat.next_reply(1)
    expect(chat.log.locator(".you").last).to_have_text(f"You: {title}")
    expect(second.locator(".source")).to_be_visible()
    assert "/choose" not in chat.log.inner_text()


def test_enter_sends_and_shift_with_enter_makes_a_line(chat: Chat) -> None:
    chat.open().question.press_sequentially("is it normal")
    chat.question.press("Shift+Enter")
    chat.question.press_sequentially("to be sore")
    expect(chat.question).to_have_value("is it normal\nto be sore")
    chat.question.press("Enter")
    chat.next_reply(0)
    expect(chat.question).to_have_value("")


def test_an_empty_question_is_not_sent(chat: Chat) -> None:
    chat.open().send("   ")
    expect(chat.log.locator(".you")).to_have_count(0)


def test_a_reload_and_another_page_keep_the_conversation(chat: Chat) -> None:
    chat.open().ask("what should I wear")
    said = chat.log.inner_text()
    chat.page.reload()
    expect(chat.log).to_be_visible()
    assert chat.log.inner_text() == said
    chat.page.goto(f"{chat.address}?another=page")
    expect(chat.log).to_be_visible()
    assert chat.log.inner_text() == said
    chat.ask("and can i drive afterwards")
    assert chat.replies.count() == 2


def test_a_closed_chat_stays_closed_on_the_next_page(chat: Chat) -> None:
    chat.open().page.keyboard.press("Escape")
    chat.page.reload()
    expect(chat.launcher).to_be_visible()
    expect(chat.panel).to_have_count(0)


def test_a_second_tab_is_another_conversation(chat: Chat, context: BrowserContext) -> None:
    chat.open().ask("what should I wear")
    other = Chat(context.new_page(), chat.address).open()
    expect(other.log.locator(".you")).to_have_count(0)
    other.ask("does it hurt")
    sessions = {tab.evaluate("JSON.parse(sessionStorage['needlewise.state']).session") for tab in context.pages}
    assert len(sessions) == 2


def test_deleting_asks_first_and_deletes_on_the_server_too(chat: Chat, server: Server) -> None:
    chat.open().ask("should I eat quinoa before my session")
    assert rows_of(server, "quinoa")
    chat.page.get_by_role("button", name="Delete chat").click()
    assert chat.focused() == "Keep it"
    chat.page.get_by_role("button", name="Keep it").click()
    assert chat.focused() == "Delete chat"
    assert rows_of(server, "quinoa")
    chat.page.get_by_role("button", name="Delete chat").click()
    chat.page.get_by_role("button", name="Delete it").click()
    expect(chat.log).to_contain_text("The chat is deleted")
    expect(chat.log.locator(".you")).to_have_count(0)
    assert not rows_of(server, "quinoa")
    chat.page.reload()
    expect(chat.log.locator(".you")).to_have_count(0)


def test_after_deleting_an_emergency_is_still_remembered(chat: Chat) -> None:
    chat.open().ask("i cant breathe")
    chat.page.get_by_role("button", name="Delete chat").click()
    chat.page.get_by_role("button", name="Delete it").click()
    expect(chat.log).to_contain_text("The chat is deleted")
    expect(chat.ask("ok thanks")).to_contain_text("Call your local emergency number now.")


def test_an_expired_session_goes_on_in_a_new_one(chat: Chat) -> None:
    chat.open().ask("what should I wear")
    expired = SessionTokens("x" * 40, lifetime_hours=-1).issue()
    chat.page.evaluate(
        """session => {
            const state = JSON.parse(sessionStorage["needlewise.state"]);
            sessionStorage["needlewise.state"] = JSON.stringify({ ...state, session });
        }""",
        expired,
    )
    chat.page.reload()
    chat.ask("does it hurt")
    expect(chat.log).to_contain_text("Your last chat had ended, so this is a new one.")
    expect(chat.replies.last).to_contain_text("From: ")


def test_helpful_or_not_is_asked_once_and_stored_without_words(chat: Chat, server: Server) -> None:
    chat.open().ask("can I exercise tomorrow")
    chat.page.get_by_role("button", name="No", exact=True).click()
    assert chat.focused() == "It's not what I asked"
    with chat.page.expect_response("**/feedback") as sent:
        chat.page.get_by_role("button", name="It's hard to understand").click()
    assert sent.value.ok
    expect(chat.log).to_contain_text("Thank you for telling us.")
    with sqlite3.connect(server.database) as connection:
        (row,) = connection.execute("select kind, entries, helpful, reason from needlewise_feedback").fetchall()[-1:]
    assert row == ("answer", "aftercare/exercise", 0, "unclear")
    chat.page.reload()
    expect(chat.log.locator(".feedback")).to_have_count(0)


def test_a_person_is_one_click_away_even_without_the_server(chat: Chat, context: BrowserContext) -> None:
    chat.open()
    context.set_offline(True)
    chat.page.get_by_role("button", name="Talk to a person").click()
    card = chat.page.locator(".person")
    expect(card).to_be_focused()
    expect(card.get_by_role("link", name="(02) 5550 0134")).to_have_attribute("href", "tel:0255500134")
    expect(card).to_contain_text("Monday to Friday")


def test_numbers_of_sessions_can_be_compared_in_a_table(chat: Chat) -> None:
    answer = chat.open().ask("how many sessions for a runner with a hamstring injury")
    expect(answer.get_by_role("table")).to_have_count(0)
    answer.get_by_text("Compare typical examples").click()
    table = answer.get_by_role("table")
    expect(table).to_be_visible()
    expect(table.get_by_role("row", name="a sports injury")).to_contain_text("6 to 8 sessions over 4 to 6 weeks")
    widths = table.locator(".bar i").evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().width)")
    assert len(widths) == 7
    assert min(widths) > 10


@pytest.mark.parametrize("name", ["", "not json", "[]", '{"entries": 7}'])
def test_a_memory_that_cannot_be_read_does_not_keep_the_chat_away(chat: Chat, name: str, page: Page) -> None:
    page.add_init_script(f"sessionStorage['needlewise.state'] = {name!r}")
    expect(chat.open().log).to_contain_text("Hello.")
