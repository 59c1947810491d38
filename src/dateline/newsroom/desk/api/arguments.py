"""Converts request bodies to arguments of actions: looks up slugs and cleans HTML."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from wagtail.permissions import policy_registry

from dateline.newsroom.desk.api import schemas
from dateline.newsroom.desk.api.problems import RefusalError
from dateline.newsroom.desk.editions.tables import blocks_of
from dateline.newsroom.desk.language.losses import sentences
from dateline.newsroom.desk.models import Attachment, Kind, NewsImage, Office, Recording, Topic, User
from dateline.newsroom.desk.models.body import provider_of
from dateline.text.html import plain_line
from dateline.text.pasted.blocks import flatten_blocks
from dateline.text.pasted.losses import Loss
from dateline.text.pasted.normalize import normalize_pasted
from dateline.text.pasted.tables import tables_as_paragraphs

_PLAIN_FIELDS = {"headline", "lead", "dateline_places", "dateline_on"}


class Fields(NamedTuple):
    """The fields of a text to set, by name, and what their HTML left out, as sentences."""

    values: dict[str, Any]
    left_out: list[str]


def fields_of(sent: schemas.TextIn, user: User) -> Fields:
    """Return the fields of a text to set.

    Raises:
        RefusalError: a value is invalid, or names an item that the token may not use.
    """
    cleaner = _Cleaner(getattr(sent, "language", ""))
    given = sent.model_fields_set
    found: dict[str, Any] = {name: getattr(sent, name) for name in given & _PLAIN_FIELDS}
    found = {name: "" if value is None and name == "lead" else value for name, value in found.items()}
    if "dateline_places" in found:
        found["dateline_places"] = [place.strip() for place in sent.dateline_places or () if place.strip()]
    if "headline" in found:
        found["headline"] = _one_line(plain_line(sent.headline or ""))
    if found.get("lead"):
        found["lead"] = plain_line(found["lead"])
    for name in given & {"boilerplate", "notes"}:
        found[name] = flatten_blocks(tables_as_paragraphs(cleaner.clean(name, getattr(sent, name) or "")))
    if "contacts" in given:
        found["contacts"] = [("contact", _contact(contact)) for contact in sent.contacts or ()]
    if "picture" in given:
        found["picture"] = _picture(sent.picture, user) if sent.picture is not None else None
    if "body" in given:
        found["body"] = [block for one in sent.body or () for block in _blocks(one, user, cleaner)]
    return Fields(found, sentences(cleaner.losses))


class _Cleaner:
    """Cleans the HTML of a text and collects what is left out."""

    def __init__(self, language: str) -> None:
        self._language = language
        self.losses: list[Loss] = []

    def clean(self, field: str, html: str) -> str:
        """Return clean HTML.

        Raises:
            RefusalError: none of the words can be read.
        """
        found = normalize_pasted(html, self._language)
        if found.had_words and not found.html:
            raise RefusalError(422, f"{field}: its HTML cannot be read. {' '.join(sentences(found.losses[:1]))}")
        self.losses += found.losses
        return found.html


def office(slug: str) -> Office:
    """Return an office, open or closed.

    Raises:
        RefusalError: no office has this slug.
    """
    return offices([slug])[0]


def kind(slug: str) -> Kind:
    """Return a kind.

    Raises:
        RefusalError: no kind has this slug.
    """
    found: Kind = _by_slug(Kind, [slug], "kind")[0]
    return found


def offices(slugs: Iterable[str]) -> list[Office]:
    """Return offices in the order given.

    Raises:
        RefusalError: no office has one of the slugs.
    """
    return _by_slug(Office, slugs, "office")


def topics(slugs: Iterable[str]) -> list[Topic]:
    """Return topics in the order given.

    Raises:
        RefusalError: no topic has one of the slugs.
    """
    return _by_slug(Topic, slugs, "topic")


def _by_slug(model: Any, slugs: Iterable[str], noun: str) -> list[Any]:
    unique = list(dict.fromkeys(slugs))
    found = {item.slug: item for item in model.objects.filter(slug__in=unique)}
    for slug in unique:
        if slug not in found:
            raise RefusalError(422, f"There is no {noun} {slug!r}; the token's own page lists them.")
    return [found[slug] for slug in unique]


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise RefusalError(422, "headline: it is empty.")
    return line


def _contact(sent: schemas.ContactIn) -> dict[str, str]:
    if sent.email:
        try:
            validate_email(sent.email)
        except ValidationError as error:
            raise RefusalError(422, f"contacts: {sent.email!r} is no e-mail address.") from error
    return sent.model_dump()


def _picture(key: int, user: User) -> NewsImage:
    """Return a picture that the token may use."""
    found: NewsImage = _library_file(NewsImage, key, user, "picture")
    return found


def _library_file(model: type[NewsImage | Recording | Attachment], key: int, user: User, noun: str) -> Any:
    policy = policy_registry.get_by_type(model)
    visible = policy.instances_user_has_any_permission_for(user, ["choose"])
    found = visible.filter(pk=key).first() if 0 < key < 1 << 31 else None
    if found is None:
        raise RefusalError(422, f"There is no {noun} {key}, or it is not in a collection of this token's offices.")
    return found


def _blocks(sent: Any, user: User, cleaner: _Cleaner) -> list[tuple[str, Any]]:
    match sent:
        case schemas.TextBlock() | schemas.TableBlock():
            return blocks_of(cleaner.clean("body", sent.html))
        case schemas.QuoteBlock():
            return [("quote", {"text": sent.text, "speaker": sent.speaker, "role": sent.role})]
        case schemas.EmbedBlock():
            if provider_of(sent.url) is None:
                raise RefusalError(422, f"body: {sent.url!r} does not belong to an allowed provider.")
            return [("embed", {"url": sent.url, "title": sent.title})]
    return [_from_library(sent, user)]


def _from_library(sent: Any, user: User) -> tuple[str, Any]:
    match sent:
        case schemas.PictureBlock():
            return "figure", {"picture": _picture(sent.picture, user), "alt": sent.alt, "caption": sent.caption}
        case schemas.RecordingBlock():
            chosen = _library_file(Recording, sent.recording, user, "recording")
            return "recording", {"recording": chosen, "caption": sent.caption}
        case _:
            return "download", {"attachment": _library_file(Attachment, sent.file, user, "file"), "title": sent.title}
