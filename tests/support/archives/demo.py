"""The sample organisation as a log in memory, from the texts in ``newsroom/intake/sample``: for looking at pages."""

import datetime as dt
import tomllib
import uuid
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

import dateline.newsroom.intake.sample
from dateline.editions.edition import Edition
from dateline.editions.entry import words
from dateline.editions.newsroom import NamePeriod, Place
from dateline.editions.parts import Block, Contact, Dateline, Download, Embed, Picture, Quote, Ref, Rendition, Text
from dateline.newsroom.intake.sample.body import blocks
from dateline.text.languages import INTERFACE
from dateline.web.addresses import slugify
from tests.support.editions import Log, a_kind, a_newsroom, a_topic, an_edition, an_office

SAMPLE = Path(dateline.newsroom.intake.sample.__file__).parent
WIDTHS = (480, 960, 1600)
KINDS = {
    "news": ("News", "Actualité", "Новость", "خبر"),
    "press-release": ("Press release", "Communiqué de presse", "Пресс-релиз", "بيان صحفي"),
    "statement": ("Statement", "Déclaration", "Заявление", "تصريح"),
    "media-advisory": ("Media advisory", "Avis aux médias", "Анонс для СМИ", "تنويه إعلامي"),
    "speech": ("Speech", "Discours", "Выступление", "كلمة"),
    "spot-report": ("Spot report", "Rapport ponctuel", "Оперативный доклад", "تقرير آني"),
    "daily-report": ("Daily report", "Rapport quotidien", "Ежедневный доклад", "تقرير يومي"),
}


def demo_log(limit: int | None = None) -> Log:
    """Return the sample as a log, oldest first; one release is corrected, one withdrawn and one removed."""
    log = Log()
    newsroom = _read("newsroom")
    boilerplate = newsroom.pop("boilerplate")
    newsroom["contacts"] = (Contact(**newsroom.pop("contact")),)
    log.set(a_newsroom(**newsroom | {"languages": INTERFACE}))
    offices = {slug: _office(slug, given) for slug, given in _read("offices").items()}
    topics = {slug: a_topic(slug, **given) for slug, given in _read("topics").items()}
    kinds = {
        slug: a_kind(slug, order=place, names=dict(zip(INTERFACE, names, strict=True)))
        for place, (slug, names) in enumerate(KINDS.items(), 1)
    }
    log.set(*offices.values(), *topics.values(), *kinds.values())
    names = {"office": offices, "topic": topics, "kind": kinds}
    zone = ZoneInfo(newsroom["time_zone"])
    files = [tomllib.loads(path.read_text("utf-8")) for path in sorted((SAMPLE / "releases").glob("*.toml"))]
    files.sort(key=lambda given: given["published_at"])
    for number, given in enumerate(files[-limit:] if limit else files, start=1):
        for language in INTERFACE:
            if language in given:
                log.publish(
                    _edition(number, language, given, names=names, zone=zone, boilerplate=boilerplate[language])
                )
    _incidents(log)
    return log


def _incidents(log: Log) -> None:
    """Correct the newest text, withdraw the third newest, remove the fourth, in English."""
    texts = [words(record) for record in log.records if record.entry.subject.kind == "release"]
    newest = sorted((text for text in texts if text.language == "en"), key=lambda text: text.published_at)
    first, third, fourth = newest[-1], newest[-3], newest[-4]
    later = dt.timedelta(days=1)
    changes = {"version": 2, "edited_at": first.edited_at + later, "body": _extended(first)}
    notice = "An earlier version gave the wrong number of participants. There were 46, not 64."
    log.publish(_with(first, **changes), "corrected", notice)
    log.publish(_with(third, version=2, edited_at=third.edited_at + later), "withdrawn", "Issued in error.")
    log.remove(fourth, "Removed at the request of a person named in it.")


def _extended(edition: Edition) -> tuple[Block, ...]:
    return (
        *edition.body,
        Text(html="<h2>What comes next</h2><p>The <a href='https://asco.example/'>programme</a> goes on.</p>"),
        Download(file="a" * 64 + ".pdf", title="Summary of findings", type="application/pdf", size_bytes=1_402_113),
        Embed(url="https://video.example/4", title="The ceremony on video", provider="video.example"),
    )


def _with(edition: Edition, **changes: Any) -> Edition:
    return msgspec.structs.replace(edition, **changes)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLE / f"{name}.toml").read_text("utf-8"))


def _office(slug: str, given: dict[str, Any]) -> Any:
    periods = tuple(
        NamePeriod(
            names={tag: name for tag, name in period.items() if tag in INTERFACE},
            from_on=period.get("from_on"),
            until_on=period.get("until_on"),
        )
        for period in given.pop("names")
    )
    place = {key: given.pop(key) for key in ("city", "country", "latitude", "longitude") if key in given}
    contact = given.pop("contact", None)
    contacts = (Contact(**contact),) if contact else ()
    return an_office(slug, periods=periods, place=Place(**place), contacts=contacts, **given)


def _edition(number: int, language: str, given: dict, *, names: dict, zone: ZoneInfo, boilerplate: str) -> Edition:
    said = given[language]
    at = given["published_at"].replace(tzinfo=zone).astimezone(dt.UTC)
    day = given["published_at"].date()
    slugs = [slug for slug in (given.get("lead_office"), *given.get("offices", [])) if slug]
    return an_edition(
        number,
        language,
        release=str(uuid.uuid5(uuid.NAMESPACE_URL, f"demo/{number}")),
        kind=Ref(slug=given["kind"], name=names["kind"][given["kind"]].names[language]),
        offices=tuple(Ref(slug=slug, name=names["office"][slug].name(language, day)) for slug in slugs),
        topics=tuple(Ref(slug=slug, name=names["topic"][slug].names[language]) for slug in given.get("topics", [])),
        headline=said["headline"],
        slug=slugify(said["headline"]),
        lead=said["lead"],
        dateline=Dateline(places=tuple(said.get("places", ())), on=given["dateline_on"])
        if "dateline_on" in given
        else None,
        body=tuple(_block(*block) for block in blocks(said["body"])),
        boilerplate=boilerplate if given["kind"] == "press-release" else "",
        notes=f"<p>{said['notes']}</p>" if "notes" in said else "",
        contacts=(Contact(**given["contact"]),) if "contact" in given else (),
        picture=_picture(given, said, number) if "picture" in given else None,
        event_from_on=given.get("event_from_on"),
        event_until_on=given.get("event_until_on"),
        published_at=at,
        edited_at=at,
    )


def _picture(given: dict, said: dict, number: int) -> Picture:
    renditions = tuple(
        Rendition(
            file=f"{given['picture']}-{number % 5}-{width}.jpg",
            type="image/jpeg",
            width=width,
            height=width * 5 // 8,
            size_bytes=width * 100,
        )
        for width in WIDTHS
    )
    return Picture(renditions=renditions, alt=said.get("alt", ""), caption=said.get("caption", ""))


def _block(sort: str, said: Any) -> Block:
    return Text(html=said) if sort == "text" else Quote(**said)
