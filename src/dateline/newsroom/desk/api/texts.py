"""Texts: add a language, read one with its findings, change it, submit it."""

import uuid
from typing import Annotated, Any

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Header, Router, Status

from dateline.newsroom.desk import actions, clock
from dateline.newsroom.desk.actions import writing
from dateline.newsroom.desk.actions.registry import ACTIONS
from dateline.newsroom.desk.actions.trail import note
from dateline.newsroom.desk.api import responses, schemas, words
from dateline.newsroom.desk.api.access import REFUSALS, demand_match, release_of, text_of, token_of
from dateline.newsroom.desk.api.problems import RefusalError
from dateline.newsroom.desk.models import Release, ReleasePage, Scope, Token

router = Router()


@router.post("/releases/{uuid:release}/texts", response={201: schemas.TextOut, **REFUSALS}, summary="Add a language")
def add_text(request: HttpRequest, response: HttpResponse, release: uuid.UUID, sent: schemas.NewTextIn) -> Any:
    """Make a draft in a language that a release lacks.

    Picture, contacts and the day of the dateline are those of its original, where they are left out.
    """
    asking = token_of(request, Scope.WRITE)
    found = release_of(asking, release)
    try:
        with transaction.atomic():
            made = _added(asking, found, sent)
    except IntegrityError as error:
        raise RefusalError(409, f"The release has a text in {sent.language!r} already.") from error
    answer = responses.text(made)
    response["ETag"] = answer.etag
    return Status(201, answer)


@router.get(
    "/releases/{uuid:release}/texts/{language}", response={200: schemas.TextOut, **REFUSALS}, summary="Read a text"
)
def text(request: HttpRequest, response: HttpResponse, release: uuid.UUID, language: str) -> Any:
    """Return the latest draft with its state and the findings of the desk check."""
    asking = token_of(request, Scope.READ)
    answer = responses.text(text_of(asking, release, language))
    response["ETag"] = answer.etag
    return answer


@router.patch(
    "/releases/{uuid:release}/texts/{language}", response={200: schemas.TextOut, **REFUSALS}, summary="Change a text"
)
def change_text(  # noqa: PLR0917 - what a request has
    request: HttpRequest,
    response: HttpResponse,
    release: uuid.UUID,
    language: str,
    sent: schemas.TextIn,
    if_match: Annotated[str | None, Header(alias="If-Match", max_length=200)] = None,
) -> Any:
    """Save another draft of a text that nobody reviews yet and that never was public.

    ``If-Match`` is the ``etag`` of the text; where somebody has changed it meanwhile, nothing is written (412).
    """
    asking = token_of(request, Scope.WRITE)
    found = text_of(asking, release, language)
    fields = words.fields_of(sent, asking.user)
    demand_match(if_match, responses.etag_of(found), "text")
    known = found.latest_revision_id or 0
    writing.rewrite(found, fields, known=known, by=asking.user, at=clock.now())
    answer = responses.text(text_of(asking, release, language))
    response["ETag"] = answer.etag
    return answer


@router.post(
    "/releases/{uuid:release}/texts/{language}/{slug:action}",
    response={200: schemas.TextOut, **REFUSALS},
    summary="Do an action",
)
def perform(  # noqa: PLR0917 - what a request has
    request: HttpRequest,
    release: uuid.UUID,
    language: str,
    action: str,
    if_match: Annotated[str | None, Header(alias="If-Match", max_length=200)] = None,
) -> Any:
    """Do an action of the registry to a draft that never was public."""
    row = next((row for row in ACTIONS.values() if row.scope and row.slug == action), None)
    if row is None:
        raise Http404
    asking = token_of(request, row.scope)
    found = text_of(asking, release, language)
    demand_match(if_match, responses.etag_of(found), "text")
    writing.check_writable([found], asking.user)
    actions.perform(row.key, found, by=asking.user, at=clock.now())
    return responses.text(text_of(asking, release, language))


def _added(asking: Token, found: Release, sent: schemas.NewTextIn) -> ReleasePage:
    texts = {text.language: text for text in found.texts.all()}
    if sent.language in texts:
        raise RefusalError(409, f"The release has a text in {sent.language!r} already.")
    original = sent.translated_from or next((tag for tag, text in texts.items() if not text.translated_from), "")
    if original not in texts:
        raise RefusalError(422, f"The release has no text in {original!r} to translate.")
    source = texts[original].get_latest_revision_as_object()
    taken = {name: getattr(source, name) for name in ("picture", "contacts", "dateline_on")}
    fields = taken | words.fields_of(sent, asking.user)
    made = actions.start(by=asking.user, language=sent.language, release=found, translated_from=original, **fields)
    note("write", by=asking.user, at=clock.now(), text=made)
    return made
