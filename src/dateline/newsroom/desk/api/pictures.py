"""Pictures: upload one to the shelf of an office."""

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpRequest
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from dateline.newsroom.desk import clock
from dateline.newsroom.desk.actions.trail import note
from dateline.newsroom.desk.admin.uploads import SoundPictureField, fill
from dateline.newsroom.desk.api import responses, schemas
from dateline.newsroom.desk.api.auth import token_of
from dateline.newsroom.desk.api.lookup import REFUSALS, own_offices
from dateline.newsroom.desk.api.problems import RefusalError
from dateline.newsroom.desk.library import metadata
from dateline.newsroom.desk.models import NewsImage, Scope, Shelf, Token
from dateline.newsroom.desk.people import shelves

router = Router()


@router.post("/pictures", response={201: schemas.PictureOut, **REFUSALS}, summary="Upload a picture")
def upload(request: HttpRequest, file: Annotated[UploadedFile, File()], sent: Form[schemas.PictureIn]) -> Any:
    """Put a picture on the shelf of an office of the token (the first one where none is named).

    ``alt`` and ``caption`` are in ``language``. What is left out is read from the file (IPTC, XMP).
    """
    asking = token_of(request, Scope.MEDIA)
    shelf = _shelf(asking, sent.office)
    try:
        SoundPictureField().clean(file)
    except ValidationError as error:
        raise RefusalError(422, " ".join(error.messages)) from error
    file.seek(0)
    picture = NewsImage(
        title=(sent.title or sent.caption or sent.alt or file.name or "picture")[:255],
        file=ContentFile(file.read(), name=file.name or "picture"),
        collection_id=shelf.collection_id,
        uploaded_by_user=asking.user,
        alt={sent.language: sent.alt} if sent.alt else {},
        caption={sent.language: sent.caption} if sent.caption else {},
        credit=sent.credit,
        rights_holder=sent.rights_holder,
        usage_terms=sent.usage_terms,
        expires_on=sent.expires_on,
    )
    fill(picture, metadata.read(picture.file))
    with transaction.atomic():
        picture.save()
        note("upload", by=asking.user, at=clock.now(), reason=picture.title)
    return Status(201, responses.picture(picture))


def _shelf(asking: Token, slug: str) -> Shelf:
    own = {one.slug: one for one in own_offices(asking)}
    if not own:
        raise RefusalError(403, "This token has no office any more.")
    office = own.get(slug) if slug else next(iter(own.values()))
    if office is None:
        raise RefusalError(403, f"This token is not for the office {slug!r}.")
    shelves.prepare_office(office)
    return Shelf.objects.get(office=office)
