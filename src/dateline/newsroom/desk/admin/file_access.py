"""Checks that people add only files to a text that they may choose from the library."""

from collections.abc import Iterable
from typing import Any

from dateline.newsroom.desk.editions.files import images
from dateline.newsroom.desk.models import Attachment, NewsImage, Recording, ReleasePage, User
from dateline.newsroom.desk.people.shelves import may_open

File = NewsImage | Attachment | Recording


def files_of(body: Iterable[Any]) -> list[File]:
    """Return the pictures, attachments and recordings that a body names."""
    found: list[File] = []
    for block in body:
        named = (
            [block.value.get(name) for name in ("picture", "attachment", "recording")]
            if hasattr(block.value, "get")
            else []
        )
        found += [file for file in named if isinstance(file, File)]
    return found


def files_before(text: ReleasePage) -> list[File]:
    """Return the files that the latest draft of a text names; empty for a new text."""
    if text.pk is None or text.latest_revision_id is None:
        return []
    draft = text.get_latest_revision_as_object()
    return [*images(draft), *files_of(draft.body)]


def newly_added_forbidden_files(user: User, files: Iterable[File], *, before: Iterable[File]) -> list[File]:
    """Return those of ``files`` that are not in ``before`` and that the person may not choose."""
    known = set(before)
    return [file for file in files if file not in known and not may_open(user, file)]
