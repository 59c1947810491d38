"""Examples of answers, for the documentation: a made-up release of a made-up organisation."""

from typing import Any

Json = dict[str, Any]

_NUMBER, _RELEASE = 812, "5b5ab1a4-9a9b-4f0c-9d5c-4c9e5f0f3a2d"
_ID = "urn:uuid:0b6b3ad1-4f0e-5d5f-8f0a-6d1c2b7a9e10"
_HEADLINE, _LEAD = "Bridge opens", "The bridge at Velda opened today."
_AT = "2024-06-03T12:00:00Z"
_FILE = f"{'a' * 64}.webp"


def examples(root: str) -> dict[str, Json]:
    """Return the example of each route's answer by the route's name.

    Args:
        root: address of the site without a trailing slash.
    """
    text = _text(root)
    item = _item(root)
    whole = _release_text(root) | {"text": text}
    listing = {"total": 2114, "next": f"{root}/api/v1/releases?office=mission&cursor=2094", "items": [item]}
    changed = _changed(root)
    office, topic, kind = _office(root), _topic(root), {"slug": "news", "names": {"en": "News"}}
    return {
        "newsroom": _newsroom(),
        "releases": listing,
        "search": _search(item),
        "release": {"number": _NUMBER, "texts": {tag: _api_url(root, tag) for tag in ("en", "fr")}},
        "text": whole,
        "texts": {"next": None, "items": [whole], "missing": [900]},
        "changes": {"position": 4711, "next": None, "items": [changed]},
        "offices": {"items": [office]},
        "office": office,
        "topics": {"items": [topic]},
        "topic": topic,
        "kinds": {"items": [kind]},
        "log": _log(root),
    }


PROBLEM: Json = {
    "type": "about:blank",
    "title": "Bad Request",
    "status": 400,
    "detail": "The parameter size is '0'; it is a whole number from 1 to 100.",
}


def _api_url(root: str, language: str) -> str:
    return f"{root}/api/v1/releases/{_NUMBER}/{language}"


def _ids() -> Json:
    return {"id": _ID, "release": _RELEASE, "number": _NUMBER, "language": "en", "version": 1}


def _url(root: str) -> str:
    return f"{root}/en/news/{_NUMBER}/bridge-opens"


def _refs() -> Json:
    return {
        "kind": {"slug": "news", "name": "News"},
        "offices": [{"slug": "mission", "name": "Observer Mission"}],
        "topics": [{"slug": "water", "name": "Water"}],
    }


def _moments() -> Json:
    return {"published_at": _AT, "published_precision": "instant", "edited_at": _AT}


def _picture(root: str) -> Json:
    rendition = {"file": _FILE, "type": "image/webp", "width": 1600, "height": 1067, "size_bytes": 184_320}
    return {
        "renditions": [rendition | {"file_url": f"{root}/media/{_FILE}"}],
        "full": None,
        "alt": "The bridge on its first day",
        "caption": "The bridge at Velda",
        "credit": "EXO/Lind",
        "rights_holder": "EXO",
        "usage_terms": "News only",
        "expires_on": None,
    }


def _item(root: str) -> Json:
    return {
        **_ids(),
        "languages": ["en", "fr"],
        "url": _url(root),
        "api_url": _api_url(root, "en"),
        "headline": _HEADLINE,
        "lead": _LEAD,
        **_refs(),
        **_moments(),
        "picture": _picture(root),
        "notices": [],
        "headline_html": None,
        "extract_html": None,
        "partial": False,
        "text": None,
    }


def _text(root: str) -> Json:
    kit = f"{'b' * 64}.zip"
    return {
        "headline": _HEADLINE,
        "lead": _LEAD,
        **_refs(),
        "dateline": {"places": ["Velda"], "on": "2024-06-03"},
        "picture": _picture(root),
        "body": [{"is": "text", "html": "<p>Cars crossed it from noon on.</p>"}],
        "boilerplate": "",
        "notes": "",
        "contacts": [{"name": "Mara Lind", "role": "Press officer", "email": "press@example.org", "phone": ""}],
        "event_from_on": None,
        "event_until_on": None,
        "issuer": "",
        "translated_from": "",
        "machine_translated": False,
        "media_kit": {"file": kit, "size_bytes": 2_097_152, "file_url": f"{root}/media/{kit}"},
        **_moments(),
    }


def _release_text(root: str) -> Json:
    return {
        **_ids(),
        "state": "public",
        "url": _url(root),
        "translations": {"fr": _api_url(root, "fr")},
        "notices": [],
        "history": [{"version": 1, "change": "published", "at": _AT}],
    }


def _changed(root: str) -> Json:
    notice = {"change": "corrected", "at": "2024-06-04T09:30:00Z", "text": "The day was wrong.", "language": "en"}
    return {
        **_ids(),
        "version": 2,
        "change": "corrected",
        "at": notice["at"],
        "state": "public",
        "api_url": _api_url(root, "en"),
        "notices": [notice],
        "outside": False,
        "text": None,
    }


def _search(item: Json) -> Json:
    marked = {"headline_html": "<mark>Bridge</mark> opens", "extract_html": "The <mark>bridge</mark> at Velda"}
    count = [{"slug": "mission", "count": 1}]
    return {
        "total": 1,
        "reachable": 1,
        "next": None,
        "items": [item | marked],
        "facets": {"kinds": [{"slug": "news", "count": 1}], "offices": count, "topics": [], "languages": []},
        "suggestion": "",
        "eased": False,
    }


def _newsroom() -> Json:
    return {
        "name": {"en": "Example Organisation"},
        "short_name": {"en": "EXO"},
        "title": {"en": "News and press releases"},
        "languages": ["en", "fr"],
        "time_zone": "Europe/Vienna",
        "home_url": "https://www.example.org",
        "position": 4711,
    }


def _office(root: str) -> Json:
    names = {"en": "Observer Mission"}
    return {
        "slug": "mission",
        "url": f"{root}/en/offices/mission",
        "names": names,
        "periods": [{"names": names, "from_on": None, "until_on": None}],
        "unit": "",
        "status": "open",
        "closed_on": None,
        "successor": "",
        "parent": "",
        "place": {"city": {"en": "Velda"}, "country": {}, "latitude": None, "longitude": None},
        "time_zone": "",
        "contacts": [],
    }


def _topic(root: str) -> Json:
    url = f"{root}/en/topics/water"
    return {"slug": "water", "url": url, "names": {"en": "Water"}, "parent": "", "media_topic": "medtop:20000430"}


def _log(root: str) -> Json:
    entry = '{"at":"2024-06-03T12:00:00Z","change":"published","edition":"9f86…","number":812,"position":124}'
    return {
        "site": root,
        "position": 4711,
        "next": f"{root}/api/v1/log?after=124&limit=1",
        "entries": [
            {
                "position": 124,
                "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "id": _ID,
                "entry": entry,
                "edition": '{"headline":"Bridge opens","language":"en"}',
                "notice": None,
                "withheld": False,
                "outside": False,
            }
        ],
    }
