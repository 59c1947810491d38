"""Copies of releases: the database itself copies its rows, which takes a tenth of the time of making new ones.

A copy differs from its original in keys, numbers, positions and digests, and in nothing that the benchmark searches.
"""

from collections.abc import Collection, Mapping

import msgspec
from django.apps import apps
from django.db import connection, models

from dateline.newsroom.desk.models import IndexRow, Release, ReleasePage, ReleaseTopic
from dateline.newsroom.publication.models import LogEntry, LogWords

MOST = 9
"""Most copies; each has a digit of its own in keys and paths."""


class Span(msgspec.Struct, frozen=True):
    """Keys of the first and the last row of a table."""

    first: int
    last: int

    def moved(self, column: str, digit: int) -> str:
        """Return the SQL expression for the same column in a copy."""
        return f"{column} + {digit * (self.last - self.first + 1)}"

    def holds(self, column: str) -> str:
        """Return the SQL condition that selects the originals."""
        return f"{column} BETWEEN {self.first} AND {self.last}"


def copy(digit: int, *, releases: Span, pages: Span, entries: Span) -> None:
    """Make one copy of all original texts; ``digit``, from 1 to `MOST`, must be another for each copy."""
    if not 0 < digit <= MOST:
        raise ValueError(digit)
    number = {"number": releases.moved("number", digit)}
    _copy(Release, {"id": _uuid("id", digit), **number}, releases.holds("number"))
    of_originals = f"release_id IN (SELECT id FROM desk_release WHERE {releases.holds('number')})"  # noqa: S608 - numbers of our own
    _copy(ReleaseTopic, {"release_id": _uuid("release_id", digit)}, of_originals, leaving={"id"})
    moved = {
        "id": pages.moved("id", digit),
        "path": f"substr(path, 1, 12) || '{digit}' || substr(path, 14)",
        "slug": f"'{digit}' || substr(slug, 2)",
        "translation_key": _uuid("translation_key", digit, first=False),
    }
    _copy(apps.get_model("wagtailcore", "Page"), moved, pages.holds("id"))
    key = "page_ptr_id"
    release = {"release_id": _uuid("release_id", digit)}
    _copy(ReleasePage, {key: pages.moved(key, digit), **release}, pages.holds(key))
    listed = {"text_id": pages.moved("text_id", digit), "release_key": _uuid("release_key", digit)}
    _copy(IndexRow, listed | number, pages.holds("text_id"))
    said = {
        "position": entries.moved("position", digit),
        "subject_id": f"'{digit}' || substr(subject_id, 2)",
        "digest": f"substr(digest, 1, 62) || 'x{digit}'",
    }
    _copy(LogEntry, said | number, entries.holds("position"))
    _copy(LogWords, {"entry_id": entries.moved("entry_id", digit)}, entries.holds("entry_id"))
    found = "CAST(object_id AS bigint)"
    searched = {"object_id": f"CAST({pages.moved(found, digit)} AS varchar(50))"}
    _copy(apps.get_model("wagtailsearch", "IndexEntry"), searched, pages.holds(found), leaving={"id"})


def _copy(
    model: type[models.Model], moved: Mapping[str, str], where: str, *, leaving: Collection[str] = frozenset()
) -> None:
    """Insert copies of some rows of a table; columns that are left out fill themselves."""
    meta = model._meta  # noqa: SLF001 - Django's public name for it
    columns = [field.column for field in meta.local_concrete_fields if field.column not in leaving]
    quoted = ", ".join(f'"{column}"' for column in columns)
    taken = ", ".join(moved.get(column, f'"{column}"') for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO "{meta.db_table}" ({quoted}) SELECT {taken} FROM "{meta.db_table}" WHERE {where}')  # noqa: S608


def _uuid(column: str, digit: int, *, first: bool = True) -> str:
    """Return the expression for a UUID of a copy, with another first sign, or another version than random ones have."""
    if connection.vendor == "postgresql":
        place, sign = (1, str(digit)) if first else (15, f"{digit + 4:x}")
        return f"overlay({column}::text placing '{sign}' from {place})::uuid"
    place, sign = (1, str(digit)) if first else (13, f"{digit + 4:x}")
    return f"substr({column}, 1, {place - 1}) || '{sign}' || substr({column}, {place + 1})"
