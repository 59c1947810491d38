"""A release as JSON-LD for search engines. Source: schema.org."""

from collections.abc import Iterator
from typing import Any

import msgspec
from markupsafe import Markup

from dateline.archive.port import Note, ReleaseText
from dateline.editions.edition import Edition
from dateline.editions.parts import Download, Picture, Recording, Ref
from dateline.public import datelines
from dateline.public.site.page import PageContext, web_address
from dateline.text.xmltext import rfc3339, without_hyphenation, xml_safe_values
from dateline.web.addresses import release_path, text_id

_MEDIA_TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"
Thing = dict[str, Any]


def json_ld(context: PageContext, text: ReleaseText, edition: Edition, paths: dict[str, str]) -> Markup:
    """Return the release as JSON-LD for a ``script`` element; ``paths`` by language lead to all its texts."""
    json = msgspec.json.encode(xml_safe_values(article(context, text, edition, paths))).decode()
    # no text may end the script element
    safe = json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(safe)  # noqa: S704


def article(context: PageContext, text: ReleaseText, edition: Edition, paths: dict[str, str]) -> Thing:
    """Return the release as a schema.org ``NewsArticle`` without empty properties."""
    root, language = context.public_url, edition.language
    address = root + release_path(language, edition.number, edition.slug)
    publisher = _publisher(context)
    others = {tag: _work(root + path, tag) for tag, path in paths.items() if tag != language}
    return _present(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "@id": address,
            "url": address,
            "mainEntityOfPage": address,
            "identifier": text_id(edition.release, language),
            "headline": without_hyphenation(edition.headline),
            "description": edition.lead,
            "inLanguage": language,
            "datePublished": _published(context, edition),
            "dateModified": rfc3339(max(edition.edited_at, *(note.at for note in text.notes), edition.published_at)),
            "version": edition.version,
            "creativeWorkStatus": "Withdrawn" if text.state == "withdrawn" else "",
            "articleSection": edition.kind.name if edition.kind else "",
            "dateline": datelines.dateline(edition.dateline, language).replace("\xa0", " "),
            "contentLocation": [_place(place) for place in (edition.dateline.places if edition.dateline else ())],
            "about": [_topic(context, topic) for topic in edition.topics],
            "author": _author(context, edition) or publisher,
            "sourceOrganization": [_office(context, office) for office in edition.offices],
            "publisher": publisher,
            "isAccessibleForFree": True,
            "image": _image(root, edition.picture) if edition.picture and edition.picture.renditions else None,
            "associatedMedia": list(_files(root, edition)),
            "correction": [_correction(note) for note in text.notes if note.change == "corrected"],
            "translationOfWork": others.get(edition.translated_from),
            "workTranslation": [] if edition.translated_from else list(others.values()),
        }
    )


def _published(context: PageContext, edition: Edition) -> str:
    if edition.published_precision == "day":
        return context.local_date(edition.published_at).isoformat()
    return rfc3339(edition.published_at)


def _publisher(context: PageContext) -> Thing:
    newsroom, root = context.newsroom, context.public_url
    logo = {"@type": "ImageObject", "url": f"{root}/media/{newsroom.logo.file}"} if newsroom.logo else None
    return _present(
        {
            "@type": "Organization",
            "@id": f"{root}/#organisation",
            "name": context.localized(newsroom.name),
            "alternateName": context.localized(newsroom.short_name),
            "url": newsroom.home_url if newsroom.home_url.startswith(("https://", "http://")) else root,
            "logo": logo,
        }
    )


def _office(context: PageContext, office: Ref) -> Thing:
    known = office.slug in context.archive.offices
    url = f"{context.public_url}/{context.ui}/offices/{office.slug}" if known else ""
    return _present({"@type": "Organization", "name": office.name, "url": url})


def _author(context: PageContext, edition: Edition) -> Thing | None:
    if edition.issuer.strip():
        return {"@type": "Organization", "name": edition.issuer}
    return _office(context, edition.offices[0]) if edition.offices else None


def _place(name: str) -> Thing:
    return {"@type": "Place", "name": name}


def _topic(context: PageContext, topic: Ref) -> Thing:
    known = context.archive.topics.get(topic.slug)
    code = known.media_topic.rpartition(":")[2] if known else ""
    return _present(
        {
            "@type": "DefinedTerm",
            "name": topic.name,
            "url": f"{context.public_url}/{context.ui}/topics/{topic.slug}" if known else "",
            "termCode": code,
            "inDefinedTermSet": _MEDIA_TOPICS if code else "",
        }
    )


def _image(root: str, picture: Picture) -> Thing:
    shown = picture.renditions[-1]
    return _present(
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
        "url": "" if recording.file else web_address(recording.url),
        "encodingFormat": recording.type,
        "contentSize": str(recording.size_bytes) if recording.size_bytes else "",
        "duration": f"PT{recording.duration_s}S" if recording.duration_s else "",
        "uploadDate": rfc3339(edition.published_at),
        "thumbnailUrl": f"{root}/media/{poster}" if poster else "",
        "transcript": recording.transcript,
        "creditText": recording.credit,
        "caption": [
            {"@type": "MediaObject", "inLanguage": one.language, "contentUrl": f"{root}/media/{one.file}"}
            for one in recording.captions
        ],
    }
    return _present(thing)


def _files(root: str, edition: Edition) -> Iterator[Thing]:
    for block in edition.body:
        if isinstance(block, Recording):
            yield _recording(root, edition, block)
        if isinstance(block, Download):
            yield _present(
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
    return _present(
        {
            "@type": "CorrectionComment",
            "text": note.text,
            "inLanguage": note.language,
            "datePublished": rfc3339(note.at),
        }
    )


def _work(address: str, language: str) -> Thing:
    return {"@type": "NewsArticle", "@id": address, "url": address, "inLanguage": language}


def _present(thing: Thing) -> Thing:
    """Return a thing without its empty properties."""
    return {name: value for name, value in thing.items() if value not in ("", None, [])}
