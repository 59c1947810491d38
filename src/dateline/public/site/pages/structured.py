"""What a release is, for search engines. Source: schema.org, in JSON-LD."""

from collections.abc import Iterator
from typing import Any

import msgspec
from markupsafe import Markup

from dateline.archive.port import Note, ReleaseText
from dateline.editions.edition import Edition
from dateline.editions.parts import Download, Picture, Recording, Ref
from dateline.public.site import datelines
from dateline.public.site.page import Setting, elsewhere
from dateline.text.xmltext import carried_all, moment
from dateline.web.links import release_path

_MEDIA_TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"
Thing = dict[str, Any]


def structured(setting: Setting, reading: ReleaseText, edition: Edition, paths: dict[str, str]) -> Markup:
    """Return the release as JSON-LD for a ``script`` element; ``paths`` name all its texts by language."""
    packed = msgspec.json.encode(carried_all(article(setting, reading, edition, paths))).decode()
    # no text may end the element it stands in
    safe = packed.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(safe)  # noqa: S704


def article(setting: Setting, reading: ReleaseText, edition: Edition, paths: dict[str, str]) -> Thing:
    """Return the release as a schema.org ``NewsArticle``, with the properties that it has."""
    root, language = setting.public_url, edition.language
    address = root + release_path(language, edition.number, edition.slug)
    publisher = _publisher(setting)
    others = {tag: _work(root + path, tag) for tag, path in paths.items() if tag != language}
    return _said(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "@id": address,
            "url": address,
            "mainEntityOfPage": address,
            "identifier": f"urn:uuid:{edition.release}",
            "headline": edition.headline,
            "description": edition.lead,
            "inLanguage": language,
            "datePublished": _published(setting, edition),
            "dateModified": moment(max(edition.edited_at, *(note.at for note in reading.notes), edition.published_at)),
            "version": edition.version,
            "creativeWorkStatus": "Withdrawn" if reading.state == "withdrawn" else "",
            "articleSection": edition.kind.name if edition.kind else "",
            "dateline": datelines.dateline(edition.dateline, language).replace("\xa0", " "),
            "contentLocation": [_place(place) for place in (edition.dateline.places if edition.dateline else ())],
            "about": [_topic(setting, topic) for topic in edition.topics],
            "author": _author(setting, edition) or publisher,
            "sourceOrganization": [_office(setting, office) for office in edition.offices],
            "publisher": publisher,
            "isAccessibleForFree": True,
            "image": _image(root, edition.picture) if edition.picture and edition.picture.renditions else None,
            "associatedMedia": list(_files(root, edition)),
            "correction": [_correction(note) for note in reading.notes if note.change == "corrected"],
            "translationOfWork": others.get(edition.translated_from),
            "workTranslation": [] if edition.translated_from else list(others.values()),
        }
    )


def _published(setting: Setting, edition: Edition) -> str:
    if edition.published_precision == "day":
        return setting.published_on(edition.published_at).isoformat()
    return moment(edition.published_at)


def _publisher(setting: Setting) -> Thing:
    newsroom, root = setting.newsroom, setting.public_url
    logo = {"@type": "ImageObject", "url": f"{root}/media/{newsroom.logo.file}"} if newsroom.logo else None
    return _said(
        {
            "@type": "Organization",
            "@id": f"{root}/#organisation",
            "name": setting.called(newsroom.name),
            "alternateName": setting.called(newsroom.short_name),
            "url": newsroom.home_url if newsroom.home_url.startswith(("https://", "http://")) else root,
            "logo": logo,
        }
    )


def _office(setting: Setting, office: Ref) -> Thing:
    known = office.slug in setting.archive.offices
    url = f"{setting.public_url}/{setting.ui}/offices/{office.slug}" if known else ""
    return _said({"@type": "Organization", "name": office.name, "url": url})


def _author(setting: Setting, edition: Edition) -> Thing | None:
    if edition.issuer.strip():
        return {"@type": "Organization", "name": edition.issuer}
    return _office(setting, edition.offices[0]) if edition.offices else None


def _place(name: str) -> Thing:
    return {"@type": "Place", "name": name}


def _topic(setting: Setting, topic: Ref) -> Thing:
    known = setting.archive.topics.get(topic.slug)
    code = known.media_topic.rpartition(":")[2] if known else ""
    return _said(
        {
            "@type": "DefinedTerm",
            "name": topic.name,
            "url": f"{setting.public_url}/{setting.ui}/topics/{topic.slug}" if known else "",
            "termCode": code,
            "inDefinedTermSet": _MEDIA_TOPICS if code else "",
        }
    )


def _image(root: str, picture: Picture) -> Thing:
    shown = picture.renditions[-1]
    return _said(
        {
            "@type": "ImageObject",
            "url": f"{root}/media/{shown.file}",
            "contentUrl": f"{root}/media/{shown.file}",
            "encodingFormat": shown.type,
            "description": picture.alt,
            "caption": picture.caption,
            "creditText": picture.credit,
        }
    )


def _recording(root: str, edition: Edition, recording: Recording) -> Thing:
    poster = recording.poster.renditions[-1].file if recording.poster and recording.poster.renditions else ""
    thing = {
        "@type": "VideoObject" if recording.sort == "video" else "AudioObject",
        "name": recording.title,
        "description": recording.caption or recording.title,
        "contentUrl": f"{root}/media/{recording.file}" if recording.file else "",
        "url": "" if recording.file else elsewhere(recording.url),
        "encodingFormat": recording.type,
        "contentSize": str(recording.size_bytes) if recording.size_bytes else "",
        "duration": f"PT{recording.duration_s}S" if recording.duration_s else "",
        "uploadDate": moment(edition.published_at),
        "thumbnailUrl": f"{root}/media/{poster}" if poster else "",
        "transcript": recording.transcript,
        "creditText": recording.credit,
        "caption": [
            {"@type": "MediaObject", "inLanguage": one.language, "contentUrl": f"{root}/media/{one.file}"}
            for one in recording.captions
        ],
    }
    return _said(thing)


def _files(root: str, edition: Edition) -> Iterator[Thing]:
    for block in edition.body:
        if isinstance(block, Recording):
            yield _recording(root, edition, block)
        if isinstance(block, Download):
            yield _said(
                {
                    "@type": "MediaObject",
                    "name": block.title,
                    "contentUrl": f"{root}/media/{block.file}",
                    "encodingFormat": block.type,
                    "contentSize": str(block.size_bytes),
                    "inLanguage": block.language,
                }
            )


def _correction(note: Note) -> Thing:
    said = {"text": note.text, "inLanguage": note.language, "datePublished": moment(note.at)}
    return _said({"@type": "CorrectionComment", **said})


def _work(address: str, language: str) -> Thing:
    return {"@type": "NewsArticle", "@id": address, "url": address, "inLanguage": language}


def _said(thing: Thing) -> Thing:
    """Return a thing without the properties it does not have."""
    return {name: value for name, value in thing.items() if value not in ("", None, [])}
