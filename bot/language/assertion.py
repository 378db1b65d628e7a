"""Whether a finding holds: the effect of negation, time, condition and person cues around it.

The method is ConText's (Harkema and others 2009): a cue has a direction and a reach, and other words end it.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.language.document import SENTENCE_ENDS, Assertion, Span

CURRENT = frozenset({"current", "returned"})
SEQUEL_EFFECTS = CURRENT | {"resolved"}
ANY = "any"
NO = frozenset({"no", "nope", "nah", "none"})
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

    def lies_in(self, clause: Span | None) -> bool:
        """Whether it stands in a clause with all its words."""
        return clause is not None and clause.first <= self.first and self.last <= clause.last


@dataclass(frozen=True)
class Context:
    """What surrounds a finding: its clause, all cues, all words in standard form, the words that end a denial, and
    the words that may follow "gone" where something is over.

    `sequel` is the next clause if it names no symptom of its own ("I had it last year, and now it's back";
    "my chest hurt, it's fine now").
    `lead_in` is a short clause before it that only says when ("when I was twelve I had it").
    `returns` is true where a later clause says that it is back ("I had it last year. They found nothing. It's back").
    `says_not` is true for a finding whose own phrase holds a negation ("can't breathe").
    """

    clause: Span
    cues: list[CueMatch]
    words: list[str]
    breakers: frozenset[str]
    sequel: Span | None = None
    lead_in: Span | None = None
    returns: bool = False
    says_not: bool = False
    after_gone: frozenset[str] = frozenset()


def assertion_of(target: Span, context: Context) -> Assertion:
    """What the cues of a clause make of a target.

    Denial beats everything; a current cue, also one in the sequel, beats resolved, past and hypothetical.
    """
    if _is_answered_no(target, context):
        return "denied"
    effects = {cue.effect for cue in context.cues if _reaches(cue, target, context)}
    effects |= {cue.effect for cue in context.cues if cue.effect in SEQUEL_EFFECTS and cue.lies_in(context.sequel)}
    effects |= {cue.effect for cue in context.cues if cue.effect == "past" and cue.lies_in(context.lead_in)}
    if "denied" in effects:
        return "denied"
    if effects & CURRENT or (context.returns and effects & {"resolved", "past"}):
        return "present"
    weaker: tuple[Assertion, ...] = ("past", "resolved", "hypothetical")
    return next((effect for effect in weaker if effect in effects), "present")


def names_other_person(target: Span, context: Context) -> bool:
    """True where the clause tells of somebody else than the writer."""
    return any(cue.effect == "other_person" and _reaches(cue, target, context) for cue in context.cues)


def _reaches(cue: CueMatch, target: Span, context: Context) -> bool:
    if not cue.lies_in(context.clause):
        return False
    if cue.first < target.last and target.first < cue.last:  # the cue stands within the finding's own words
        return cue.effect != "resolved" and not (cue.effect == "denied" and context.says_not)
    if cue.effect == "resolved" and cue.reach == "before" and not _ends_there(cue, context):
        return False
    if cue.reach == "around":
        return True
    words = context.words
    between = words[cue.last : target.first] if cue.reach == "after" else words[target.last : cue.first]
    in_order = cue.last <= target.first if cue.reach == "after" else target.last <= cue.first
    return (
        in_order and len(between) <= cue.words and not (cue.effect == "denied" and _is_broken(between, target, context))
    )


def _is_answered_no(target: Span, context: Context) -> bool:
    """Whether a finding is all of a question that is answered at once, as in "any chest pain? no."."""
    words, end = context.words, target.last
    before = words[context.clause.first : target.first]
    is_whole = before in ([], [ANY]) and target.last == context.clause.last
    return (
        is_whole
        and words[end : end + 1] == ["?"]
        and end + 1 < len(words)
        and words[end + 1] in NO
        and (end + 2 == len(words) or words[end + 2] in SENTENCE_ENDS or "\n" in words[end + 2])
    )


def _ends_there(cue: CueMatch, context: Context) -> bool:
    """Whether nothing but time follows a cue: "it has gone" is over, "it has gone blue" is not."""
    return cue.last >= context.clause.last or context.words[cue.last] in context.after_gone


def _is_broken(between: list[str], target: Span, context: Context) -> bool:
    """Some words end a denial; commas do too, except in a list that "or" closes ("no fever, redness or swelling").

    After the "or" only one more member is denied: "no fever or redness, just breathless" denies the first two.
    """
    if context.breakers.intersection(between):
        return True
    last_or = max((n for n, word in enumerate(between) if word in LIST_WORDS), default=None)
    if last_or is not None:
        return "," in between[last_or:]
    goes_on = context.words[target.first : context.clause.last]
    return "," in between and not LIST_WORDS.intersection(goes_on)
