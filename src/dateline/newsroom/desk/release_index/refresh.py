"""Keeping the rows of the list: every deed, every saved draft and every import calls ``keep`` when it is done."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import models
from wagtail.models import Revision

from dateline.newsroom.desk.models import ListedText, ReleaseOffice, ReleasePage, ReleaseTopic
from dateline.newsroom.desk.release_index.words import indexed

BATCH = 500
"""Releases whose rows are made at once where rows are missing."""

_FACTS = [field.attname for field in ListedText._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
_FITTING: int = ListedText._meta.get_field("offices").max_length  # type: ignore[assignment]  # noqa: SLF001
_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def keep(releases: Collection[uuid.UUID]) -> None:
    """Make the rows of all texts of some releases say what the texts say now."""
    texts = list(ReleasePage.objects.filter(release__in=releases).defer_streamfields().select_related("release"))
    offices = _in_order(ReleaseOffice, "office_id", releases)
    topics = _in_order(ReleaseTopic, "topic_id", releases)
    said = _said(texts)
    rows = [
        ListedText(
            text_id=text.pk,
            release_key=text.release_id,
            edited_at=text.edited_at or text.release.published_at or _NEVER,
            published_at=text.release.published_at,
            number=text.release.number,
            language=text.language,
            state=text.state,
            stage=text.draft_stage,
            review_owed=text.review_owed,
            kind=text.release.kind_id,
            offices=listed_keys([text.release.lead_office_id, *offices[text.release_id]]),
            topics=listed_keys(topics[text.release_id]),
            words=indexed(said[text.pk], text.language),
        )
        for text in texts
    ]
    ListedText.objects.bulk_create(rows, update_conflicts=True, unique_fields=["text"], update_fields=_FACTS)


def keep_missing() -> None:
    """Make the rows that are missing, as after an upgrade."""
    while found := set(ReleasePage.objects.filter(listed=None).values_list("release_id", flat=True)[:BATCH]):
        keep(found)


def listed_keys(keys: Iterable[int | None]) -> str:
    """Return keys as a row holds them: ``,3,14,``; empty for none."""
    known = "".join(f"{key}," for key in keys if key is not None)
    return f",{known}"[:_FITTING].rpartition(",")[0] + "," if known else ""


def _in_order(
    model: type[ReleaseOffice | ReleaseTopic], key: str, releases: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, list[int]]:
    found: dict[uuid.UUID, list[int]] = defaultdict(list)
    rows: models.QuerySet[ReleaseOffice | ReleaseTopic] = model._default_manager.filter(release__in=releases)  # noqa: SLF001
    for release, one in rows.values_list("release_id", key):
        found[release].append(one)
    return found


def _said(texts: Iterable[ReleasePage]) -> dict[int, tuple[str, str]]:
    """Return headline and lead of each text as its latest draft has them."""
    drafts = {text.latest_revision_id: text for text in texts if text.has_unpublished_changes or not text.live}
    newer = {
        drafts[revision].pk: (content.get("headline") or "", content.get("lead") or "")
        for revision, content in Revision.objects.filter(pk__in=drafts).values_list("pk", "content")
    }
    return {text.pk: newer.get(text.pk, (text.headline, text.lead)) for text in texts}
