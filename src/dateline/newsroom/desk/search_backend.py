"""Wagtail's database search with two changes.

A save does not read all titles, and quotation marks in a query have no special meaning.
"""

from typing import Any

from wagtail.search.backends import database


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name by which Wagtail looks for it
    """Return the backend for the database in use, without normalising weights by the mean length of titles.

    Wagtail computes the mean over the whole index in every transaction that saves a text. With a hundred thousand
    texts that holds SQLite's write lock for longer than publishing takes.
    """
    of_database = type(database.SearchBackend(params))
    index: Any = type("Index", (of_database.index_class,), {"_refresh_title_norms": _as_they_are})
    return type("Backend", (_Unquoted, of_database), {"index_class": index})(params)


class _Unquoted:
    """Removes quotation marks from queries: for SQLite one starts a phrase, and an unclosed phrase is an error."""

    def _search(self, query_compiler_class: Any, query: Any, model_or_queryset: Any, **options: Any) -> Any:
        if isinstance(query, str):
            query = query.replace('"', " ").strip()
        return super()._search(query_compiler_class, query, model_or_queryset, **options)  # type: ignore[misc]


def _as_they_are(_index: Any, *, full: bool = False) -> None:
    """Do nothing, so that every title has the weight 1."""
