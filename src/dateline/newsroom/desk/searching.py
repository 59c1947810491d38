"""Wagtail's search in the database, with two of its ways mended.

It does not read every title there is after each saved page, and it reads quotation marks as what they are for people.
"""

from typing import Any

from wagtail.search.backends import database


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name by which Wagtail looks for it
    """Return the backend of the database in use; its index weighs titles as short as they are, not against the mean.

    The mean is one aggregate over the whole index for each text that is saved, in the transaction that saves it: at
    a hundred thousand texts that holds SQLite's write lock for longer than publishing takes.
    """
    of_database = type(database.SearchBackend(params))
    index: Any = type("Index", (of_database.index_class,), {"_refresh_title_norms": _as_they_are})
    return type("Backend", (_Unquoted, of_database), {"index_class": index})(params)


class _Unquoted:
    """Looks for words, whatever marks stand around them.

    SQLite takes a quotation mark for the beginning of a phrase of its own language and fails where it does not end.
    """

    def _search(self, query_compiler_class: Any, query: Any, model_or_queryset: Any, **options: Any) -> Any:
        if isinstance(query, str):
            query = query.replace('"', " ").strip()
        return super()._search(query_compiler_class, query, model_or_queryset, **options)  # type: ignore[misc]


def _as_they_are(_index: Any, *, full: bool = False) -> None:
    """Leave every title its weight of 1."""
