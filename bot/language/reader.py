"""The reader: one text in, one Document out. The only place that reads language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.util import filter_spans

from bot.language.assertion import CueMatch, assertion_of, names_other_person
from bot.language.clauses import span_of, split_clauses
from bot.language.cleaning import clean
from bot.language.document import Document, Finding, Span
from bot.language.elapsed_time import ElapsedTimeReader
from bot.language.normaliser import Normaliser
from bot.language.phrases import compile_phrase
from bot.language.vocabulary import Cue, Lexicon, load_lexicon

LONGEST_READ = 20_000  # characters; what comes after is not read (channels refuse far shorter texts)


class Reader:
    """Reads patients' texts with a blank English spaCy pipeline and our own vocabulary."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or load_lexicon()
        self._spacy = spacy.blank("en")
        self._normalise = Normaliser(self._lexicon)
        self._concepts = self._concept_matcher()
        self._cues: dict[str, Cue] = {cue.id: cue for cue in self._lexicon.cues}
        self._cue_matcher = self._matcher({cue.id: cue.phrases for cue in self._lexicon.cues})
        self._idioms = self._matcher({"idiom": self._lexicon.idioms})
        self._elapsed = ElapsedTimeReader(Matcher(self._spacy.vocab), self._standard_words)

    def read(self, text: str, now: datetime | None = None) -> Document:
        """The Document of a text; `now` (with a zone, default this moment) dates "since Monday"."""
        cleaned = clean(text)[:LONGEST_READ]
        doc = self._normalise(self._spacy(_lower(cleaned)))
        words = [token.norm_ for token in doc]
        clauses = split_clauses(doc, self._lexicon.clause_openers, self._lexicon.clause_joiners)
        return Document(
            text=cleaned,
            normalised=" ".join(word for word in words if word.strip()),
            tokens=tuple(span_of(doc, token.i, token.i + 1) for token in doc if not token.is_space),
            clauses=clauses,
            findings=tuple(self._findings(doc, clauses, words)),
            elapsed=self._elapsed.read(doc, now or datetime.now(timezone.utc)),
        )

    def _findings(self, doc: Doc, clauses: tuple[Span, ...], words: list[str]) -> Iterator[Finding]:
        cues = self._find_cues(doc)
        placed = list(self._placed_concepts(doc, clauses))
        telling = {clause for *_, clause in placed}
        for category, concept, span, number in placed:
            has_sequel = number + 1 < len(clauses) and number + 1 not in telling
            sequel = clauses[number + 1] if has_sequel else None
            yield Finding(
                concept=concept,
                category=category,
                span=span,
                clause=number,
                assertion=assertion_of(span, clauses[number], cues, words, sequel),
                other_person=names_other_person(span, clauses[number], cues, words),
            )

    def _placed_concepts(self, doc: Doc, clauses: tuple[Span, ...]) -> Iterator[tuple[str, str, Span, int]]:
        """Category, concept, span and clause number of all that stands within one clause and outside idioms."""
        harmless = [span_of(doc, first, last) for _, first, last in self._idioms(doc)]
        for category, concept, span in self._find_concepts(doc):
            clause = next((n for n, c in enumerate(clauses) if c.first <= span.first and span.last <= c.last), None)
            if clause is not None and not any(i.first < span.last and span.first < i.last for i in harmless):
                yield category, concept, span, clause

    def _find_concepts(self, doc: Doc) -> list[tuple[str, str, Span]]:
        """Category, concept and longest spans, in order of appearance."""
        by_concept: dict[str, list[tuple[int, int]]] = {}
        for key, first, last in self._concepts(doc):
            by_concept.setdefault(doc.vocab.strings[key], []).append((first, last))
        found: list[tuple[str, str, Span]] = []
        for name, places in by_concept.items():
            category, concept = name.split("/", 1)
            for piece in filter_spans([doc[first:last] for first, last in places]):
                found.append((category, concept, span_of(doc, piece.start, piece.end)))
        return sorted(found, key=lambda item: (item[2].start, item[1]))

    def _find_cues(self, doc: Doc) -> list[CueMatch]:
        """Cues; of overlapping ones the longest, so that a `pseudo` phrase silences the cue inside it."""
        places = [(doc.vocab.strings[key], first, last) for key, first, last in self._cue_matcher(doc)]
        kept: list[CueMatch] = []
        for name, first, last in sorted(places, key=lambda place: (place[1] - place[2], place[1])):
            if not any(cue.first < last and first < cue.last for cue in kept):
                cue = self._cues[name]
                kept.append(CueMatch(cue.id, cue.effect, cue.reach, cue.words, first, last))
        return kept

    def _concept_matcher(self) -> Matcher:
        return self._matcher(
            {
                f"{category}/{concept.id}": concept.phrases
                for category, concepts in self._lexicon.concepts.items()
                for concept in concepts
            }
        )

    def _matcher(self, phrases: dict[str, list[str]]) -> Matcher:
        matcher = Matcher(self._spacy.vocab)
        for name, texts in phrases.items():
            patterns = [pattern for text in texts for pattern in compile_phrase(text, self._standard_words)]
            matcher.add(name, patterns)
        return matcher

    def _standard_words(self, text: str) -> list[str]:
        return [token.norm_ for token in self._normalise(self._spacy(text)) if not token.is_space]


def _lower(text: str) -> str:
    """Lower case of the same length, so that offsets hold; spaCy knows "CANT" only as "cant"."""
    return "".join(lower if len(lower := character.lower()) == 1 else character for character in text)
