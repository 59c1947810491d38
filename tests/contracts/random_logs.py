"""Random logs with every change there is, and the questions that every engine must answer like the oracle."""

import datetime as dt

import msgspec
from hypothesis import strategies as st

from dateline.archive.query import Filter, Query
from dateline.editions.edition import Edition
from dateline.editions.entry import Change, Record, Subject
from dateline.editions.newsroom import Address, NamePeriod
from dateline.editions.parts import Contact, Dateline, Download, Picture, Quote, Text
from tests.support.editions import NOON, SALT, Log, a_kind, a_newsroom, a_topic, an_edition, an_office, refs

LANGUAGES = ("en", "fr", "ru", "ar", "de-CH", "zh")
FILES = (f"{'a' * 64}.csv", f"{'b' * 64}.csv", f"{'c' * 64}.csv")
KINDS = ("news", "statement")
OFFICES = ("mission", "chair", "centre")
TOPICS = ("security", "policing", "borders")
SAID = (
    "Korça votes: elections & “observers”",
    "Les élections d’Ivoire à l’été",
    "Выборы в Шушарах, ёлка",
    "الانتخابات في المدينة وأُعلنت النتائج",
    "Straßenverkehr in Zürich <b>heute</b>",
    "東京都の選挙を監視",
    "Two F-16 & the e-government of O’Brien: 1,250,000 for 10 000",
    "ﾌｪﾘｰ: بيان المسؤول، وبالمدينة",
    "Нова бібліотека у Києві, 1000 книг",
    "",
)
CONTACTS = (
    Contact(name="Ilan Tesh", phone="+999 555 0151"),
    Contact(name="Ann Lind", role="Officer", email="press.x@exo.example"),
)
DAYS = (None, dt.date(2024, 6, 1), dt.date(2024, 6, 4))
TYPED = (
    "korca",
    "ELECTION",
    "élections observers",
    "d'Ivoire",
    "выборов",
    "елка",
    "الانتخابات",
    "مدينه",
    "strassenverkehr",
    "zurich",
    "東京",
    '"elections observers"',
    '"votes elections"',
    "lead 1",
    "?!* AND (",
    "corrected",
    "korca elections votes observers zurich",
    "korca votes elections observers ann",
    "выборов élections 東京",
    "nowhere elections nothing",
    '"elections observers" nowhere zurich выборов nothing',
    "nowhere korca",
    "F16",
    "f 16 egovernment",
    "e-governments OBrien",
    "1250000 10,000",
    "10 000 people",
    "1000th",
    "フェリー",
    "المسئول المدينة",
    "Київ бібліотеки",
    "东京",
    "elect",
    "elect* -votes",
    "cityhall korca OR zurich",
    "ivoi* | выборы 3",
    'elections -"observers"',
    "-elections",
    "3 June 2024",
    "2024-06-04 korca",
    "4 июня élections",
    "1.6.2024",
    "Ilan Tesh +999 555 0151",
    "9995550151",
    "press.x@exo.example",
    "gra pa ragraph",
    "paragra",
    "3",
    "EXO 2/2024",
    "release 4/2023",
    "straßen verkehr",
    "Zuerich",
    "المسئول",
)

