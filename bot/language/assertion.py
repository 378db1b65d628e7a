"""Whether a finding holds: the effect of negation, time, condition and person cues around it.

The method is ConText's (Harkema and others 2009): a cue has a direction and a reach, and other words end it.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.language.document import Assertion, Span

REACH_BREAKERS = frozenset({",", "(", ")", ":", "but", "because", "from", "due"})
LIST_WORDS = frozenset({"or", "nor"})


@dataclass(frozen=True)
class CueMatch:
    """A cue found in a text: its effect, direction, reach in words, and the tokens it covers."""

    cue: str
    effect: str
    reach: str
    words: int
    first: int
    last: int


def assertion_of(
    target: Span, clause: Span, cues: list[CueMatch], words: list[str], sequel: Span | None = None
) -> Assertion:
    """What the cues of a clause make of a target; `words` are the standard forms of the whole text.

    Denial beats everything; a current cue beats past and hypothetical, also from a `sequel`: a next
    clause that names nothing of its own ("I had it last year, and now it's back").
    """
    effects = {cue.effect for cue in cues if _reaches(cue, target, clause, words)}
    if "denied" in effects:
        return "denied"
    if "current" in effects or (sequel and any(cue.effect == "current" and _inside(cue, sequel) for cue in cues)):
        return "present"
    if "past" in effects:
        return "past"
    return "hypothetical" if "hypothetical" in effects else "present"


def names_other_person(target: Span, clause: Span, cues: list[CueMatch], words: list[str]) -> bool:
    """True where the clause tells of somebody else than the writer."""
    return any(cue.effect == "other_person" and _reaches(cue, target, clause, words) for cue in cues)


def _reaches(cue: CueMatch, target: Span, clause: Span, words: list[str]) -> bool:
    overlaps = cue.first < target.last and target.first < cue.last
    if not _inside(cue, clause) or (overlaps and cue.effect == "denied"):
        return False
    if cue.reach == "around":
        return True
    between = words[cue.last : target.first] if cue.reach == "after" else words[target.last : cue.first]
    in_order = cue.last <= target.first if cue.reach == "after" else target.last <= cue.first
    return in_order and len(between) <= cue.words and not _is_broken(between, words[target.last : clause.last])


def _inside(cue: CueMatch, clause: Span) -> bool:
    return clause.first <= cue.first and cue.last <= clause.last


def _is_broken(between: list[str], rest: list[str]) -> bool:
    """A comma ends a reach, except inside a list that "or" closes ("no fever, redness or swelling")."""
    breakers = REACH_BREAKERS.intersection(between)
    in_list = breakers == {","} and bool(LIST_WORDS.intersection(between + rest))
    return bool(breakers) and not in_list
