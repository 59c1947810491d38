"""Releases, texts and pictures as responses of the API."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

from django.conf import settings
from django.urls import reverse

from dateline.newsroom.desk import clock
from dateline.newsroom.desk.actions.states import Standing
from dateline.newsroom.desk.api import schemas
from dateline.newsroom.desk.checks.report import check_text
from dateline.newsroom.desk.editions import tables
from dateline.newsroom.desk.errors import DeskError
from dateline.newsroom.desk.models import NewsImage, Release, ReleasePage
from dateline.text.html import clean

NOTHING: Mapping[str, list[str]] = MappingProxyType({})


def etag_of(text: ReleasePage) -> str:
    """Return the ETag of a text; each change of its draft or state changes it."""
    return f'"t{text.latest_revision_id or 0}.{text.public_state}.{text.draft_stage}"'


def release(item: Release, left_out: Mapping[str, list[str]] = NOTHING) -> schemas.ReleaseOut:
    """Return a release with a summary of each text; ``left_out`` is what the HTML of each language left out."""
    texts = [
        schemas.Summary(
            language=text.language,
            headline=text.get_latest_revision_as_object().headline,
            public=Standing.of(text).public,
            stage=Standing.of(text).stage,
            etag=etag_of(text),
            left_out=left_out.get(text.language, []),
        )
        for text in item.texts.order_by("translated_from", "language")
    ]
    facts: dict[str, Any] = {
        "office": item.lead_office.slug if item.lead_office else "",
        "kind": item.kind.slug if item.kind else "",
        "offices": [one.slug for one in item.office_list() if one != item.lead_office],
        "topics": [one.slug for one in item.topic_list()],
        "issuer": item.issuer,
        "event_from_on": item.event_from_on,
        "event_until_on": item.event_until_on,
        "embargo_until": item.embargo_until,
        "embargo_text": item.embargo_text,
    }
    digest = hashlib.sha256(repr((facts, [(one.language, one.etag) for one in texts])).encode()).hexdigest()[:24]
    return schemas.ReleaseOut(id=item.pk, number=item.number, etag=f'"r{digest}"', texts=texts, **facts)


def text(item: ReleasePage, left_out: Sequence[str] = ()) -> schemas.TextOut:
    """Return the latest draft of a text with the findings of the desk check, and what a request left out of it."""
    draft = item.get_latest_revision_as_object()
    standing = Standing.of(item)
    findings, unchecked = _findings(item)
    edit = reverse("wagtailadmin_pages:edit", args=[item.pk])
    return schemas.TextOut(
        language=item.language,
        public=cast("Any", standing.public),
        stage=cast("Any", standing.stage),
        etag=etag_of(item),
        headline=draft.headline,
        lead=draft.lead,
        dateline_places=list(draft.dateline_places),
        dateline_on=draft.dateline_on,
        body=[_block(block) for block in draft.body],
        boilerplate=clean(draft.boilerplate),
        notes=clean(draft.notes),
        contacts=[
            schemas.ContactIn(**{name: block.value.get(name) or "" for name in ("name", "role", "email", "phone")})
            for block in draft.contacts
        ],
        picture=draft.picture_id,
        translated_from=item.translated_from,
        desk_url=f"{settings.DESK_URL.rstrip('/')}{edit}",
        findings=findings,
        unchecked=unchecked,
        left_out=list(left_out),
    )


def picture(item: NewsImage) -> schemas.PictureOut:
    """Return a picture of the library."""
    names = schemas.PictureOut.model_fields
    return schemas.PictureOut(**{name: getattr(item, name) for name in names})


def _findings(item: ReleasePage) -> tuple[list[schemas.FindingOut], str]:
    try:
        findings = check_text(item, at=clock.now()).open
    except DeskError as error:
        return [], str(error)
    return [
        schemas.FindingOut(
            check=one.check.key,
            severity=one.severity.value,
            field=one.finding.field,
            sentence=one.finding.sentence,
            quote=one.finding.quote,
            repair=one.finding.repair,
        )
        for one in findings
    ], ""


def _block(block: Any) -> Any:
    return _SERIALIZERS[block.block_type](block.value)


def _quote(value: Any) -> Any:
    return {"type": "quote", "text": value["text"], "speaker": value["speaker"] or "", "role": value["role"] or ""}


def _figure(value: Any) -> Any:
    image = value["picture"]
    words = {"alt": value["alt"] or "", "caption": value["caption"] or ""}
    return {"type": "picture", "picture": image.pk if image else 0, **words}


def _recording(value: Any) -> Any:
    chosen = value["recording"]
    return {"type": "recording", "recording": chosen.pk if chosen else 0, "caption": value["caption"] or ""}


def _download(value: Any) -> Any:
    chosen = value["attachment"]
    return {"type": "download", "file": chosen.pk if chosen else 0, "title": value["title"] or ""}


_SERIALIZERS: dict[str, Callable[[Any], Any]] = {
    "text": lambda value: {"type": "text", "html": clean(value.source)},
    "quote": _quote,
    "figure": _figure,
    "recording": _recording,
    "embed": lambda value: {"type": "embed", "url": value["url"], "title": value["title"]},
    "table": lambda value: {"type": "table", "html": tables.html(value)},
    "download": _download,
}
"""The serializer of each block type of ``models.body.BodyBlock``."""
