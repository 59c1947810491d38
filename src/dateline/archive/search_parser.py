"""Parse what a reader typed into search terms.

There are no syntax errors: every input is a valid search. Quotation marks, a minus before a word, ``OR`` between words
and ``*`` after a word have the usual meaning of search engines; in other places they have no special meaning.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import groupby, pairwise

import msgspec

from dateline.archive.search_terms import Day, Reference, Term, TermQuery
from dateline.editions.newsroom import Newsroom
from dateline.text.compounds import Compound, compounds, ungrouped
from dateline.text.dates import is_ambiguous, written_days
from dateline.text.days.orders import Order
from dateline.text.languages import INTERFACE
from dateline.text.words import APOSTROPHES, base_language, fold, is_unspaced, spellings, token_spans, tokenize

MAX_CHARS = 256
"""Characters of the input that are read; the rest is ignored."""

MAX_TERMS = 24
"""Terms that are searched for; the rest is ignored."""

_QUOTED = re.compile(r'["“”„«»]')
_APOSTROPHE = re.compile(rf"\w[{APOSTROPHES}]\w")
_OR = ("OR", "|")
_EXCLUDED = re.compile(r"[-\u2212](?=[^\W\d_])")
_EXCLUDES_QUOTED = re.compile(r"(?:^|\s)[-\u2212]$")
_PREFIX = re.compile(r"[^\W_]{3}\*$")  # shorter ones would match thousands of words
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|e|er|re|ere|eme|го|и|я)")
_INTERNATIONAL = re.compile(r"00(\d{7,})")  # a telephone number with the international prefix 00
_DIGIT = re.compile(r"\d")
_REFERENCE = re.compile(r"(?P<label>[^\d]*?)[\s#№]*(?P<number>\d{1,7})(?:\s*/\s*(?P<year>\d{4}))?")
_MIN_JOINED_DIGITS = 6  # 555-0151 is a telephone number; 61.4 is not 614
_MIN_JOINED_CHARS = 2  # of a word that may be joined to its neighbour
_CACHED = 512

LABELS = frozenset(
    map(fold, ("release", "press", "news", "no", "nr", "n", "number", "communiqué", "numéro", "релиз", "пресс", "بيان"))
)
"""Folded words that may stand before the number of a release; the newsroom's short names may too."""

_YEARS = range(1900, 2100)  # a number that is a year names no release, unless a label says so


@lru_cache(_CACHED)
def parse_query(typed: str, languages: tuple[str, ...] = (), labels: frozenset[str] = frozenset()) -> TermQuery:
    """Return the query for the typed text; a text without any word gives a query without terms.

    Words in quotation marks form a phrase and match as typed; other words match in all their inflected forms.
    Adjacent characters of scripts without spaces form a phrase. Each term occurs once, in the order typed.

    Args:
        typed: free text.
        languages: the languages in which days are recognised.
        labels: folded words that may stand before the number of a release: the short names of the newsroom.
    """
    terms: list[Term] = []
    excluded: list[Term] = []
    sections = _QUOTED.split(_truncated(typed))
    for place, section in enumerate(sections):
        if place % 2 == 0:
            _parse_section(section, languages, terms, excluded)
        elif folded := _folded(section):
            is_excluded = _EXCLUDES_QUOTED.search(sections[place - 1]) is not None
            (excluded if is_excluded else terms).append(Term(folded, quoted=True))
    if not terms:
        terms, excluded = excluded, []
    found = tuple(dict.fromkeys(terms))[:MAX_TERMS]
    return TermQuery(found, len(found), tuple(dict.fromkeys(excluded))[:MAX_TERMS], _reference(typed, labels))


def search_languages(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the languages in which days of a query are read: those of the interface and of the archive's texts."""
    return tuple(sorted({*INTERFACE, *map(base_language, tags)}))


def short_names(newsroom: Newsroom | None) -> frozenset[str]:
    """Return the folded words of the newsroom's short names."""
    names = newsroom.short_name.values() if newsroom else ()
    return frozenset(folded for name in names for folded in _folded(name))


def days_in(typed: str, languages: Collection[str]) -> tuple[Day, ...]:
    """Return the days that a query names, in the order typed; those of an ambiguous form, sorted."""
    query = parse_query(typed, tuple(languages))
    return tuple(dict.fromkeys(day for term in query.terms for day in term.days))


def has_operators(typed: str) -> bool:
    """Return whether quotation marks, a minus, ``OR`` or ``*`` were typed, which a corrected query would lose."""
    chunks = typed.split()
    return bool(_QUOTED.search(typed)) or any(
        chunk in _OR or _EXCLUDED.match(chunk) or _PREFIX.search(chunk) for chunk in chunks
    )


def _truncated(typed: str) -> str:
    """Return the first ``MAX_CHARS`` characters, without a last word that the limit would cut in two."""
    read = typed[:MAX_CHARS]
    if len(typed) <= MAX_CHARS or typed[MAX_CHARS].isspace() or is_unspaced(read[-1]):
        return read
    parts = read.rsplit(maxsplit=1)
    return parts[0] if len(parts) > 1 else read


def _folded(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(fold, tokenize(text))))


def _reference(typed: str, labels: frozenset[str]) -> Reference | None:
    match = _REFERENCE.fullmatch(typed.strip())
    if match is None:
        return None
    label = set(_folded(match["label"]))
    number, year = int(match["number"]), int(match["year"] or 0)
    if label - LABELS - labels or (number in _YEARS and not label and not year):
        return None
    return Reference(number, year) if number else None


