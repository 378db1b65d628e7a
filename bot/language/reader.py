"""The reader: one text in, one Document out. The only place that reads language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import lru_cache

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.util import compile_suffix_regex

from bot.language.assertion import Context, CueMatch, assertion_of, names_other_person
from bot.language.clauses import span_of, split_clauses
from bot.language.cleaning import clean
from bot.language.document import Document, Finding, Span
from bot.language.elapsed_time import ElapsedTimeReader
from bot.language.normaliser import Normaliser
from bot.language.phrase_finder import Found, PhraseFinder
from bot.language.phrases import compile_phrase
from bot.language.things import is_said_of_thing
from bot.language.vocabulary import Cue, Lexicon, load_lexicon

LONGEST_READ = 65_536  # characters; no channel takes a longer request
NEGATIONS = frozenset({"not", "no", "hardly", "barely", "scarcely", "nothing", "never", "without"})
UNITS = r"(?<=[0-9])(?:hours?|hrs?|h|days|d|weeks?|wks?|minutes?|mins?)"  # "48hrs" is two words; "2day" is one
LONGEST_LEAD_IN = 5  # words
LAST_TEXTS = 64  # a text is read for safety, for its question, and as what was said before the next ones
PAST_VERBS = frozenset({"had", "was", "got", "used", "felt", "could", "fainted", "collapsed"})


class Reader:
    """Reads patients' texts with a blank English spaCy pipeline and our own vocabulary."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or load_lexicon()
        self._spacy = spacy.blank("en")
        suffixes = [*self._spacy.Defaults.suffixes, UNITS]
        self._spacy.tokenizer.suffix_search = compile_suffix_regex(suffixes).search
        Normaliser.add_short_forms(self._spacy, self._lexicon.shorthand)
        self._normalise = Normaliser(self._lexicon)
        self._concepts = self._concept_finder(alone=False)
        self._whole_messages = self._concept_finder(alone=True)
        self._names = {each.id for concepts in self._lexicon.concepts.values() for each in concepts if each.is_name}
        self._cues: dict[str, Cue] = {cue.id: cue for cue in self._lexicon.cues}
        self._cue_finder = self._finder({cue.id: cue.phrases for cue in self._lexicon.cues})
        self._idioms = self._finder({"idiom": self._lexicon.idioms})
        self._elapsed = ElapsedTimeReader(Matcher(self._spacy.vocab), self._standard_words)
        self._recent = lru_cache(maxsize=LAST_TEXTS)(self._read)
        self._recently_timed = lru_cache(maxsize=LAST_TEXTS)(self._with_times)

    def read(self, text: str, now: datetime | None = None) -> Document:
        """The Document of a text; `now` (with a zone, default this moment) dates "since Monday"."""
        moment = (now or datetime.now(timezone.utc)).replace(second=0, microsecond=0)
        return self._recently_timed(text, moment, moment.utcoffset())

    def _with_times(self, text: str, now: datetime, _zone: timedelta | None) -> Document:
        """The zone counts for the cache: the same moment is another weekday elsewhere."""
        document, doc = self._recent(text)
        return replace(document, elapsed=self._elapsed.read(doc, document.clauses, now))

    def read_without_times(self, text: str) -> Document:
        """The Document of a text, except how long ago something was; a text that was just read costs nothing."""
        return self._recent(text)[0]

    def _read(self, text: str) -> tuple[Document, Doc]:
        """What does not depend on the time of reading, and what spaCy has made of the text."""
        cleaned = clean(text)[:LONGEST_READ]
        doc = self._normalise(self._spacy(_lower(cleaned)))
        words = [token.norm_ for token in doc]
        clauses = split_clauses(doc, self._lexicon.clauses)
        findings = tuple(self._findings(doc, clauses, words))
        return replace(_document(cleaned, doc), clauses=clauses, findings=findings), doc

    def read_words(self, text: str) -> Document:
        """A Document of words only, without clauses, findings and times: all that training looks at."""
        cleaned = clean(text)[:LONGEST_READ]
        return _document(cleaned, self._normalise(self._spacy(_lower(cleaned))))

    def _findings(self, doc: Doc, clauses: tuple[Span, ...], words: list[str]) -> list[Finding]:
        """Of overlapping matches of a concept one counts: a current one if there is any, else the longest.

        "no pain, short of breath" holds both "pain, short of breath", which is denied, and "short of breath".
        """
        kept: list[Finding] = []
        matches = sorted(
            self._judged(doc, clauses, words), key=lambda f: (not f.is_current, f.span.first - f.span.last)
        )
        for match in matches:
            if not any(other.concept == match.concept and _overlap(other.span, match.span) for other in kept):
                kept.append(match)
        return sorted(kept, key=lambda finding: (finding.span.start, finding.concept))

    def _judged(self, doc: Doc, clauses: tuple[Span, ...], words: list[str]) -> Iterator[Finding]:
        """Every match of every concept, with its assertion."""
        cues = self._find_cues(words)
        placed = [
            (number, *found) for number, clause in enumerate(clauses) for found in self._concepts_in(doc, clause, words)
        ]
        telling = {number for number, category, *_ in placed if category == "symptom"}
        returns = [cue.first for cue in cues if cue.effect == "returned"]
        for number, category, concept, says_not, span in placed:
            has_sequel = number + 1 < len(clauses) and number + 1 not in telling
            context = Context(
                clause=clauses[number],
                cues=cues,
                words=words,
                breakers=self._lexicon.clauses.denial_ends,
                after_gone=self._lexicon.clauses.after_gone,
                sequel=clauses[number + 1] if has_sequel else None,
                lead_in=self._lead_in(clauses, number, telling, words),
                returns=any(place >= clauses[number].last for place in returns),
                says_not=says_not,
            )
            yield Finding(
                concept=concept,
                category=category,
                span=span,
                clause=number,
                assertion=assertion_of(span, context),
                other_person=names_other_person(span, context),
            )

    def _lead_in(self, clauses: tuple[Span, ...], number: int, telling: set[int], words: list[str]) -> Span | None:
        """The clause before, if it is short, names no symptom, and an "I had" or "I was" follows it at once."""
        if number == 0 or number - 1 in telling:
            return None
        before, clause = clauses[number - 1], clauses[number]
        is_short = before.last - before.first <= LONGEST_LEAD_IN and before.last == clause.first
        tells_of_past = words[clause.first : clause.first + 1] == ["i"] and words[clause.first + 1] in PAST_VERBS
        return before if is_short and tells_of_past else None

    def _concepts_in(self, doc: Doc, clause: Span, words: list[str]) -> list[tuple[str, str, bool, Span]]:
        """Category, concept, whether its phrase says "not", and span of all matches outside idioms, said of people."""
        piece = words[clause.first : clause.last]
        idioms = self._idioms.find(piece)
        found: list[tuple[str, str, bool, Span]] = []
        matches = self._concepts.find(piece) + [
            match for match in self._whole_messages.find(piece) if _is_whole(doc, clause, match)
        ]
        for name, first, last in matches:
            if not any(begins < last and first < ends for _, begins, ends in idioms):
                category, concept, says_not = name.split("/")
                span = span_of(doc, clause.first + first, clause.first + last)
                if is_said_of_thing(concept, span, clause, words, self._lexicon.things):
                    continue
                found.append((category, concept, says_not == "not", span))
        names = [span for _, concept, _, span in found if concept in self._names]
        return [each for each in found if each[1] in self._names or not any(_overlap(each[3], name) for name in names)]

    def _find_cues(self, words: list[str]) -> list[CueMatch]:
        """Cues; of overlapping ones the longest, so that a `pseudo` phrase silences the cue inside it.

        Of equally long ones the first in the file counts.
        """
        order = list(self._cues)
        places = [(first - last, first, order.index(name), last) for name, first, last in self._cue_finder.find(words)]
        kept: list[CueMatch] = []
        for _, first, number, last in sorted(places):
            if not any(cue.first < last and first < cue.last for cue in kept):
                cue = self._cues[order[number]]
                kept.append(CueMatch(cue.id, cue.effect, cue.reach, cue.words, first, last))
        return kept

    def _concept_finder(self, *, alone: bool) -> PhraseFinder:
        """One finder for all concepts, with the phrases that say "not" themselves kept apart."""
        names: dict[str, list[str]] = {}
        for category, concepts in self._lexicon.concepts.items():
            for concept in concepts:
                for phrase in concept.alone if alone else concept.phrases:
                    says_not = NEGATIONS.intersection(re.findall(r"[a-z']+", phrase)) or "n't" in phrase
                    names.setdefault(f"{category}/{concept.id}/{'not' if says_not else ''}", []).append(phrase)
        return self._finder(names)

    def _finder(self, phrases: dict[str, list[str]]) -> PhraseFinder:
        finder = PhraseFinder()
        for name, texts in phrases.items():
            for text in texts:
                finder.add(name, compile_phrase(text, self._standard_words))
        return finder

    def _standard_words(self, text: str) -> list[str]:
        return [token.norm_ for token in self._normalise(self._spacy(text)) if not token.is_space]


@lru_cache(maxsize=1)
def shared_reader() -> Reader:
    """The reader of this process, with the language data of this checkout."""
    return Reader()


def _document(cleaned: str, doc: Doc) -> Document:
    """What the words alone say."""
    return Document(
        text=cleaned,
        normalised=" ".join(token.norm_ for token in doc if token.norm_.strip()),
        tokens=tuple(span_of(doc, token.i, token.i + 1) for token in doc if not token.is_space),
        clauses=(),
        findings=(),
        elapsed=(),
        words=tuple(token.norm_ for token in doc if not token.is_space),
    )


def _lower(text: str) -> str:
    """Lower case of the same length, so that offsets hold; spaCy knows "CANT" only as "cant"."""
    return "".join(lower if len(lower := character.lower()) == 1 else character for character in text)


def _is_whole(doc: Doc, clause: Span, match: Found) -> bool:
    """Whether a match in a clause leaves no other word of the message."""
    first, last = clause.first + match[1], clause.first + match[2]
    return not any(token.norm_.isalnum() for token in (*doc[:first], *doc[last:]))


def _overlap(one: Span, other: Span) -> bool:
    return one.first < other.last and other.first < one.last
