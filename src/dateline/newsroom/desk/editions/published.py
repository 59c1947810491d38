"""Look up what readers have of a text: its editions in the log, and its public address."""

import msgspec

from dateline.editions.edition import Edition
from dateline.newsroom.desk.models import ReleasePage
from dateline.newsroom.publication.models import LogEntry, LogWords
from dateline.web.addresses import release_path, slugify


def last(text: ReleasePage) -> Edition | None:
    """Return the last edition of a text, as stored in the log; None where there is none or its words are gone."""
    stored = (
        LogWords.objects.filter(
            entry__subject_kind="release",
            entry__subject_id=str(text.release_id),
            entry__language=text.language,
            edition__isnull=False,
        )
        .order_by("-entry__position")
        .values_list("edition", flat=True)
        .first()
    )
    return None if stored is None else msgspec.json.decode(bytes(stored), type=Edition)


CONTENT = ("published", "updated", "corrected")
"""Changes that bring new words; the others repeat or remove the earlier ones."""


def count_editions(release: str, language: str) -> int:
    """Return how many editions with new words a text has had so far."""
    return LogEntry.objects.filter(
        subject_kind="release", subject_id=release, language=language, change__in=CONTENT
    ).count()


def public_address(page_id: int) -> str:
    """Return the address of a public text on the public site; empty where it has none."""
    text = ReleasePage.objects.filter(pk=page_id, live=True).select_related("release").first()
    if text is None or text.release.number is None:
        return ""
    return release_path(text.language, text.release.number, slugify(text.headline))