def _parse_section(section: str, languages: tuple[str, ...], terms: list[Term], excluded: list[Term]) -> None:
    """Add the terms of a part without quotation marks."""
    at = 0
    for start, end, days in _days(section, languages):
        _parse_words(section[at:start], terms, excluded)
        folded = _folded(section[start:end])
        if folded:
            terms.append(Term(folded, days=days))
        at = end
    _parse_words(section[at:], terms, excluded)


def _days(section: str, languages: tuple[str, ...]) -> Iterator[tuple[int, int, tuple[Day, ...]]]:
    """Yield (start, end, days) of the days in a text; both readings where day and month may be exchanged."""
    if not _DIGIT.search(section):
        return
    found: dict[tuple[int, int], set[Day]] = {}
    orders: tuple[Order, ...] = ("dmy", "mdy") if is_ambiguous(section) else ("dmy",)
    for language in languages:
        for order in orders:
            for day in written_days(section, language, order=order):
                found.setdefault((day.start, day.end), set()).add(Day(day.year or 0, day.month, day.day))
    at = 0
    for (start, end), days in sorted(found.items(), key=lambda pair: (pair[0][0], -pair[0][1])):
        if start >= at:
            yield start, end, tuple(sorted(days))
            at = end


def _parse_words(text: str, terms: list[Term], excluded: list[Term]) -> None:
    """Add the terms of words that are neither quoted nor a day."""
    parsed: list[Term] = []
    is_alternative = False
    for chunk in ungrouped(text).split():
        if chunk in _OR:
            is_alternative = bool(parsed or terms)
        elif _EXCLUDED.match(chunk):
            excluded += _excluded(chunk[1:])
        else:
            _add(_terms_of(chunk), terms if is_alternative and not parsed else parsed, is_alternative=is_alternative)
            is_alternative = False
    terms += _joined(parsed)


def _excluded(chunk: str) -> list[Term]:
    folded = _folded(chunk)
    word = tokenize(chunk)[0] if len(folded) == 1 else ""
    return [Term(folded, word)] if folded else []


def _add(new: list[Term], parsed: list[Term], *, is_alternative: bool) -> None:
    if is_alternative and new:
        parsed[-1] = msgspec.structs.replace(parsed[-1], either=(*parsed[-1].either, new.pop(0)))
    parsed += new


def _joined(terms: list[Term]) -> list[Term]:
    """Return the terms; each of two neighbouring words also matches both written as one: ``sea mine``, ``seamine``."""
    joined = [(*one.folded, *other.folded) if _may_join(one, other) else () for one, other in pairwise(terms)]
    forms = ["".join(pair) for pair in joined]
    neighbours = zip(["", *forms], [*forms, ""], strict=True) if terms else ()
    return [_with_forms(term, *pair) for term, pair in zip(terms, neighbours, strict=True)]


def _may_join(one: Term, other: Term) -> bool:
    if not (one.is_word and other.is_word) or one.either or other.either or one.prefix:
        return False
    left, right = one.folded[0], other.folded[0]
    is_code = left[-1].isdigit() != right[0].isdigit()
    return is_code or min(len(left), len(right)) >= _MIN_JOINED_CHARS


def _with_forms(term: Term, *forms: str) -> Term:
    added = dict.fromkeys((*term.forms, *filter(None, forms)))
    added.pop(term.folded[0], None)
    return msgspec.structs.replace(term, forms=tuple(added)) if len(added) > len(term.forms) else term


def _terms_of(chunk: str) -> list[Term]:
    """Return the terms of a run of characters without blanks."""
    is_prefix = _PREFIX.search(chunk) is not None
    spans = [(start, end, fold(chunk[start:end])) for start, end in token_spans(chunk)]
    spans = [span for span in spans if span[2]]
    joined = list(compounds(chunk))
    if len(spans) > 1 and joined and all(folded.isdigit() for _, _, folded in spans):
        return [_number(spans, joined)]
    if _APOSTROPHE.search(chunk) and any(len(folded) > 1 for _, _, folded in spans):
        spans = [span for span in spans if len(span[2]) > 1]  # drops the l of l'élection
    terms: list[Term] = []
    for lone, run in groupby(spans, key=lambda span: is_unspaced(chunk[span[0]])):
        if lone:
            terms.append(Term(tuple(folded for _, _, folded in run)))
        else:
            terms += [
                _with_forms(Term((folded,), chunk[start:end]), *_forms(chunk, (start, end, folded), joined))
                for start, end, folded in run
            ]
    if is_prefix and terms and len(terms[-1].folded) == 1:
        terms[-1] = msgspec.structs.replace(terms[-1], prefix=True)
    return terms


def _number(spans: list[tuple[int, int, str]], joined: list[Compound]) -> Term:
    """Return the term of several numbers in one run: ``31/2024``, ``61.4``, ``555-0151``."""
    whole = "".join(folded for _, _, folded in spans)
    known = any(form == whole for _, _, form in joined) and len(whole) >= _MIN_JOINED_DIGITS
    return Term(tuple(folded for _, _, folded in spans), forms=(whole,) if known else ())


def _forms(chunk: str, span: Compound, joined: list[Compound]) -> Iterator[str]:
    """Yield what matches instead of a word: compounds that it is part of, other spellings, plain numbers."""
    start, end, folded = span
    yield from (form for first, last, form in joined if first <= start and end <= last)
    yield from map(fold, spellings(chunk[start:end]))
    if ordinal := _ORDINAL.fullmatch(folded):
        yield ordinal[1]
    if dialled := _INTERNATIONAL.fullmatch(folded):
        yield dialled[1]
