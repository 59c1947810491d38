"""Reading ease: the length of sentences and the share of long words.

LIX (Björnsson 1968) needs no syllables, so it works in any alphabet: words per sentence plus the percentage of words
of more than six letters. Newspapers have 40 to 60. For Arabic, which writes short vowels and articles differently, only
the length of sentences is checked.
"""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.types import Check, Finding, Galley, Severity, finding_in
from dateline.newsroom.desk.language.passages import sentences, words

MAX_LIX = {"en": 68.0, "fr": 68.0, "ru": 76.0}
"""LIX above which a text is hard to read, by language; Russian words are longer."""

MAX_SENTENCE_WORDS = 60
_LONG_WORD = 6
_MIN_WORDS = 100


def lix(text: str) -> float:
    """Return the readability index of a text; 0 without words."""
    found = words(text)
    if not found:
        return 0.0
    long = sum(len(word) > _LONG_WORD for word in found)
    return len(found) / max(1, len(sentences(text))) + 100 * long / len(found)


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Report sentences that are far too long, and a text that is hard to read as a whole."""
    body = [passage for passage in galley.passages if passage.field.startswith("body")]
    whole = "\n".join(passage.text for passage in body)
    limit = MAX_LIX.get(galley.language)
    index = lix(whole)
    if limit and index > limit and len(words(whole)) >= _MIN_WORDS:
        yield Finding(
            message=_("The text is hard to read: index %(index)d, where %(limit)d is already hard."),
            values={"index": round(index), "limit": round(limit)},
            field="body",
            about=str(round(index)),
        )
    for passage in body:
        for start, end in sentences(passage.text):
            count = len(words(passage.text[start:end]))
            if count > MAX_SENTENCE_WORDS:
                yield finding_in(passage, start, end, _("This sentence has %(count)d words."), values={"count": count})


CHECK = Check(
    key="ease",
    severity=Severity.HINT,
    title=_("Reading ease"),
    explains=_("Counts words per sentence and long words (the LIX index). Long sentences lose readers."),
    find=find,
)