_numbers = st.integers(1, 5)
_some = {
    "kinds": st.lists(st.sampled_from([*KINDS, "unknown"]), max_size=2, unique=True).map(tuple),
    "offices": st.lists(st.sampled_from(OFFICES), max_size=2, unique=True).map(tuple),
    "topics": st.lists(st.sampled_from(TOPICS), max_size=2, unique=True).map(tuple),
    "languages": st.lists(st.sampled_from(LANGUAGES), max_size=2, unique=True).map(tuple),
}
_files = st.lists(st.sampled_from(FILES), max_size=2)
_days = st.none() | st.dates(dt.date(2024, 6, 1), dt.date(2024, 6, 8))


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    number = draw(_numbers)
    published = NOON + dt.timedelta(hours=draw(st.sampled_from([0, 0, 5, 11, 12, 36, 60, -7])))
    return an_edition(
        number,
        draw(st.sampled_from(LANGUAGES)),
        salt=f"{draw(st.integers(0, 2**64)):032x}",
        kind=draw(st.none() | st.sampled_from(KINDS).map(lambda slug: refs(slug)[0])),
        offices=refs(*draw(_some["offices"])),
        topics=refs(*draw(_some["topics"])),
        headline=draw(st.sampled_from(SAID)),
        lead=draw(st.sampled_from(SAID)),
        body=(
            Text(html=f"<p>Para <b>gra</b>ph {number}</p>"),
            Quote(text=draw(st.sampled_from(SAID)), speaker="Ann"),
            *(Download(file=name, title="", type="text/csv", size_bytes=3) for name in draw(_files)),
        ),
        dateline=draw(st.none() | st.sampled_from(DAYS).map(lambda on: Dateline(places=("Korça",), on=on))),
        event_from_on=draw(st.sampled_from(DAYS[:2])),
        event_until_on=draw(st.sampled_from([None, dt.date(2024, 6, 3)])),
        contacts=draw(st.lists(st.sampled_from(CONTACTS), max_size=1).map(tuple)),
        picture=draw(st.sampled_from([None, Picture(renditions=(), alt=SAID[0], caption="By the river")])),
        published_at=published,
        edited_at=published + dt.timedelta(minutes=draw(st.integers(0, 90))),
    )


@st.composite
def whole_logs(draw: st.DrawFn, *, size: int = 25) -> Log:
    log = Log()
    published: list[Edition] = []
    for _ in range(draw(st.integers(0, size))):
        deed = draw(
            st.sampled_from(["publish"] * 4 + ["again", "withdraw", "restore", "remove", "remove", "vocabulary"])
        )
        if deed == "vocabulary":
            _set_something(draw, log)
            continue
        edition = draw(editions())
        if deed != "publish" and published:  # what happens mostly happens to a text that is there
            there = draw(st.sampled_from(published))
            given = {"release": there.release, "number": there.number, "language": there.language}
            edition = msgspec.structs.replace(edition, **given)
        published.append(edition)
        if deed in {"publish", "again"}:
            change: Change = draw(st.sampled_from(["published", "updated", "corrected"]))
            log.publish(edition, change, "Corrected on Monday." if change == "corrected" else "")
        elif deed == "remove":
            log.remove(edition, change=draw(st.sampled_from(["removed", "erased"])))
        else:
            subject = Subject(kind="release", id=edition.release, language=edition.language)
            words = edition if draw(st.booleans()) else None
            said = "withdrawn" if deed == "withdraw" else "restored"
            log.append(subject, said, words, f"It is {said}.", number=edition.number)
    return log


def logs() -> st.SearchStrategy[list[Record]]:
    return whole_logs().map(lambda log: log.records)


def _set_something(draw: st.DrawFn, log: Log) -> None:
    topic, office = draw(st.sampled_from(TOPICS)), draw(st.sampled_from(OFFICES))
    path = draw(st.sampled_from(["/old/1", "/old/2?a=b"]))
    changes = (
        lambda: log.set(a_newsroom(time_zone=draw(st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York"])))),
        lambda: log.set(a_topic(topic, parent=draw(st.sampled_from(["", *TOPICS, "roof"])))),
        lambda: log.set(an_office(office, periods=(NamePeriod(names={"en": draw(st.sampled_from(SAID)) or "New"}),))),
        lambda: log.set(a_kind(draw(st.sampled_from(KINDS)), order=draw(st.integers(1, 3)))),
        lambda: log.append(Subject(kind="topic", id=topic), "retired"),
        lambda: log.append(Subject(kind="office", id=office), "retired"),
        lambda: log.append(Subject(kind="address", id=path), "set", Address(salt=SALT, path=path, target="/en/news")),
        lambda: log.append(Subject(kind="address", id=path), "retired"),
    )
    draw(st.sampled_from(changes))()


@st.composite
def questions(draw: st.DrawFn) -> Query:
    return Query(
        filter=Filter(
            **{facet: draw(st.just(()) | values) for facet, values in _some.items()},
            from_on=draw(_days),
            until_on=draw(_days),
            words=draw(st.just("") | st.sampled_from(TYPED)),
        ),
        reader=draw(st.sampled_from(["en", "fr", "de", "ja"])),
        order=draw(st.sampled_from(["date", "relevance"])),
        page=draw(st.integers(1, 3)),
        size=draw(st.sampled_from([2, 10])),
        lenient=draw(st.booleans()),
    )
