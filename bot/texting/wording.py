"""Answers as the texts that are sent."""

from __future__ import annotations

from bot.answer import Answer
from bot.clinic import load_clinic
from bot.rendering import Renderer
from bot.replies import Replies
from bot.texting.gsm_text import fit

CHANNEL = "sms"


class Wording:
    """Fixed phrases and answers in the SMS form, with the clinic's contacts filled in."""

    def __init__(self) -> None:
        self._replies = Replies()
        self._renderer = Renderer(load_clinic(), self._replies)

    def of_reply(self, reply: str) -> str:
        """A phrase of `data/replies.yml`; all of them fit one text."""
        return self.of_answer(self._replies.answer(reply, "notice"))

    def of_answer(self, answer: Answer) -> str:
        """An answer that is known to fit one text, such as an escalation."""
        return fit(self._renderer.render(answer, CHANNEL).text)[0]
