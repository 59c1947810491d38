"""Queries of the text index for search terms."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import tantivy

from dateline.archive.embedded.text_index.analysis import READING
from dateline.archive.embedded.text_index.index import SCHEMA
from dateline.archive.search_terms import Day, Reference, Term, TermQuery
from dateline.text.words import base_language, spellings, typed_stems

HEADLINE_BOOST = 1.0  # a word in the headline counts this much more; see bench/relevance.py
# score of two words that stand together as typed, and how many words may stand between them
PAIR_BOOST, PAIR_SLOP = 0.6, 2
READER_GAIN = 2.0  # score added to a text in the reader's language; for comparison, a rare word scores 10 to 30
METADATA_GAIN = 10_000.0  # score of a text whose day or number was typed: high enough to come before all others

_PAIR = 2
_KNOWN_WORDS = 10_000  # words whose look-up is cached; a query looks up about ten words, each twice
_MUST, _SHOULD, _MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_Query = tantivy.Query

Span = tuple[int, int]
"""First and last moment of publication, in microseconds since 1970, both included."""


class TermQueries:
    """Builds the queries of one generation.

    Args:
        searcher: of its text index.
        languages: its language tags.
        spans: returns the moments that belong to a day, or to a year where month and day are 0.
    """

    def __init__(
        self, searcher: tantivy.Searcher, languages: Sequence[str], spans: Callable[[Day], Sequence[Span]]
    ) -> None:
        self._searcher = searcher
        self._languages = languages
        self._bases = sorted(set(map(base_language, languages)))
        self._spans = spans
        self._known: dict[tuple[str, str], bool] = {}

    def all_of(self, terms: TermQuery, *, scored: bool = False) -> tantivy.Query:
        """Return the query for the texts that match; at least one term is required."""
        required, optional = terms.required_and_optional
        parts = [(_MUST, self.term(term, scored=scored)) for term in required]
        if optional:
            either = [(_SHOULD, self.term(term, scored=scored)) for term in optional]
            minimum = terms.minimum - len(required)
            parts.append((_MUST, _Query.boolean_query(either, minimum_number_should_match=minimum)))
        parts += [(_MUST_NOT, self.term(term, scored=False)) for term in terms.excluded]
        query = _Query.boolean_query(parts)
        return _any([query, self._reference(terms.reference)]) if terms.reference else query

    def compounds(self, terms: Sequence[Term]) -> frozenset[str]:
        """Return the words of terms that are compounds in some text; few queries have one."""
        each = (one for term in terms for one in (term, *term.either))
        forms = {form for term in each for form in (*(term.folded if len(term.folded) == 1 else ()), *term.forms)}
        return frozenset(form for form in forms if self._occurs("forms", form))

    def gains(self, terms: TermQuery, reader: str) -> Iterator[tantivy.Query]:
        """Yield what raises the score of a text: words that stand together as typed, and the reader's language."""
        for one, other in pairwise(terms.terms):
            words = [*one.folded, *other.folded]
            if len(words) == _PAIR:
                yield _Query.boost_query(_phrase(words, slop=PAIR_SLOP), PAIR_BOOST)
        for tag in self._languages:
            if base_language(tag) == base_language(reader):
                yield _Query.const_score_query(_exact("language", tag), READER_GAIN)

    def term(self, term: Term, *, scored: bool) -> tantivy.Query:
        """Return the query for a term in any form: as typed, by its stems, in a compound, in the headline.

        Their scores add up, so that a text with the word as typed ranks above one with another form of it.
        """
        parts = [part for one in (term, *term.either) for part in self._parts(one, scored=scored)]
        return _any(parts)

    def _parts(self, term: Term, *, scored: bool) -> Iterator[tantivy.Query]:
        yield _best(list(self._exact_forms(term)))
        stems = {stem for word in filter(None, (term.word, *spellings(term.word))) for stem in self._stems(word)}
        known = [stem for stem in sorted(stems) if self._occurs("stems", stem)]
        if known:
            yield _best([_exact("stems", stem) for stem in known])
        if term.prefix:
            yield _Query.regex_query(SCHEMA, "text", re.escape(term.folded[0]) + ".*")
        yield from (_phrase(list(pair)) for pair in term.pairs if all(self._occurs("text", word) for word in pair))
        if term.days:
            published = [self._published(span) for day in term.days for span in self._spans(day)]
            by_day = _any([*published, *(_exact("forms", day.key) for day in term.days)])
            yield _Query.const_score_query(by_day, METADATA_GAIN)
        if scored and len(term.folded) == 1:
            yield _Query.boost_query(_exact("headline", term.folded[0]), HEADLINE_BOOST)

    def _exact_forms(self, term: Term) -> Iterator[tantivy.Query]:
        if len(term.folded) > 1:
            yield _phrase(list(term.folded))
        else:
            yield _exact("text", term.folded[0])
        forms = (*term.folded, *term.forms) if len(term.folded) == 1 else term.forms
        for place, form in enumerate(forms):
            if (place or len(term.folded) > 1) and self._occurs("text", form):
                yield _exact("text", form)
            if self._occurs("forms", form):
                yield _exact("forms", form)

    def _stems(self, word: str) -> Iterator[str]:
        for language in self._bases:
            if language == "ar":
                yield from (f"ar:{stem}" for stem in typed_stems(word, language))
            elif stem := READING.stems(language)[word]:
                yield stem

    def _occurs(self, field: str, word: str) -> bool:
        """Return whether any text has a word in a field; if not, no query is made for it."""
        known = self._known.get((field, word))
        if known is None:
            if len(self._known) >= _KNOWN_WORDS:
                self._known.clear()
            known = self._known[field, word] = bool(self._searcher.doc_freq(field, word))
        return known

    def _reference(self, reference: Reference) -> tantivy.Query:
        parts = [(_MUST, _number(reference.number)), (_MUST, _Query.exists_query("moment"))]
        if reference.year:
            years = [self._published(span) for span in self._spans(Day(reference.year, 0, 0))]
            parts.append((_MUST, _any(years)))
        return _Query.const_score_query(_Query.boolean_query(parts), METADATA_GAIN)

    @staticmethod
    def _published(span: Span) -> tantivy.Query:
        return _Query.range_query(SCHEMA, "moment", tantivy.FieldType.Integer, *span)


def headline_prefix(prefix: str) -> tantivy.Query:
    """Return the query for texts whose headline has a word that begins so."""
    return _Query.regex_query(SCHEMA, "headline", re.escape(prefix) + ".*")


def _number(number: int) -> tantivy.Query:
    return _Query.term_query(SCHEMA, "number", number, "basic")


def _exact(field: str, value: str) -> tantivy.Query:
    return _Query.term_query(SCHEMA, field, value, "basic" if field in ("language", "forms") else "freq")


def _phrase(words: list[str], slop: int = 0) -> tantivy.Query:
    return _Query.phrase_query(SCHEMA, "text", list(words), slop=slop)


def _best(queries: list[tantivy.Query]) -> tantivy.Query:
    return _Query.disjunction_max_query(queries) if len(queries) > 1 else queries[0]


def _any(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return _Query.boolean_query([(_SHOULD, query) for query in queries]) if queries else _Query.empty_query()
