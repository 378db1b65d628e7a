"""Reading whether a text asks for no more texts, in any wording: rules have the first word, then likeness."""

from __future__ import annotations

import logging
from functools import lru_cache

from bot.language.document import Document
from bot.texting.opt_out_likeness import LikenessError, OptOutLikeness, load_likeness
from bot.texting.opt_out_rules import OptOutRules, Request

log = logging.getLogger(__name__)


class OptOutReader:
    """Reads documents; without likeness the rules work alone, and STOP needs nothing but them."""

    def __init__(self, rules: OptOutRules | None = None, likeness: OptOutLikeness | None = None) -> None:
        self._rules = rules or OptOutRules()
        self._likeness = likeness

    def read(self, document: Document, *, is_alarm: bool = False) -> Request | None:
        """What a text asks for; None for all others, which are most.

        In an alarm that the rules of triage have found (`is_alarm`) only rules are asked here as well: "I don't want to
        be here any more" is like an opt-out and is none. Where only likeness has found it, likeness may speak here too.
        """
        ruled = self._rules.read(document)
        if ruled or not self._likeness or is_alarm or not document.has_words or self._rules.rule_out(document):
            return ruled
        return self._likeness.read(document)


@lru_cache(maxsize=1)
def shared_opt_out() -> OptOutReader:
    """The reader of this process: rules, and likeness unless it cannot be loaded, which is logged loudly."""
    try:
        return OptOutReader(likeness=load_likeness())
    except LikenessError as problem:
        log.error("opt-outs are read by their rules alone: %s", problem)
        return OptOutReader()
