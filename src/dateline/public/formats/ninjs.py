"""Releases as ninjs 3, the current one. Source: IPTC ninjs 3.1; a list is a composite item of its releases."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec

from dateline.editions.extension import MEDIA_TYPE, EditionExtension
from dateline.editions.parts import Contact
from dateline.public.feeds.model import File
from dateline.public.formats.news import Image, Named, News, Package
from dateline.text.xmltext import carried, carried_all, moment

_MEDIA_TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"
Json = dict[str, Any]


def item(news: News) -> bytes:
    """Return one release as a ninjs 3 document."""
    return encoded(item_of(news) | _standard())


def package(package_: Package) -> bytes:
    """Return a page of a list as a ninjs 3 document."""
    return encoded(package_of(package_) | _standard())


def encoded(value: Json) -> bytes:
    """Return JSON in UTF-8."""
    return msgspec.json.encode(value)


def item_of(news: News) -> Json:
    """Return one release, without the name of the standard."""
    return said(
        {
            "uri": news.uri,
            "type": "text",
            "representationType": "full",
            "version": str(news.version),
            "firstCreated": moment(news.published_at) if news.published_at else "",
            "versionCreated": moment(news.changed_at),
            "pubStatus": news.status,
            "copyrightHolder": carried(news.provider),
            "language": news.language,
            "title": carried(news.headline),
            "headlines": _texts(("main", "text/plain", news.headline)),
            "descriptions": _texts(("summary", "text/plain", news.lead)),
            "bodies": _texts(
                ("main", "text/html", news.html),
                ("main", "text/plain", news.text),
                ("dateline", MEDIA_TYPE, _written(news.extension)),
            ),
            "edNote": carried("\n".join(f"{note.change}, {moment(note.at)}: {note.text}" for note in news.notes)),
            "located": carried(news.places[0]) if news.places else "",
            "by": carried(news.issuer),
            "places": [{"name": carried(place), "rel": "dateline"} for place in news.places],
            "organisations": [_organisation(office, place) for place, office in enumerate(news.offices)],
            "subjects": [_subject(topic) for topic in news.topics],
            "genres": [said({"name": carried(news.kind.name), "literal": news.kind.slug})] if news.kind else [],
            "people": [person for contact in news.contacts if (person := _person(contact))],
            "associations": [*_pictures(news), *_files(news)],
            "altIds": [
                {"role": "number", "value": str(news.number)},
                {"role": "release", "value": f"urn:uuid:{news.release}"},
                {"role": "page", "value": news.url},
                *([{"role": "translationOf", "value": news.translation_of}] if news.translation_of else []),
            ],
        }
    )


def package_of(package_: Package) -> Json:
    """Return a page of a list, without the name of the standard."""
    following = [{"role": "next", "value": package_.following}] if package_.following else []
    return said(
        {
            "uri": package_.uri,
            "type": "composite",
            "representationType": "full",
            "version": "1",
            "versionCreated": moment(package_.changed_at),
            "pubStatus": "usable",
            "copyrightHolder": carried(package_.provider),
            "language": package_.language,
            "title": carried(package_.title),
            "headlines": _texts(("main", "text/plain", package_.title)),
            "associations": [
                {"name": f"item-{place}", **item_of(news)} for place, news in enumerate(package_.items, 1)
            ],
            "altIds": following,
        }
    )


def said(value: Json) -> Json:
    """Return what has a value."""
    return {name: one for name, one in value.items() if one}


def _standard() -> Json:
    schema = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"
    return {"standard": {"name": "ninjs", "version": "3.1", "schema": schema}}


def _texts(*texts: tuple[str, str, str]) -> list[Json]:
    return [{"role": role, "contentType": kind, "value": carried(text)} for role, kind, text in texts if text]


def _written(extension: EditionExtension | None) -> str:
    """Return as JSON what ninjs has no word for; empty where there is nothing."""
    if extension is None:
        return ""
    return msgspec.json.encode(carried_all(msgspec.to_builtins(extension))).decode()


def _organisation(office: Named, place: int) -> Json:
    rel = "issuer" if place == 0 else "participant"
    return said({"name": carried(office.name), "rel": rel, "uri": office.uri, "literal": office.slug})


def _subject(topic: Named) -> Json:
    uri = _MEDIA_TOPICS + topic.media_topic if topic.media_topic else topic.uri
    return said({"name": carried(topic.name), "rel": "about", "uri": uri, "literal": topic.slug})


def _person(contact: Contact) -> Json:
    ways = (("email", contact.email), ("phone", contact.phone))
    info = [{"type": kind, "value": carried(value)} for kind, value in ways if value]
    if not contact.name and not info:
        return {}
    return said({"name": carried(contact.name), "rel": "contact", "contactInfo": info})


def _pictures(news: News) -> Iterator[Json]:
    for place, image in enumerate(news.images, 1):
        yield said(
            {
                "name": f"picture-{place}",
                "uri": image.files[-1].url,
                "type": "picture",
                "pubStatus": news.status,
                "by": carried(image.credit),
                "copyrightNotice": carried(image.credit),
                "copyrightHolder": carried(image.rights_holder),
                "usageTerms": carried(image.usage_terms),
                "expires": _end(image.expires_on) if image.expires_on else "",
                "descriptions": _texts(("caption", "text/plain", image.caption), ("alt", "text/plain", image.alt)),
                "renditions": list(_renditions(image)),
            }
        )


def _renditions(image: Image) -> Iterator[Json]:
    for file in image.files:
        kind = file.type.rpartition("/")[2]
        yield _rendition(file, f"{kind}-{file.width}") | _measures(file)

    if image.full:
        yield _rendition(image.full, "full") | said({"width": image.full.width, "height": image.full.height})


def _end(last_on: dt.date) -> str:
    """Return when the last day of use is over, by UTC; of the last day there is, when its last second begins."""
    if last_on == dt.date.max:  # as other systems write that there is no end
        return moment(dt.datetime.combine(last_on, dt.time(23, 59, 59), tzinfo=dt.UTC))
    return moment(dt.datetime.combine(last_on + dt.timedelta(days=1), dt.time.min, tzinfo=dt.UTC))


def _files(news: News) -> Iterator[Json]:
    for place, file in enumerate(news.files, 1):
        kind = {"audio": "audio", "video": "video"}.get(file.type.partition("/")[0], "component")
        yield said(
            {
                "name": f"file-{place}",
                "uri": file.url,
                "type": kind,
                "pubStatus": news.status,
                "language": carried(file.language),
                "title": carried(file.title),
                "by": carried(file.credit),
                "renditions": [_rendition(file, "original") | _measures(file)],
            }
        )


def _measures(file: File) -> Json:
    return said({"width": file.width, "height": file.height, "duration": file.duration_s})


def _rendition(file: File, name: str) -> Json:
    return said({"name": name, "href": file.url, "contentType": carried(file.type), "sizeInBytes": file.size_bytes})
