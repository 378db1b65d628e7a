"""Whether a finding holds: the effect of negation, time, condition and person cues around it.

The method is ConText's (Harkema and others 2009): a cue has a direction and a reach, and other words end it.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.language.document import Assertion, Span

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


@dataclass(frozen=True)
class Context:
    """What surrounds a finding: its clause, all cues, all words in standard form, and the words that end a denial.

    `sequel` is the next clause if it names no symptom of its own ("I had it last year, and now it's back").
    `lead_in` is a short clause before it that only says when ("when I was twelve I had it").
    `says_not` is true for a finding whose own phrase holds a negation ("can't breathe").
    """

    clause: Span
    cues: list[CueMatch]
    words: list[str]
    breakers: frozenset[str]
    sequel: Span | None = None
    lead_in: Span | None = None
    says_not: bool = False


def assertion_of(target: Span, context: Context) -> Assertion:
    """What the cues of a clause make of a target.

    Denial beats everything; a current cue, also one in the sequel, beats past and hypothetical.
    """
    effects = {cue.effect for cue in context.cues if _reaches(cue, target, context)}
    if "denied" in effects:
        return "denied"
    if "current" in effects or any(_inside(cue, context.sequel) for cue in context.cues if cue.effect == "current"):
        return "present"
    if "past" in effects or any(_inside(cue, context.lead_in) for cue in context.cues if cue.effect == "past"):
        return "past"
    return "hypothetical" if "hypothetical" in effects else "present"


def names_other_person(target: Span, context: Context) -> bool:
    """True where the clause tells of somebody else than the writer."""
    return any(cue.effect == "other_person" and _reaches(cue, target, context) for cue in context.cues)


def _reaches(cue: CueMatch, target: Span, context: Context) -> bool:
    if not _inside(cue, context.clause):
        return False
    if cue.first < target.last and target.first < cue.last:  # the cue stands within the finding's own words
        return not (cue.effect == "denied" and context.says_not)
    if cue.reach == "around":
        return True
    words = context.words
    between = words[cue.last : target.first] if cue.reach == "after" else words[target.last : cue.first]
    in_order = cue.last <= target.first if cue.reach == "after" else target.last <= cue.first
    return (
        in_order and len(between) <= cue.words and not (cue.effect == "denied" and _is_broken(between, target, context))
    )


def _inside(cue: CueMatch, clause: Span | None) -> bool:
    return clause is not None and clause.first <= cue.first and cue.last <= clause.last


def _is_broken(between: list[str], target: Span, context: Context) -> bool:
    """Some words end a denial; commas do too, except in a list that "or" closes ("no fever, redness or swelling").

    After the "or" only one more member is denied: "no fever or redness, just breathless" denies the first two.
    """
    if context.breakers.intersection(between):
        return True
    last_or = max((n for n, word in enumerate(between) if word in LIST_WORDS), default=None)
    if last_or is not None:
        return "," in between[last_or:]
    follows = context.words[target.last : context.clause.last]
    return "," in between and not LIST_WORDS.intersection(follows)
