"""Endpoint that uploads a picture to the shelf of an office."""

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpRequest
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from dateline.newsroom.desk import clock
from dateline.newsroom.desk.actions.audit_trail import note
from dateline.newsroom.desk.admin.uploads import VerifiedPictureField, fill_from_metadata
from dateline.newsroom.desk.api import responses, schemas
from dateline.newsroom.desk.api.access import REFUSALS, own_offices, token_of
from dateline.newsroom.desk.api.problems import RefusalError
from dateline.newsroom.desk.library import metadata
from dateline.newsroom.desk.models import NewsImage, Scope, Shelf, Token
from dateline.newsroom.desk.people import shelves

router = Router()


@router.post("/pictures", response={201: schemas.PictureOut, **REFUSALS}, summary="Upload a picture")
def upload(request: HttpRequest, file: Annotated[UploadedFile, File()], sent: Form[schemas.PictureIn]) -> Any:
    """Add a picture to the shelf of an office of the token, by default the first one.

    ``alt`` and ``caption`` are in ``language``. Missing fields are read from the file (IPTC, XMP).
    """
    token = token_of(request, Scope.MEDIA)
    shelf = _shelf(token, sent.office)
    try:
        VerifiedPictureField().clean(file)
    except ValidationError as error:
        raise RefusalError(422, " ".join(error.messages)) from error
    file.seek(0)
    picture = NewsImage(
        title=(sent.title or sent.caption or sent.alt or file.name or "picture")[:255],
        file=ContentFile(file.read(), name=file.name or "picture"),
        collection_id=shelf.collection_id,
        uploaded_by_user=token.user,
        alt={sent.language: sent.alt} if sent.alt else {},
        caption={sent.language: sent.caption} if sent.caption else {},
        credit=sent.credit,
        rights_holder=sent.rights_holder,
        usage_terms=sent.usage_terms,
        expires_on=sent.expires_on,
    )
    fill_from_metadata(picture, metadata.read(picture.file))
    with transaction.atomic():
        picture.save()
        note("upload", by=token.user, at=clock.now(), reason=picture.title)
    return Status(201, responses.picture(picture))


def _shelf(token: Token, slug: str) -> Shelf:
    own = {office.slug: office for office in own_offices(token)}
    if not own:
        raise RefusalError(403, "This token no longer has an office.")
    office = own.get(slug) if slug else next(iter(own.values()))
    if office is None:
        raise RefusalError(403, f"This token does not belong to the office {slug!r}.")
    shelves.prepare_office(office)
    return Shelf.objects.get(office=office)
