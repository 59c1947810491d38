"""Releases: begin one, list them, change what their languages share."""

import hashlib
import uuid
from typing import Annotated, Any

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Header, Query, Router, Status

from dateline.newsroom.desk import actions, clock
from dateline.newsroom.desk.actions import writing
from dateline.newsroom.desk.actions.trail import note
from dateline.newsroom.desk.api import responses, schemas, words
from dateline.newsroom.desk.api.auth import token_of
from dateline.newsroom.desk.api.lookup import REFUSALS, demand_match, own_offices, release_of
from dateline.newsroom.desk.api.problems import RefusalError
from dateline.newsroom.desk.models import Receipt, Release, ReleasePage, Scope, Token

PAGE = 50
_KEY_MAX = 200
router = Router()


@router.get("/releases", response={200: schemas.ReleasesOut, **REFUSALS}, summary="Releases of the token's offices")
def releases(request: HttpRequest, cursor: Annotated[int, Query(ge=0, le=1_000_000)] = 0) -> Any:
    """List releases that the token's offices lead, the newest first; ``next`` is the cursor of the next page."""
    asking = token_of(request, Scope.READ)
    newest = ReleasePage.objects.filter(release__lead_office__in=own_offices(asking)).order_by("-pk")
    keys = list(dict.fromkeys(newest.values_list("release", flat=True)))
    found = Release.objects.select_related("kind", "lead_office").in_bulk(keys[cursor : cursor + PAGE])
    listed = [responses.release(found[key]) for key in keys[cursor : cursor + PAGE]]
    return {"releases": listed, "next": cursor + PAGE if len(keys) > cursor + PAGE else None}


@router.post("/releases", response={201: schemas.ReleaseOut, **REFUSALS}, summary="Begin a release")
def create(
    request: HttpRequest,
    response: HttpResponse,
    sent: schemas.ReleaseIn,
    idempotency_key: Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=_KEY_MAX)] = None,
) -> Any:
    """Make drafts of a new release in one or more languages.

    With an ``Idempotency-Key`` the same request may be sent again: it makes nothing more, and answers with that.
    """
    asking = token_of(request, Scope.WRITE)
    digest = hashlib.sha256(request.body).hexdigest()
    try:
        with transaction.atomic():
            made = _repeated(asking, idempotency_key, digest)
            if made is None:
                made = _made(asking, sent)
                if idempotency_key:
                    Receipt.objects.create(
                        token=asking, key=idempotency_key, digest=digest, release=made.pk, made_at=clock.now()
                    )
    except IntegrityError:  # the same key came twice at one moment, and the other one was faster
        made = _repeated(asking, idempotency_key, digest)
        if made is None:
            raise
    answer = responses.release(made)
    response["ETag"] = answer.etag
    response["Location"] = f"{request.path}/{made.pk}"
    return Status(201, answer)


@router.get("/releases/{uuid:release}", response={200: schemas.ReleaseOut, **REFUSALS}, summary="A release")
def release(request: HttpRequest, response: HttpResponse, release: uuid.UUID) -> Any:
    """Tell what the languages of a release share, and where its texts stand."""
    answer = responses.release(release_of(token_of(request, Scope.READ), release))
    response["ETag"] = answer.etag
    return answer


@router.patch("/releases/{uuid:release}", response={200: schemas.ReleaseOut, **REFUSALS}, summary="Change a release")
def change_release(  # noqa: PLR0917 - what a request has
    request: HttpRequest,
    response: HttpResponse,
    release: uuid.UUID,
    sent: schemas.FactsIn,
    if_match: Annotated[str | None, Header(alias="If-Match", max_length=200)] = None,
) -> Any:
    """Change what the languages share, while all of them are drafts; ``If-Match`` is the ``etag`` of the release."""
    asking = token_of(request, Scope.WRITE)
    found = release_of(asking, release)
    given = sent.model_fields_set
    facts = {name: getattr(sent, name) for name in given & {"event_from_on", "event_until_on"}}
    if "issuer" in given:
        facts["issuer"] = sent.issuer or ""
    if sent.kind is not None:
        facts["kind"] = words.kind(sent.kind)
    with transaction.atomic():
        Release.objects.select_for_update().get(pk=found.pk)
        demand_match(if_match, responses.release(release_of(asking, release)).etag, "release")
        writing.set_facts(
            found,
            facts,
            offices=words.offices(sent.offices) if sent.offices is not None else None,
            topics=words.topics(sent.topics) if sent.topics is not None else None,
            by=asking.user,
            at=clock.now(),
        )
    answer = responses.release(release_of(asking, release))
    response["ETag"] = answer.etag
    return answer


def _repeated(asking: Token, key: str | None, digest: str) -> Release | None:
    """Return what a request with this key made before; None where it did not come yet.

    Raises:
        RefusalError: another request came with this key, or what it made is gone.
    """
    receipt = Receipt.objects.filter(token=asking, key=key).first() if key else None
    if receipt is None:
        return None
    if receipt.digest != digest:
        raise RefusalError(422, "This Idempotency-Key came with another body before. Take a new key for a new request.")
    try:
        return release_of(asking, receipt.release)
    except Http404 as error:
        raise RefusalError(409, "What this request made is gone. Take a new key to make it again.") from error


def _made(asking: Token, sent: schemas.ReleaseIn) -> Release:
    lead = words.office(sent.office)
    if lead not in own_offices(asking):
        raise RefusalError(403, f"This token is not for the office {sent.office!r}; it cannot lead.")
    languages = [one.language for one in sent.texts]
    if len(set(languages)) != len(languages):
        raise RefusalError(422, "texts: a language comes twice.")
    made = Release(
        kind=words.kind(sent.kind),
        lead_office=lead,
        issuer=sent.issuer or "",
        event_from_on=sent.event_from_on,
        event_until_on=sent.event_until_on,
    )
    offices, topics = words.offices(sent.offices or ()), words.topics(sent.topics or ())
    for place, one in enumerate(sent.texts):
        fields = words.fields_of(one, asking.user)
        original = one.translated_from or (languages[0] if place else "")
        if original and original not in languages[:place]:
            raise RefusalError(
                422, f"texts: {one.language!r} is translated from {original!r}, which does not stand before it."
            )
        text = actions.start(
            by=asking.user,
            language=one.language,
            release=made,
            offices=offices,
            topics=topics,
            translated_from=original,
            **fields,
        )
        note("write", by=asking.user, at=clock.now(), text=text)
    return made
