"""Endpoints of texts: add a language, read, change, and run an action such as submitting."""

import uuid
from typing import Annotated, Any

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Header, Router, Status

from dateline.newsroom.desk import actions, clock
from dateline.newsroom.desk.actions import draft_changes
from dateline.newsroom.desk.actions.audit_trail import note
from dateline.newsroom.desk.actions.registry import ACTIONS
from dateline.newsroom.desk.api import arguments, responses, schemas
from dateline.newsroom.desk.api.access import REFUSALS, check_if_match, release_of, text_of, token_of
from dateline.newsroom.desk.api.problems import RefusalError
from dateline.newsroom.desk.models import Release, ReleasePage, Scope, Token

router = Router()


@router.post("/releases/{uuid:release}/texts", response={201: schemas.TextOut, **REFUSALS}, summary="Add a language")
def add_text(request: HttpRequest, response: HttpResponse, release: uuid.UUID, sent: schemas.NewTextIn) -> Any:
    """Create a draft in a language that the release lacks.

    Where the request leaves out the picture, the contacts or the day of the dateline, the draft has those of its
    original.
    """
    token = token_of(request, Scope.WRITE)
    found = release_of(token, release)
    try:
        with transaction.atomic():
            created, left_out = _add(token, found, sent)
    except IntegrityError as error:
        raise RefusalError(409, f"The release has a text in {sent.language!r} already.") from error
    answer = responses.text(created, left_out)
    response["ETag"] = answer.etag
    return Status(201, answer)


@router.get(
    "/releases/{uuid:release}/texts/{language}", response={200: schemas.TextOut, **REFUSALS}, summary="Read a text"
)
def text(request: HttpRequest, response: HttpResponse, release: uuid.UUID, language: str) -> Any:
    """Return the latest draft, its state and the findings of the desk check."""
    token = token_of(request, Scope.READ)
    answer = responses.text(text_of(token, release, language))
    response["ETag"] = answer.etag
    return answer


@router.patch(
    "/releases/{uuid:release}/texts/{language}", response={200: schemas.TextOut, **REFUSALS}, summary="Change a text"
)
def change_text(  # noqa: PLR0917 - the parameters of the request
    request: HttpRequest,
    response: HttpResponse,
    release: uuid.UUID,
    language: str,
    sent: schemas.TextIn,
    if_match: Annotated[str | None, Header(alias="If-Match", max_length=200)] = None,
) -> Any:
    """Change a draft that is not in review and never was public.

    ``If-Match`` is the ``etag`` of the text. If somebody has changed the text meanwhile, nothing is written (412).
    """
    token = token_of(request, Scope.WRITE)
    found = text_of(token, release, language)
    fields, left_out = arguments.fields_of(sent, token.user)
    check_if_match(if_match, responses.etag_of(found), "text")
    known = found.latest_revision_id or 0
    draft_changes.rewrite(found, fields, known=known, by=token.user, at=clock.now())
    answer = responses.text(text_of(token, release, language), left_out)
    response["ETag"] = answer.etag
    return answer


@router.post(
    "/releases/{uuid:release}/texts/{language}/{slug:action}",
    response={200: schemas.TextOut, **REFUSALS},
    summary="Do an action",
)
def perform(  # noqa: PLR0917 - the parameters of the request
    request: HttpRequest,
    release: uuid.UUID,
    language: str,
    action: str,
    if_match: Annotated[str | None, Header(alias="If-Match", max_length=200)] = None,
) -> Any:
    """Do an action to a draft that never was public."""
    row = next((row for row in ACTIONS.values() if row.scope and row.slug == action), None)
    if row is None:
        raise Http404
    token = token_of(request, row.scope)
    found = text_of(token, release, language)
    check_if_match(if_match, responses.etag_of(found), "text")
    draft_changes.check_writable([found], token.user)
    actions.perform(row.key, found, by=token.user, at=clock.now())
    return responses.text(text_of(token, release, language))


def _add(token: Token, found: Release, sent: schemas.NewTextIn) -> tuple[ReleasePage, list[str]]:
    texts = {text.language: text for text in found.texts.all()}
    if sent.language in texts:
        raise RefusalError(409, f"The release has a text in {sent.language!r} already.")
    original = sent.translated_from or next((tag for tag, text in texts.items() if not text.translated_from), "")
    if original not in texts:
        raise RefusalError(422, f"The release has no text in {original!r} to translate.")
    source = texts[original].get_latest_revision_as_object()
    inherited = {name: getattr(source, name) for name in ("picture", "contacts", "dateline_on")}
    values, left_out = arguments.fields_of(sent, token.user)
    fields = inherited | values
    created = actions.start(by=token.user, language=sent.language, release=found, translated_from=original, **fields)
    note("write", by=token.user, at=clock.now(), text=created)
    return created, left_out
