"""Import of the sample newsroom, through the desk's actions like any import."""

import datetime as dt
import io
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.images import ImageFile

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.models import Kind, NewsImage, NewsroomSettings, Office, OfficeName, Release, Topic
from dateline.newsroom.intake.sample import body
from dateline.newsroom.intake.sample.motifs import draw
from dateline.text.languages import INTERFACE

Progress = Callable[[int, int], None]
"""Called with the number of releases loaded, and of all."""

CREDIT = "Dateline sample newsroom"
_STEP = 10  # releases between two progress reports; a transaction of the desk holds up to 20


def load(*, at: dt.datetime, progress: Progress) -> int:
    """Load what is missing and return the number of new releases; safe to repeat.

    Releases keep their original dates, so that the newsroom looks six years old.

    Args:
        at: current moment, aware, UTC.
        progress: called after every few releases.
    """
    newsroom = _table("newsroom")
    _set_newsroom(newsroom, at)
    _set_offices(at)
    _set_topics(at)
    missing = _missing_releases()
    zone = ZoneInfo(newsroom["time_zone"])
    for start in range(0, len(missing), _STEP):
        progress(start, len(missing))
        items = [_item(name, table, zone, newsroom["boilerplate"]) for name, table in missing[start : start + _STEP]]
        actions.publish_imported(items, at=at)
    progress(len(missing), len(missing))
    return len(missing)


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _missing_releases() -> list[tuple[str, dict[str, Any]]]:
    """Return names and tables of the releases that are not loaded yet, the oldest first."""
    folder = files(__package__).joinpath("releases")
    known = set(Release.objects.filter(source_key__startswith="sample:").values_list("source_key", flat=True))
    names = sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))
    new = [name for name in names if _key(name) not in known]
    return [(name, tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))) for name in new]


def _key(name: str) -> str:
    return f"sample:{name.split('-', maxsplit=1)[0]}"


def _set_newsroom(table: dict[str, Any], at: dt.datetime) -> None:
    """Set name and settings of the newsroom, unless it has offices already."""
    settings = NewsroomSettings.current()
    if Office.objects.exists():
        return
    for field in ("name", "short_name", "title", "tagline", "accent", "time_zone", "home_url"):
        setattr(settings, field, table[field])
    settings.contacts = _contacts(table["contact"])
    actions.set_newsroom(settings, at=at)


def _set_offices(at: dt.datetime) -> None:
    tables = _table("offices")
    for slug in sorted(tables, key=lambda slug: ("parent" in tables[slug], "successor" in tables[slug])):
        if not Office.objects.filter(slug=slug).exists():
            actions.set_office(*_office(slug, tables[slug]), at=at)


def _office(slug: str, table: dict[str, Any]) -> tuple[Office, ...]:
    office = Office(
        slug=slug,
        unit=table["unit"],
        status=table.get("status", Office.Status.OPEN),
        closed_on=table.get("closed_on"),
        parent=_by_slug(Office, table.get("parent")),
        successor=_by_slug(Office, table.get("successor")),
        city=table.get("city", {}),
        country=table.get("country", {}),
        latitude=table.get("latitude"),
        longitude=table.get("longitude"),
        time_zone=table["time_zone"],
        contacts=_contacts(table["contact"]) if "contact" in table else [],
    )
    office.names.set(
        [
            OfficeName(
                names={tag: name for tag, name in period.items() if isinstance(name, str)},
                from_on=period.get("from_on"),
                until_on=period.get("until_on"),
            )
            for period in table["names"]
        ]
    )
    return (office,)


def _set_topics(at: dt.datetime) -> None:
    for slug, table in _table("topics").items():
        if not Topic.objects.filter(slug=slug).exists():
            parent = _by_slug(Topic, table.get("parent"))
            code = table.get("media_topic", "")
            actions.set_topic(Topic(slug=slug, names=table["names"], parent=parent, media_topic=code), at=at)


def _contacts(contact: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    """Return a contact in each language, as blocks."""
    return [("contact", {**_contact(contact, tag), "language": tag}) for tag in INTERFACE]


def _contact(contact: dict[str, str], language: str) -> dict[str, str]:
    """Return a contact with its words in a language."""
    words = _table("contact_words")
    return {name: words.get(text, {}).get(language, text) for name, text in contact.items()}


def _by_slug(model: Any, slug: str | None) -> Any:
    return model.objects.get(slug=slug) if slug else None


def _item(name: str, table: dict[str, Any], zone: ZoneInfo, boilerplate: Mapping[str, str]) -> actions.Imported:
    languages = [tag for tag in INTERFACE if tag in table]
    picture = _picture(name, table, languages) if "picture" in table else None
    return actions.Imported(
        source_key=_key(name),
        published_at=table["published_at"].replace(tzinfo=zone).astimezone(dt.UTC),
        kind=Kind.objects.get(slug=table["kind"]),
        lead_office=_by_slug(Office, table.get("lead_office")),
        offices=tuple(Office.objects.get(slug=slug) for slug in table.get("offices", ())),
        topics=tuple(Topic.objects.get(slug=slug) for slug in table.get("topics", ())),
        event_from_on=table.get("event_from_on"),
        event_until_on=table.get("event_until_on"),
        texts=tuple(_text(table, tag, languages[0], picture, boilerplate) for tag in languages),
    )


def _text(  # noqa: PLR0917 - one caller
    table: dict[str, Any], language: str, original: str, picture: NewsImage | None, boilerplate: Mapping[str, str]
) -> actions.ImportedText:
    words = table[language]
    places = tuple(words.get("places", ()))
    return actions.ImportedText(
        language=language,
        headline=words["headline"],
        lead=words["lead"],
        dateline_places=places,
        dateline_on=table.get("dateline_on") if places else None,
        body=body.blocks(words["body"]),
        boilerplate=boilerplate[language] if table["kind"] in {"press-release", "media-advisory"} else "",
        notes=body.html(words.get("notes", "")),
        contacts=(_contact(table["contact"], language),) if "contact" in table else (),
        picture=picture,
        translated_from="" if language == original else original,
    )


def _picture(name: str, table: dict[str, Any], languages: list[str]) -> NewsImage:
    """Draw the picture of a release; it is the same each time."""
    number = int(name.split("-", maxsplit=1)[0])
    motif = table["picture"]
    picture = NewsImage(
        title=f"{motif} {number}",
        file=ImageFile(io.BytesIO(draw(motif, number)), name=f"{number:03}-{motif}.jpg"),
        alt={tag: table[tag]["alt"] for tag in languages if table[tag].get("alt")},
        caption={tag: table[tag]["caption"] for tag in languages if table[tag].get("caption")},
        credit=CREDIT,
    )
    picture.save()
    return picture
