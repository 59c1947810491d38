"""Printed files: accessible PDFs, cards in every script, nothing from a network."""

import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from pypdf import PdfReader

from dateline.editions.canonical import digest
from dateline.public.prints import link_preview
from dateline.public.prints.errors import NotPrintedError
from dateline.public.prints.jobs import HEIGHT, WIDTH, LinkPreview, Sheet
from dateline.text.languages import INTERFACE
from tests.support.editions import Log, a_newsroom, an_edition
from tests.support.hostile import TEXTS
from tests.unit.site.test_print_jobs import DRAWING, LOGO, PHOTOGRAPH, PICTURE, PRINTED, a_log
from tests.unit.site.test_print_jobs import sheet as asked

pdf = pytest.importorskip(
    "dateline.public.prints.pdf", reason="Pango is not on this machine; see `dateline check`", exc_type=OSError
)


NOWHERE = Path("/nowhere")


@pytest.fixture
def media(tmp_path):
    (tmp_path / PRINTED).write_bytes(PHOTOGRAPH)
    (tmp_path / LOGO.file).write_bytes(DRAWING)
    return tmp_path


def printed(sheet: Sheet, media) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.render_pdf(sheet, media)))


def elements(node) -> list[tuple[str, str]]:
    """The structure tree as (type, alternative text), in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        return [found for child in node for found in elements(child)]
    if not isinstance(node, dict):
        return []
    own = [(str(node["/S"]), str(node.get("/Alt", "")))] if "/S" in node else []
    return own + (elements(node["/K"]) if "/K" in node else [])


def test_a_sheet_is_a_tagged_pdf_with_language_title_and_alternative_texts(media):
    job, _ = asked(a_log(body=(*an_edition(1).body,), notes="<h2>Dates</h2><ul><li>One</li><li>Two</li></ul>"))

    read = printed(job, media)

    root = read.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert read.metadata.title == "Headline 1 – EXO"
    assert read.metadata.author == "Example Organisation"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    found = elements(root["/StructTreeRoot"])
    assert [alt for kind, alt in found if kind == "/Figure"] == [
        "Example Organisation",
        "A bridge",
        "QR code with the address of this release",
    ]
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Link"} <= {kind for kind, _ in found}
    assert "Headline 1" in read.pages[0].extract_text()


@pytest.mark.parametrize(
    ("language", "headline"), [("ar", "مجلس الوزراء في ميرين"), ("ru", "Совет министров в Мерине")]
)
def test_arabic_and_russian_keep_their_letters(media, language, headline):
    log = a_log()
    log.publish(an_edition(1, language, headline=headline, lead=headline))
    job, _ = asked(log, f"/{language}/news/1.pdf")

    read = printed(job, media)

    assert read.trailer["/Root"]["/Lang"] == language
    assert read.metadata.title.startswith(headline)
    letters = {letter for letter in headline if not letter.isspace()}
    assert letters <= set(read.pages[0].extract_text())
    fonts = {str(font.get_object()["/BaseFont"]) for font in read.pages[0]["/Resources"]["/Font"].values()}
    assert fonts
    assert all("+" in font for font in fonts), "every font is embedded, as a subset"


def test_the_same_job_gives_the_same_bytes(media):
    job, _ = asked(a_log())

    assert pdf.render_pdf(job, media) == pdf.render_pdf(job, media)


def test_nothing_is_fetched_from_anywhere(tmp_path, media):
    """Neither by pictures, styles and links of a hostile text, nor from files beside the public ones."""
    asked_for = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked_for.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9">zqsecret</text></svg>')
    (media / "link.svg").symlink_to(secret)
    address = f"http://127.0.0.1:{server.server_port}"
    html = f"""<html lang="en"><title>x</title><link rel="stylesheet" href="{address}/a.css">
      <style>@import "{address}/b.css"; @font-face {{ font-family: x; src: url({address}/c.woff) }}
      p {{ background: url({address}/d.png); font-family: x }}</style>
      <p>Text<img src="{address}/e.png" alt="1"><img src="f.png" alt="2"><img src="file://{secret}" alt="3">
      <img src="media:../secret.svg" alt="4"><img src="media:secret.svg" alt="5"><img src="media:link.svg" alt="6">
      <object data="{address}/g.svg"></object><embed src="{address}/h.svg">
      <svg><image href="{address}/i.png"/></svg>"""

    try:
        made = pdf.render_pdf(Sheet(html=html, address=address + "/en/news/1", files=("link.svg",)), media)
    finally:
        server.shutdown()

    assert asked_for == []
    read = PdfReader(io.BytesIO(made))
    assert "Text" in read.pages[0].extract_text()
    assert "zqsecret" not in read.pages[0].extract_text()


def test_a_missing_or_broken_picture_leaves_its_words(media):
    (media / PRINTED).unlink()
    job, _ = asked(a_log())
    broken = f"{digest(b'no picture')}.jpeg"
    (media / broken).write_bytes(b"no picture")
    other = Sheet(html=job.html.replace(PRINTED, broken), address=job.address, files=(*job.files, broken))

    for sheet in (job, other):
        assert "The bridge at Oster" in printed(sheet, media).pages[0].extract_text()


def test_with_a_damaged_picture_no_print_is_made(media):
    (media / PRINTED).write_bytes(PHOTOGRAPH[:-1] + b"?")
    job, _ = asked(a_log())

    with pytest.raises(ValueError, match=f"{PRINTED} is damaged"):
        printed(job, media)


def a_link_preview(**changes) -> LinkPreview:
    given = {
        "language": "en",
        "headline": "Council meets in Velda",
        "above": "News · 3 June 2024",
        "below": ("Example Organisation", "Mission"),
        "ground": "#0b5c6b",
        "ink": "#ffffff",
        "soft": "#b0cdd2",
    }
    return LinkPreview(**{**given, **changes})


def inked(made: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(made))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    return image.convert("RGB")


def box_of(image: Image.Image) -> tuple[int, int, int, int]:
    """Where the words are, the stripe at the top aside."""
    part = image.crop((0, 20, WIDTH, HEIGHT))
    ground = Image.new("RGB", part.size, part.getpixel((5, 300)))
    return ImageChops.difference(part, ground).getbbox()


@pytest.mark.parametrize(
    ("language", "headline"),
    [
        *(("en", "Council meets"), ("ru", "Совет министров"), ("ar", "مجلس الوزراء"), ("tr", "Şebinkarahisar’da")),
        ("en", "word " * 200),
        ("ru", "Превысокомногорассмотрительствующий " * 9),
    ],
)
def test_a_card_holds_its_words_within_its_edges(language, headline):
    image = inked(link_preview.draw_link_preview(a_link_preview(language=language, headline=headline)))

    left, _, right, bottom = box_of(image)
    assert left >= 60
    assert right <= WIDTH - 60
    assert bottom <= HEIGHT - 40
    if language == "ar":
        assert right >= WIDTH - 100, "Arabic begins at the right edge"


def test_arabic_letters_are_joined():
    """Drawn apart, the same word is much wider."""
    face = link_preview._face_for("مجلس")
    font = link_preview._font(face.bold, 60)

    joined = font.getlength("مجلس", direction="rtl", language="ar")

    assert joined < 0.95 * sum(font.getlength(letter, direction="rtl", language="ar") for letter in "مجلس")


def test_a_script_without_a_font_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setattr(link_preview, "_faces", lambda: (link_preview._Face("a", "a", frozenset(range(128))),))

    with pytest.raises(NotPrintedError, match="no installed font"):
        link_preview.draw_link_preview(a_link_preview(headline="理事会がヴェルダで開催"))


WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=60), min_size=1, max_size=60)


@given(WORDS)
def test_no_word_of_a_headline_is_cut(words):
    def width_of(text, size):
        return len(text) * size * 0.6

    size, lines = link_preview.fitted(" ".join(words), "en", width_of)

    shown = " ".join(lines).split()
    assert [word for word in shown if word != "…"] == [word for word in shown if word in words]
    assert all(width_of(line, size) <= WIDTH - 160 for line in lines)
    assert shown == words or "…" in shown
    assert size * 1.28 * len(lines) <= 310


@settings(max_examples=12)
@given(TEXTS, st.sampled_from(INTERFACE))
def test_no_text_breaks_a_card(text, language):
    try:
        made = link_preview.draw_link_preview(
            a_link_preview(headline=f"Headline {text}", below=(f"EXO {text}", text), language=language)
        )
    except NotPrintedError:
        return  # letters that no font here has

    inked(made)


@settings(max_examples=6)
@given(TEXTS)
def test_no_text_breaks_a_sheet(text):
    safe = text.encode("utf-8", "replace").decode()
    log = Log()
    log.set(a_newsroom())
    log.publish(an_edition(1, headline=f"H {safe}", lead=safe, notes=f"<p>{safe}</p>", picture=PICTURE))
    job, _ = asked(log)

    assert pdf.render_pdf(job, NOWHERE).startswith(b"%PDF-")
