"""Words in the list: folded and stemmed alike in texts and questions, found by the database's own index of words."""

from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL

from dateline.newsroom.desk.models import ListedText
from dateline.text.languages import INTERFACE
from dateline.text.words import cut, fold, stem

MAX_WORDS = 12
"""Words of a question that are looked at."""

_TABLE = ListedText._meta.db_table  # noqa: SLF001 - Django's public name for it
_MATCHING = {
    "sqlite": f"SELECT rowid FROM {_TABLE}_words WHERE {_TABLE}_words MATCH %s",  # noqa: S608 - a constant
    "postgresql": f"SELECT text_id FROM {_TABLE} WHERE to_tsvector('simple', words) @@ to_tsquery('simple', %s)",  # noqa: S608
}


def indexed(said: Iterable[str], language: str) -> str:
    """Return the words of some texts as the index holds them: folded, and their stems beside them."""
    words = [word for text in said for word in cut(text, language)]
    forms = [form for word in words for form in (fold(word), stem(word, language))]
    return " ".join(dict.fromkeys(form for form in forms if form))


def matching(question: str) -> RawSQL | None:
    """Return the keys of the texts that have every word of a question, the last of which may be a beginning.

    A word is found in its other forms in any language the interface speaks; None where there is no word in it.
    """
    words = cut(question)[:MAX_WORDS]
    asked = [any_of for any_of in (_forms(word, is_last=word is words[-1]) for word in words) if any_of]
    if not asked:
        return None
    joined = {"sqlite": " AND ", "postgresql": " & "}[connection.vendor].join(asked)
    return RawSQL(_MATCHING[connection.vendor], [joined])  # noqa: S611 - a constant, and its parameter beside it


def _forms(word: str, *, is_last: bool) -> str:
    """Return the forms of one word, as the database wants alternatives written; a form holds no quotes."""
    folded = fold(word)
    stems = {stem(word, language) for language in INTERFACE} - {"", folded}
    quote, prefix, either = {"sqlite": ('"', "*", " OR "), "postgresql": ("'", ":*", " | ")}[connection.vendor]
    forms = [f"{quote}{folded}{quote}{prefix if is_last else ''}" if folded else ""]
    forms += [f"{quote}{form}{quote}" for form in sorted(stems)]
    known = [form for form in forms if form]
    return f"({either.join(known)})" if known else ""
