"""Releases as ninjs 3, the current one. Source: IPTC ninjs 3.1; a list is a composite item of its releases."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec

from dateline.editions.extension import MEDIA_TYPE, EditionExtension
from dateline.editions.parts import Contact
from dateline.public.feeds.model import File
from dateline.public.formats.news_item import Image, NewsItem, Package, Term
from dateline.text.xmltext import rfc3339, xml_safe, xml_safe_values

_MEDIA_TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"
Json = dict[str, Any]


def write_item(item: NewsItem) -> bytes:
    """Return one release as a ninjs 3 document."""
    return encoded(item_of(item) | _standard())


def write_package(package_: Package) -> bytes:
    """Return a page of a list as a ninjs 3 document."""
    return encoded(package_of(package_) | _standard())


def encoded(value: Json) -> bytes:
    """Return JSON in UTF-8."""
    return msgspec.json.encode(value)


def item_of(item: NewsItem) -> Json:
    """Return one release without the ``standard`` property."""
    return present(
        {
            "uri": item.uri,
            "type": "text",
            "representationType": "full",
            "version": str(item.version),
            "firstCreated": rfc3339(item.published_at) if item.published_at else "",
            "versionCreated": rfc3339(item.changed_at),
            "pubStatus": item.status,
            "copyrightHolder": xml_safe(item.provider),
            "language": item.language,
            "title": xml_safe(item.headline),
            "headlines": _texts(("main", "text/plain", item.headline)),
            "descriptions": _texts(("summary", "text/plain", item.lead)),
            "bodies": _texts(
                ("main", "text/html", item.html),
                ("main", "text/plain", item.text),
                ("dateline", MEDIA_TYPE, _extension(item.extension)),
            ),
            "edNote": xml_safe("\n".join(f"{note.change}, {rfc3339(note.at)}: {note.text}" for note in item.notes)),
            "located": xml_safe(item.places[0]) if item.places else "",
            "by": xml_safe(item.issuer),
            "places": [{"name": xml_safe(place), "rel": "dateline"} for place in item.places],
            "organisations": [_organisation(office, place) for place, office in enumerate(item.offices)],
            "subjects": [_subject(topic) for topic in item.topics],
            "genres": [present({"name": xml_safe(item.kind.name), "literal": item.kind.slug})] if item.kind else [],
            "people": [person for contact in item.contacts if (person := _person(contact))],
            "associations": [*_pictures(item), *_files(item)],
            "altIds": [
                {"role": "number", "value": str(item.number)},
                {"role": "release", "value": f"urn:uuid:{item.release}"},
                {"role": "page", "value": item.url},
                *([{"role": "translationOf", "value": item.translation_of}] if item.translation_of else []),
            ],
        }
    )


def package_of(package_: Package) -> Json:
    """Return a page of a list without the ``standard`` property."""
    next_page = [{"role": "next", "value": package_.next_url}] if package_.next_url else []
    return present(
        {
            "uri": package_.uri,
            "type": "composite",
            "representationType": "full",
            "version": "1",
            "versionCreated": rfc3339(package_.changed_at),
            "pubStatus": "usable",
            "copyrightHolder": xml_safe(package_.provider),
            "language": package_.language,
            "title": xml_safe(package_.title),
            "headlines": _texts(("main", "text/plain", package_.title)),
            "associations": [
                {"name": f"item-{place}", **item_of(item)} for place, item in enumerate(package_.items, 1)
            ],
            "altIds": next_page,
        }
    )


def present(value: Json) -> Json:
    """Return values without the empty ones."""
    return {name: one for name, one in value.items() if one}


def _standard() -> Json:
    schema = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"
    return {"standard": {"name": "ninjs", "version": "3.1", "schema": schema}}


def _texts(*texts: tuple[str, str, str]) -> list[Json]:
    return [{"role": role, "contentType": kind, "value": xml_safe(text)} for role, kind, text in texts if text]


def _extension(extension: EditionExtension | None) -> str:
    """Return the facts without a ninjs property as JSON; empty for None."""
    if extension is None:
        return ""
    return msgspec.json.encode(xml_safe_values(msgspec.to_builtins(extension))).decode()


def _organisation(office: Term, place: int) -> Json:
    rel = "issuer" if place == 0 else "participant"
    return present({"name": xml_safe(office.name), "rel": rel, "uri": office.uri, "literal": office.slug})


def _subject(topic: Term) -> Json:
    uri = _MEDIA_TOPICS + topic.media_topic if topic.media_topic else topic.uri
    return present({"name": xml_safe(topic.name), "rel": "about", "uri": uri, "literal": topic.slug})


def _person(contact: Contact) -> Json:
    channels = (("email", contact.email), ("phone", contact.phone))
    info = [{"type": kind, "value": xml_safe(value)} for kind, value in channels if value]
    if not contact.name and not info:
        return {}
    return present({"name": xml_safe(contact.name), "rel": "contact", "contactInfo": info})


def _pictures(item: NewsItem) -> Iterator[Json]:
    for place, image in enumerate(item.images, 1):
        yield present(
            {
                "name": f"picture-{place}",
                "uri": image.files[-1].url,
                "type": "picture",
                "pubStatus": item.status,
                "by": xml_safe(image.credit),
                "copyrightNotice": xml_safe(image.credit),
                "copyrightHolder": xml_safe(image.rights_holder),
                "usageTerms": xml_safe(image.usage_terms),
                "expires": _end_of_day(image.expires_on) if image.expires_on else "",
                "descriptions": _texts(("caption", "text/plain", image.caption), ("alt", "text/plain", image.alt)),
                "renditions": list(_renditions(image)),
            }
        )


def _renditions(image: Image) -> Iterator[Json]:
    for file in image.files:
        kind = file.type.rpartition("/")[2]
        yield _rendition(file, f"{kind}-{file.width}") | _dimensions(file)

    if image.full:
        yield _rendition(image.full, "full") | present({"width": image.full.width, "height": image.full.height})


def _end_of_day(last_on: dt.date) -> str:
    """Return the end of the last day of use in UTC."""
    if last_on == dt.date.max:  # other systems write "never" like this
        return rfc3339(dt.datetime.combine(last_on, dt.time(23, 59, 59), tzinfo=dt.UTC))
    return rfc3339(dt.datetime.combine(last_on + dt.timedelta(days=1), dt.time.min, tzinfo=dt.UTC))


def _files(item: NewsItem) -> Iterator[Json]:
    for place, file in enumerate(item.files, 1):
        kind = {"audio": "audio", "video": "video"}.get(file.type.partition("/")[0], "component")
        yield present(
            {
                "name": f"file-{place}",
                "uri": file.url,
                "type": kind,
                "pubStatus": item.status,
                "language": xml_safe(file.language),
                "title": xml_safe(file.title),
                "by": xml_safe(file.credit),
                "renditions": [_rendition(file, "original") | _dimensions(file)],
            }
        )


def _dimensions(file: File) -> Json:
    return present({"width": file.width, "height": file.height, "duration": file.duration_s})


def _rendition(file: File, name: str) -> Json:
    return present({"name": name, "href": file.url, "contentType": xml_safe(file.type), "sizeInBytes": file.size_bytes})
