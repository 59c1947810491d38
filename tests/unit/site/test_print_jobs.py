"""Print jobs of a release, and the answers where there is no print."""

import datetime as dt
import io

import pytest
from hypothesis import given, settings
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from dateline.editions.canonical import digest
from dateline.editions.entry import Subject
from dateline.editions.newsroom import Newsroom
from dateline.editions.parts import Contact, Dateline, Figure, Picture, Quote, Ref, Rendition
from dateline.public.prints.errors import NotPrintedError
from dateline.public.prints.jobs import LinkPreview, Sheet
from dateline.public.site.site import Site
from dateline.public.site.theme import contrast, parse
from tests.support.editions import NOON, Log, a_newsroom, an_edition, refs
from tests.support.hostile import TEXTS
from tests.unit.site.conftest import Reader

SITE = "https://news.example.org"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
LOGO = Rendition(file=f"{digest(DRAWING)}.svg", type="image/svg+xml", width=10, height=10, size_bytes=9)


def a_photograph() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (960, 480), "teal").save(file, "JPEG")
    return file.getvalue()


PHOTOGRAPH = a_photograph()
PRINTED = f"{digest(PHOTOGRAPH)}.jpeg"
PICTURE = Picture(
    renditions=tuple(
        Rendition(file=file, type=f"image/{kind}", width=width, height=width // 2, size_bytes=9)
        for file, kind, width in (
            (f"{'a' * 64}.avif", "avif", 480),
            (PRINTED, "jpeg", 960),
            (f"{'d' * 64}.jpeg", "jpeg", 1600),
        )
    ),
    alt="A bridge",
    caption="The bridge at Oster",
    credit="EXO/Lind",
)


class Press:
    """Takes jobs down; what it gives back says which."""

    def __init__(self) -> None:
        self.jobs: list[Sheet | LinkPreview] = []
        self.broken = False

    def __call__(self, job):
        if self.broken:
            reason = "no pango"
            raise NotPrintedError(reason)
        self.jobs.append(job)
        return b"%PDF-" + type(job).__name__.encode()


def a_log(newsroom: Newsroom | None = None, **changes) -> Log:
    log = Log()
    log.set(newsroom or a_newsroom(logo=LOGO))
    given = {
        "offices": refs("mission"),
        "dateline": Dateline(places=("Velda",), on=NOON.date()),
        "picture": PICTURE,
        "contacts": (Contact(name="Mara Lindt", email="mara@example.org"),),
        **changes,
    }
    log.publish(an_edition(1, **given))
    return log


def a_reader(log: Log) -> tuple[Reader, Press]:
    reader, press = Reader(log), Press()
    reader.site = Site(SITE, "1", press)
    return reader, press


def sheet(log: Log, address: str = "/en/news/1.pdf") -> tuple[Sheet, LexborHTMLParser]:
    reader, press = a_reader(log)
    assert reader.ask(address).status == 200
    return press.jobs[0], LexborHTMLParser(press.jobs[0].html)


def words_of(html: LexborHTMLParser) -> str:
    return " ".join(html.body.text(separator=" ").split())


def test_a_sheet_says_all_that_the_page_says():
    log = a_log(
        body=(
            *an_edition(1).body,
            Quote(text="We agreed.", speaker="Ola", role="Head"),
            Figure(picture=PICTURE),
        ),
        notes="<p>For editors.</p>",
        boilerplate="<p>Who we are.</p>",
        issuer="The Troika",
    )

    _, html = sheet(log)

    said = words_of(html)
    for part in (
        *("Headline 1", "Lead 1.", "VELDA, 3 June 2024 –", "Body 1.", "“We agreed.”", "Ola, Head", "For editors."),
        *("Who we are.", "Issued by The Troika", "Mission", "Mara Lindt", "mara@example.org", "EXO/Lind"),
        *("The bridge at Oster", "3 June 2024", f"{SITE}/en/news/1/headline-1", "Example Organisation"),
    ):
        assert part in said, part
    assert html.css_first("title").text() == "Headline 1 – EXO"
    assert html.css_first("html").attributes["lang"] == "en"


def test_a_sheet_shows_its_own_files_and_no_others():
    job, html = sheet(a_log())

    shown = [image.attributes["src"] for image in html.css("img")]
    assert shown[:2] == [f"media:{LOGO.file}", f"media:{PRINTED}"]
    assert shown[2].startswith("data:image/svg+xml")
    assert len(shown) == 3
    assert set(job.files) == {LOGO.file, PRINTED}
    assert all(image.attributes["alt"] for image in html.css("img"))


def test_notices_stand_on_the_sheet_the_latest_first():
    log = a_log()
    log.publish(an_edition(1, version=2), "corrected", "It was 12, not 21.")
    log.publish(an_edition(1, version=3), "withdrawn", "Issued in error.")

    _, html = sheet(log)

    assert [" ".join(one.text(separator=" ").split()) for one in html.css(".notice")] == [
        "This release has been withdrawn 3 June 2024 Issued in error.",
        "Correction 3 June 2024 It was 12, not 21.",
    ]


@pytest.mark.parametrize(("language", "way"), [("ar", "rtl"), ("ru", "ltr")])
def test_a_sheet_runs_the_way_of_its_language(language, way):
    log = a_log()
    log.publish(an_edition(1, language, headline="Слово", contacts=(Contact(name="M"),)))

    _, html = sheet(log, f"/{language}/news/1.pdf")

    assert html.css_first("html").attributes["dir"] == way
    assert {"ar": "جهة الاتصال", "ru": "Контакт"}[language] in words_of(html)


def test_words_of_the_interface_say_their_language_where_the_text_has_another():
    log = a_log()
    log.publish(an_edition(1, "pt", headline="Título", notes="<p>Nota</p>"))

    _, html = sheet(log, "/pt/news/1.pdf")

    assert html.css_first(".aftertext h2").attributes["lang"] == "en"


def test_what_is_gone_or_never_was_has_no_print():
    log = a_log()
    log.publish(an_edition(2))
    log.remove(an_edition(2), "Removed on request.")
    reader, press = a_reader(log)

    for suffix in ("pdf", "png"):
        gone = reader.ask(f"/en/news/2.{suffix}")
        assert (gone.status, "Removed on request." in gone.text) == (410, True)
        assert reader.ask(f"/en/news/3.{suffix}").status == 404
        other = reader.ask(f"/fr/news/1.{suffix}")
        assert (other.status, "/en/news/1/headline-1" in other.text) == (404, True)
    assert reader.ask("/en/news/1.exe").status == 404
    assert press.jobs == []


def test_a_print_has_one_address():
    reader, _ = a_reader(a_log())

    seen = reader.ask("/en/news/1.pdf?x=1")

    assert (seen.status, seen.location) == (301, "/en/news/1.pdf")


def test_where_nothing_can_be_printed_a_sentence_leads_back():
    reader, press = a_reader(a_log())
    press.broken = True

    seen = reader.ask("/en/news/1.pdf")

    assert seen.status == 503
    assert "This file cannot be made at the moment." in seen.text
    assert "/en/news/1/headline-1" in seen.links("a")


def test_the_page_offers_its_sheet():
    reader, _ = a_reader(a_log())

    seen = reader.ask("/en/news/1/headline-1")

    assert "/en/news/1.pdf" in seen.links(".download a")
    assert "/en/news/1.pdf" in seen.links("link[type='application/pdf']")


def test_a_release_without_picture_has_a_card_for_link_previews():
    reader, press = a_reader(a_log(picture=None))

    page = reader.ask("/en/news/1/headline-1")
    card = reader.ask("/en/news/1.png")

    shown = {meta.attributes.get("property"): meta.attributes["content"] for meta in page.html.css("meta[property]")}
    assert shown["og:image"] == f"{SITE}/en/news/1.png"
    assert (shown["og:image:width"], shown["og:image:height"]) == ("1200", "630")
    assert page.html.css_first("meta[name='twitter:card']").attributes["content"] == "summary_large_image"
    assert dict(card.response.headers)["content-type"] == "image/png"
    [job] = press.jobs
    assert (job.headline, job.above) == ("Headline 1", "News · EXO 1/2024 · 3 June 2024")
    assert job.below == ("Example Organisation", "Mission")


def test_the_card_of_a_release_with_a_picture_is_its_picture():
    reader, press = a_reader(a_log())

    seen = reader.ask("/en/news/1.png")

    assert (seen.status, seen.location) == (302, f"/media/{'d' * 64}.jpeg")
    assert press.jobs == []


@pytest.mark.parametrize("accent", ["#0b5c6b", "#ffff00", "#ffffff", "#000000", "#ff00ff", "nonsense"])
def test_a_card_can_be_read_in_any_colour(accent):
    reader, press = a_reader(a_log(a_newsroom(accent=accent), picture=None))
    reader.ask("/en/news/1.png")

    [job] = press.jobs

    assert contrast(parse(job.ink), parse(job.ground)) >= 7
    assert contrast(parse(job.soft), parse(job.ground)) >= 4.5


def test_the_card_of_a_withdrawn_release_says_so():
    log = a_log(picture=None)
    withdrawn = an_edition(1, version=2, picture=PICTURE, edited_at=NOON + dt.timedelta(days=9))
    log.publish(withdrawn, "withdrawn", "Issued in error.")
    reader, press = a_reader(log)
    reader.ask("/en/news/1.png")

    assert press.jobs[0].above == "Withdrawn on 12 June 2024 · EXO 1/2024"


def test_robots_leave_sheets_alone(ask):
    assert "Disallow: /*/news/*.pdf" in ask("/robots.txt").text


@settings(max_examples=20)
@given(TEXTS)
def test_no_text_breaks_out_of_a_print(text):
    """The log takes no lone surrogates; the job must be sound even if an archive held one."""
    log = Log()
    log.set(a_newsroom(logo=LOGO))
    safe = text.encode("utf-8", "replace").decode()
    log.publish(
        an_edition(
            1,
            headline=f"H {safe}",
            lead=safe,
            notes=safe,
            issuer=safe,
            kind=Ref(slug="news", name=safe),
            contacts=(Contact(name=safe, email=safe),),
        )
    )
    log.append(
        Subject(kind="release", id=an_edition(1).release, language="en"),
        "corrected",
        an_edition(1, version=2, headline=f"H {safe}", lead=safe),
        safe,
        number=1,
    )
    reader, press = a_reader(log)

    reader.ask("/en/news/1.pdf")
    reader.ask("/en/news/1.png")

    printed, card = press.jobs
    html = LexborHTMLParser(printed.html)
    assert not html.css("script, iframe, link, b")
    assert all(image.attributes["src"].startswith(("media:", "data:image/svg+xml")) for image in html.css("img"))
    assert "\x00" not in printed.html + card.headline
