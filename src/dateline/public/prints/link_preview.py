"""Link previews as PNG: newsroom, headline and day in the newsroom's colours, in any script with an installed font.

Only the printing process imports this module. Raqm, which is part of Pillow, shapes and orders the letters.
"""

import io
import re
from functools import lru_cache
from typing import NamedTuple, Protocol

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont, features

from dateline.public.prints.errors import NotPrintedError
from dateline.public.prints.jobs import HEIGHT, WIDTH, LinkPreview
from dateline.text.languages import direction
from dateline.text.xmltext import xml_safe

_MARGIN = 80  # pixels
_BAR = 14  # height of the stripe at the top
_HEADLINE_SIZES = (72, 64, 56, 50, 44, 40)  # the largest that fits is taken
_LINE_HEIGHT = 1.28
_HEADLINE_PX = 310  # height for the headline
_SMALL_SIZE, _NAME_SIZE = 30, 34
_MIN_COVERAGE = 0.9  # share of the headline's letters that a font must have; letters it lacks are left out
_UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my"})  # lines break between any two letters
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FAMILIES = (
    ("NotoSans-Bold.ttf", "NotoSans-Regular.ttf"),
    ("NotoSansArabic-Bold.ttf", "NotoSansArabic-Regular.ttf"),
    ("DejaVuSans-Bold.ttf", "DejaVuSans.ttf"),
    ("LiberationSans-Bold.ttf", "LiberationSans-Regular.ttf"),
    ("NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc"),
    ("Arial Bold.ttf", "Arial.ttf"),
)
"""(bold, regular) files; the first family that has all letters is taken."""


class MeasureText(Protocol):
    """Measures the width of a text."""

    def __call__(self, text: str, size: int) -> float:
        """Return the width in pixels of bold text in a size."""


class _Face(NamedTuple):
    bold: str
    regular: str
    letters: frozenset[int]


def check_fonts() -> None:
    """Check that link previews can be drawn on this machine.

    Raises:
        NotPrintedError: none of the fonts is installed, or Pillow has no Raqm.
    """
    if not features.check("raqm"):
        reason = "Pillow cannot shape letters: Raqm is missing"
        raise NotPrintedError(reason)
    if not _faces():
        reason = f"none of these fonts is installed: {', '.join(bold for bold, _ in _FAMILIES)}"
        raise NotPrintedError(reason)


