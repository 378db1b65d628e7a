"""Asks everything that is measured, once, and keeps the replies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rich.progress import track

from bot.knowledge.base import shared_knowledge
from evaluation.asking import Reply, Talk, Web
from evaluation.in_process import Assistant, Understood
from evaluation.items import (
    CONVERSATIONS,
    ENTRIES,
    QUESTIONS,
    Channel,
    Conversation,
    EntryQuestion,
    Question,
    other_subjects,
    read,
)
from evaluation.scoring import Answered, Judged, judge, said

Opener = Callable[[Channel, str | None], Talk]


@dataclass(frozen=True)
class Held:
    """A conversation with the reply to each turn and what came of it."""

    conversation: Conversation
    replies: tuple[Reply, ...]
    judged: tuple[Judged, ...]

    @property
    def is_right(self) -> bool:
        """True where every turn is."""
        return all(each.is_full for each in self.judged)


@dataclass(frozen=True)
class Gathered:
    """All replies, and what the pipeline made of each text by itself; rows belong together."""

    answered: list[Answered]
    understood: list[Understood]
    held: list[Held]
    labelled: list[tuple[EntryQuestion, Understood]]
    foreign: list[Reply]
    foreign_understood: list[Understood]


def gather(web: Web, assistant: Assistant) -> Gathered:
    """Asks the questions, the conversations and the messages about other subjects."""
    questions, conversations, foreign = read(QUESTIONS, Question), read(CONVERSATIONS, Conversation), other_subjects()
    labelled = labelled_messages()

    def understand(texts: Iterable[str], what: str) -> list[Understood]:
        return [assistant.understand(text) for text in track(list(texts), what)]

    opener = opens(web, assistant)
    return Gathered(
        answered=[ask(each, opener) for each in track(questions, "Questions")],
        held=[hold(each, opener) for each in track(conversations, "Conversations")],
        foreign=[web.talk().say(text) for text in track(foreign, "Messages about other subjects")],
        understood=understand((each.text for each in questions), "How sure: questions"),
        labelled=list(
            zip(labelled, understand((each.text for each in labelled), "How sure: labelled messages"), strict=True)
        ),
        foreign_understood=understand(foreign, "How sure: other subjects"),
    )


def labelled_messages() -> list[EntryQuestion]:
    """The messages with a known entry, without those whose entry the knowledge base does not have (any more)."""
    entries = shared_knowledge().entries
    return [each for each in read(ENTRIES, EntryQuestion) if each.entry in entries]


def opens(web: Web, assistant: Assistant) -> Opener:
    """Begins a conversation where it can be had: over HTTP, or in this process by SMS and with a known session.

    The web channel takes no session time, since whoever writes to it could claim any.
    """

    def open_talk(channel: Channel, session: str | None) -> Talk:
        return web.talk() if channel == "web" and session is None else assistant.talk(channel, session)

    return open_talk


def ask(question: Question, opener: Opener) -> Answered:
    """A question in a conversation of its own."""
    reply = opener(question.channel, question.session).say(question.text)
    return Answered(question, reply, judge(said(reply), question.must, question.must_not))


def hold(conversation: Conversation, opener: Opener) -> Held:
    """A whole conversation."""
    talk = opener(conversation.channel, None)
    replies = tuple(talk.say(turn.say) for turn in conversation.turns)
    judged = tuple(
        judge(said(reply), turn.must, turn.must_not) for reply, turn in zip(replies, conversation.turns, strict=True)
    )
    return Held(conversation, replies, judged)
