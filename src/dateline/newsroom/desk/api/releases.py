"""Endpoints of releases: create, list, read, change the shared fields."""

import hashlib
import uuid
from typing import Annotated, Any

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Header, Query, Router, Status

from dateline.newsroom.desk import actions, clock
from dateline.newsroom.desk.actions import draft_changes
from dateline.newsroom.desk.actions.audit_trail import note
from dateline.newsroom.desk.api import arguments, responses, schemas
from dateline.newsroom.desk.api.access import REFUSALS, check_if_match, own_offices, release_of, token_of
from dateline.newsroom.desk.api.problems import RefusalError
from dateline.newsroom.desk.models import Receipt, Release, ReleasePage, Scope, Token

PAGE = 50
_KEY_MAX = 200
router = Router()


@router.get("/releases", response={200: schemas.ReleasesOut, **REFUSALS}, summary="Releases of the token's offices")
def releases(request: HttpRequest, cursor: Annotated[int, Query(ge=0, le=1_000_000)] = 0) -> Any:
    """List the releases that the token's offices lead, newest first; ``next`` is the cursor of the next page."""
    token = token_of(request, Scope.READ)
    newest = ReleasePage.objects.filter(release__lead_office__in=own_offices(token)).order_by("-pk")
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
    """Create a release with drafts in one or more languages.

    A request that is repeated with the same ``Idempotency-Key`` creates nothing and returns the first result.
    """
    token = token_of(request, Scope.WRITE)
    digest = hashlib.sha256(request.body).hexdigest()
    left_out: dict[str, list[str]] = {}
    try:
        with transaction.atomic():
            created = _receipt_release(token, idempotency_key, digest)
            if created is None:
                created, left_out = _create(token, sent)
                if idempotency_key:
                    Receipt.objects.create(
                        token=token, key=idempotency_key, digest=digest, release=created.pk, made_at=clock.now()
                    )
    except IntegrityError:  # a concurrent request with the same key committed first
        created = _receipt_release(token, idempotency_key, digest)
        if created is None:
            raise
    answer = responses.release(created, left_out)
    response["ETag"] = answer.etag
    response["Location"] = f"{request.path}/{created.pk}"
    return Status(201, answer)


@router.get("/releases/{uuid:release}", response={200: schemas.ReleaseOut, **REFUSALS}, summary="A release")
def release(request: HttpRequest, response: HttpResponse, release: uuid.UUID) -> Any:
    """Return the shared fields of a release and the state of its texts."""
    answer = responses.release(release_of(token_of(request, Scope.READ), release))
    response["ETag"] = answer.etag
    return answer


@router.patch("/releases/{uuid:release}", response={200: schemas.ReleaseOut, **REFUSALS}, summary="Change a release")
def change_release(  # noqa: PLR0917 - the parameters of the request
    request: HttpRequest,
    response: HttpResponse,
    release: uuid.UUID,
    sent: schemas.FactsIn,
    if_match: Annotated[str | None, Header(alias="If-Match", max_length=200)] = None,
) -> Any:
    """Change the shared fields while all texts are drafts; ``If-Match`` is the ``etag`` of the release."""
    token = token_of(request, Scope.WRITE)
    found = release_of(token, release)
    given = sent.model_fields_set
    facts = {name: getattr(sent, name) for name in given & {"event_from_on", "event_until_on"}}
    if "issuer" in given:
        facts["issuer"] = sent.issuer or ""
    if sent.kind is not None:
        facts["kind"] = arguments.kind(sent.kind)
    with transaction.atomic():
        Release.objects.select_for_update().get(pk=found.pk)
        check_if_match(if_match, responses.release(release_of(token, release)).etag, "release")
        draft_changes.set_facts(
            found,
            facts,
            offices=arguments.offices(sent.offices) if sent.offices is not None else None,
            topics=arguments.topics(sent.topics) if sent.topics is not None else None,
            by=token.user,
            at=clock.now(),
        )
    answer = responses.release(release_of(token, release))
    response["ETag"] = answer.etag
    return answer


def _receipt_release(token: Token, key: str | None, digest: str) -> Release | None:
    """Return the release that an earlier request with this key created; None for a new key.

    Raises:
        RefusalError: the earlier request had another body, or its release was deleted.
    """
    receipt = Receipt.objects.filter(token=token, key=key).first() if key else None
    if receipt is None:
        return None
    if receipt.digest != digest:
        raise RefusalError(422, "This Idempotency-Key was used with another body. Use a new key for a new request.")
    try:
        return release_of(token, receipt.release)
    except Http404 as error:
        raise RefusalError(409, "The release of this request was deleted. Use a new key to create it again.") from error


def _create(token: Token, sent: schemas.ReleaseIn) -> tuple[Release, dict[str, list[str]]]:
    """Return a new release, and what the HTML of each language left out."""
    lead = arguments.office(sent.office)
    if lead not in own_offices(token):
        raise RefusalError(
            403, f"This token does not belong to the office {sent.office!r}, so that office cannot lead."
        )
    languages = [new_text.language for new_text in sent.texts]
    if len(set(languages)) != len(languages):
        raise RefusalError(422, "texts: a language occurs twice.")
    release = Release(
        kind=arguments.kind(sent.kind),
        lead_office=lead,
        issuer=sent.issuer or "",
        event_from_on=sent.event_from_on,
        event_until_on=sent.event_until_on,
    )
    offices, topics = arguments.offices(sent.offices or ()), arguments.topics(sent.topics or ())
    left_out: dict[str, list[str]] = {}
    for index, new_text in enumerate(sent.texts):
        fields, left_out[new_text.language] = arguments.fields_of(new_text, token.user)
        original = new_text.translated_from or (languages[0] if index else "")
        if original and original not in languages[:index]:
            raise RefusalError(
                422, f"texts: {new_text.language!r} is translated from {original!r}, which is not listed before it."
            )
        text = actions.start(
            by=token.user,
            language=new_text.language,
            release=release,
            offices=offices,
            topics=topics,
            translated_from=original,
            **fields,
        )
        note("write", by=token.user, at=clock.now(), text=text)
    return release, left_out