def draw_link_preview(job: LinkPreview) -> bytes:
    """Return a link preview as PNG of ``WIDTH`` by ``HEIGHT`` pixels; no word of the headline is split.

    Raises:
        NotPrintedError: no installed font has the script of the headline.
    """
    check_fonts()
    headline, above, *below = (_clean(text) for text in (job.headline, job.above, *job.below))
    face = _face_for("".join((headline, above, *below)))
    canvas = _Canvas(job, face)
    canvas.line(above, 2 * _MARGIN // 3 + _BAR, _SMALL_SIZE, job.soft)
    size, lines = fitted(headline, job.language, canvas.width_of)
    for place, line in enumerate(lines):
        canvas.line(line, 130 + _BAR + round(place * size * _LINE_HEIGHT), size, job.ink, bold=True)
    names = [name for name in below if name]
    for place, name in enumerate(names):
        top = HEIGHT - _MARGIN - (len(names) - place) * 46 + 16
        canvas.line(
            canvas.shortened(name, _NAME_SIZE), top, _NAME_SIZE, job.ink if not place else job.soft, bold=not place
        )
    return canvas.png()


class _Canvas:
    """Draws lines of text on a link preview, aligned to the side where its language starts."""

    def __init__(self, job: LinkPreview, face: _Face) -> None:
        self._face = face
        self._language = job.language.split("-", maxsplit=1)[0]
        self._direction = direction(job.language)
        self._image = Image.new("RGB", (WIDTH, HEIGHT), job.ground)
        self._draw = ImageDraw.Draw(self._image)
        self._draw.rectangle((0, 0, WIDTH, _BAR), fill=job.soft)

    def width_of(self, text: str, size: int, *, bold: bool = True) -> float:
        font = _font(self._face.bold if bold else self._face.regular, size)
        return float(font.getlength(self._drawable(text), direction=self._direction, language=self._language))

    def shortened(self, text: str, size: int) -> str:
        """Return a name cut to one line, after whole words."""
        words = text.split()
        while len(words) > 1 and self.width_of(" ".join(words), size) > WIDTH - 2 * _MARGIN:
            words = [*words[:-2], "…"] if words[-1] == "…" else [*words[:-1], "…"]
        return " ".join(words)

    def line(self, text: str, top: int, size: int, colour: str, *, bold: bool = False) -> None:
        rightward = self._direction == "ltr"
        self._draw.text(
            (_MARGIN if rightward else WIDTH - _MARGIN, top),
            self._drawable(text),
            fill=colour,
            font=_font(self._face.bold if bold else self._face.regular, size),
            anchor="la" if rightward else "ra",
            direction=self._direction,
            language=self._language,
        )

    def png(self) -> bytes:
        out = io.BytesIO()
        self._image.quantize(64).save(out, "PNG", optimize=True)
        return out.getvalue()

    def _drawable(self, text: str) -> str:
        return "".join(letter for letter in text if ord(letter) in self._face.letters or letter.isspace())


def fitted(headline: str, language: str, width_of: MeasureText) -> tuple[int, list[str]]:
    """Return the largest size in which a headline fits, and its lines.

    A headline too long for the smallest size is cut after a word, with an ellipsis; so is a word longer than a line.
    """
    unspaced = language.split("-", maxsplit=1)[0] in _UNSPACED
    words, glue = (list(headline), "") if unspaced else (headline.split(), " ")
    for size in _HEADLINE_SIZES:
        lines = _wrapped(words, glue, size, width_of)
        if lines is not None and len(lines) * size * _LINE_HEIGHT <= _HEADLINE_PX:
            return size, lines
    size = _HEADLINE_SIZES[-1]
    most = int(_HEADLINE_PX // (size * _LINE_HEIGHT))
    words = [word if width_of(word, size) <= WIDTH - 2 * _MARGIN else "…" for word in words]
    lines = (_wrapped(words, glue, size, width_of) or [])[:most]
    while lines and width_of(f"{lines[-1]}{glue}…", size) > WIDTH - 2 * _MARGIN:
        lines[-1] = lines[-1].rpartition(glue)[0] if glue else lines[-1][:-1]
    lines[-1:] = [f"{line}{glue}…" for line in lines[-1:]]
    return size, lines


def _wrapped(words: list[str], glue: str, size: int, width_of: MeasureText) -> list[str] | None:
    """Wrap words into lines; None where a word is longer than a line."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]}{glue}{word}" if lines else word
        if lines and width_of(longer, size) <= WIDTH - 2 * _MARGIN:
            lines[-1] = longer
        elif width_of(word, size) <= WIDTH - 2 * _MARGIN:
            lines.append(word)
        else:
            return None
    return lines


def _clean(text: str) -> str:
    return " ".join(_BIDI.sub("", xml_safe(text)).split())


@lru_cache(maxsize=1)
def _faces() -> tuple[_Face, ...]:
    """Return the installed families of ``_FAMILIES``, in their order."""
    faces = []
    for bold, regular in _FAMILIES:
        try:
            heavy, light = (str(ImageFont.truetype(name, 20).path) for name in (bold, regular))
        except OSError:
            continue
        with TTFont(heavy, lazy=True, fontNumber=0) as font:
            faces.append(_Face(heavy, light, frozenset(font.getBestCmap())))
    return tuple(faces)


def _face_for(text: str) -> _Face:
    letters = {ord(letter) for letter in text if not letter.isspace()}
    best = max(_faces(), key=lambda face: len(letters & face.letters))  # the first among equals
    if len(letters & best.letters) < _MIN_COVERAGE * len(letters):
        reason = "no installed font has the script of the headline; on Debian: apt-get install fonts-noto-cjk"
        raise NotPrintedError(reason)
    return best


@lru_cache(maxsize=32)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)
