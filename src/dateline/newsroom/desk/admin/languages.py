"""A release by its languages: who worked on each text and when, and how far a translation is behind its original."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from wagtail.models import Revision

from dateline.newsroom.desk import clock
from dateline.newsroom.desk.actions.trail import returned
from dateline.newsroom.desk.admin.compare import is_comparable
from dateline.newsroom.desk.editions.published import CONTENT
from dateline.newsroom.desk.models import MachineTranslation, Release, ReleasePage, User
from dateline.newsroom.desk.ports.overdue import overdue_reasons
from dateline.newsroom.publication.models import LogEntry
from dateline.text.languages import direction
from dateline.web.addresses import release_path, slugify


def rows(release: Release, texts: Sequence[ReleasePage], user: User) -> list[dict[str, Any]]:
    """Return one row a text, in the order given, as the template of the release shows it."""
    revisions = Revision.objects.select_related("user").in_bulk([text.latest_revision_id for text in texts])
    editions = _editions(release)
    back = returned(texts)
    overdue = overdue_reasons(texts, at=clock.now())
    wishes = {wish.text_id: wish for wish in MachineTranslation.objects.filter(text__in=[text.pk for text in texts])}
    return [
        {
            "text": text,
            "title": text.draft_title or text.title,
            "direction": direction(text.language),
            "path": _path(release, text),
            "can_edit": text.permissions_for_user(user).can_edit(),
            "editor": getattr(revisions.get(text.latest_revision_id), "user", None),
            "behind": behind(text, editions),
            "is_machines": _is_machines(text, revisions.get(text.latest_revision_id)),
            "wish": wishes.get(text.pk),
            "is_comparable": is_comparable(text),
            "returned": back.get(text.pk),
            "overdue": overdue.get(text.pk, ""),
        }
        for text in texts
    ]


def _is_machines(text: ReleasePage, revision: Revision | None) -> bool:
    """Tell whether a machine wrote the latest draft and nobody has taken it over."""
    return bool(revision.content.get("machine_translated") if revision else text.machine_translated)


def behind(text: ReleasePage, editions: dict[str, int]) -> int:
    """Return how many editions of its original a translation has not followed; 0 for what is removed."""
    if not text.translated_from or text.public_state == ReleasePage.State.REMOVED:
        return 0
    return max(0, editions.get(text.translated_from, 0) - max(1, text.translated_edition))


def _editions(release: Release) -> dict[str, int]:
    entries = LogEntry.objects.filter(subject_kind="release", subject_id=str(release.pk), change__in=CONTENT)
    return dict(entries.values_list("language").annotate(Count("pk")))


def _path(release: Release, text: ReleasePage) -> str:
    if not release.number or not text.is_public:
        return ""
    return release_path(text.language, release.number, slugify(text.headline))
