"""Cards as PNG: newsroom, headline and day in the newsroom's colours, in any script that a font at hand knows.

Imported by the process that prints alone. Letters are joined and ordered by raqm, which comes with Pillow.
"""

import io
import re
from functools import lru_cache
from typing import NamedTuple, Protocol

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont, features

from dateline.public.prints.jobs import HEIGHT, WIDTH, Card
from dateline.public.site.errors import NotPrintedError
from dateline.text.languages import direction
from dateline.text.xmltext import carried

_EDGE = 80  # pixels around everything
_BAR = 14  # the stripe at the top
_SIZES = (72, 64, 56, 50, 44, 40)  # of the headline, the largest that fits
_LEADING = 1.28
_LINES_PX = 310  # of height for the headline
_SMALL, _NAME = 30, 34
_KNOWN = 0.9  # of its letters a font must have; the rest is left out
_UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my"})  # their lines may end between any two letters
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FAMILIES = (
    ("NotoSans-Bold.ttf", "NotoSans-Regular.ttf"),
    ("NotoSansArabic-Bold.ttf", "NotoSansArabic-Regular.ttf"),
    ("DejaVuSans-Bold.ttf", "DejaVuSans.ttf"),
    ("LiberationSans-Bold.ttf", "LiberationSans-Regular.ttf"),
    ("NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc"),
    ("Arial Bold.ttf", "Arial.ttf"),
)
"""Bold and regular; of those that know all letters the first is taken."""


class Measure(Protocol):
    """Tells how wide a text is."""

    def __call__(self, text: str, size: int) -> float:
        """Return pixels of a text in bold letters of a size."""


class _Face(NamedTuple):
    bold: str
    regular: str
    letters: frozenset[int]


def demand_fonts() -> None:
    """Look whether cards can be drawn at all.

    Raises:
        NotPrintedError: there is no font, or Pillow cannot join letters.
    """
    if not features.check("raqm"):
        reason = "this Pillow cannot join letters (raqm is missing)"
        raise NotPrintedError(reason)
    if not _faces():
        reason = f"none of these fonts is there: {', '.join(bold for bold, _ in _FAMILIES)}"
        raise NotPrintedError(reason)


def printed(card: Card) -> bytes:
    """Return the card as PNG, ``WIDTH`` by ``HEIGHT`` pixels; no word of the headline is cut.

    Raises:
        NotPrintedError: no font at hand knows the script.
    """
    demand_fonts()
    headline, above, *below = (_clean(text) for text in (card.headline, card.above, *card.below))
    face = _face_for("".join((headline, above, *below)))
    hand = _Hand(card, face)
    hand.line(above, 2 * _EDGE // 3 + _BAR, _SMALL, card.soft)
    size, lines = fitted(headline, card.language, hand.width_of)
    for place, line in enumerate(lines):
        hand.line(line, 130 + _BAR + round(place * size * _LEADING), size, card.ink, bold=True)
    names = [name for name in below if name]
    for place, name in enumerate(names):
        top = HEIGHT - _EDGE - (len(names) - place) * 46 + 16
        hand.line(hand.shortened(name, _NAME), top, _NAME, card.ink if not place else card.soft, bold=not place)
    return hand.png()


class _Hand:
    """Draws lines of text on a card, from the side where its language begins."""

    def __init__(self, card: Card, face: _Face) -> None:
        self._face = face
        self._language = card.language.split("-", maxsplit=1)[0]
        self._direction = direction(card.language)
        self._image = Image.new("RGB", (WIDTH, HEIGHT), card.ground)
        self._draw = ImageDraw.Draw(self._image)
        self._draw.rectangle((0, 0, WIDTH, _BAR), fill=card.soft)

    def width_of(self, text: str, size: int, *, bold: bool = True) -> float:
        font = _font(self._face.bold if bold else self._face.regular, size)
        return float(font.getlength(self._known(text), direction=self._direction, language=self._language))

    def shortened(self, text: str, size: int) -> str:
        """Return what of a name fits on one line, in whole words."""
        words = text.split()
        while len(words) > 1 and self.width_of(" ".join(words), size) > WIDTH - 2 * _EDGE:
            words = [*words[:-2], "…"] if words[-1] == "…" else [*words[:-1], "…"]
        return " ".join(words)

    def line(self, text: str, top: int, size: int, colour: str, *, bold: bool = False) -> None:
        rightward = self._direction == "ltr"
        self._draw.text(
            (_EDGE if rightward else WIDTH - _EDGE, top),
            self._known(text),
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

    def _known(self, text: str) -> str:
        return "".join(letter for letter in text if ord(letter) in self._face.letters or letter.isspace())


def fitted(headline: str, language: str, width_of: Measure) -> tuple[int, list[str]]:
    """Return the largest size in which a headline fits, and its lines.

    Where it fits in none, words go from its end and leave an ellipsis; a word too long for a line goes, too.
    """
    unspaced = language.split("-", maxsplit=1)[0] in _UNSPACED
    words, glue = (list(headline), "") if unspaced else (headline.split(), " ")
    for size in _SIZES:
        lines = _broken(words, glue, size, width_of)
        if lines is not None and len(lines) * size * _LEADING <= _LINES_PX:
            return size, lines
    size = _SIZES[-1]
    most = int(_LINES_PX // (size * _LEADING))
    words = [word if width_of(word, size) <= WIDTH - 2 * _EDGE else "…" for word in words]
    lines = (_broken(words, glue, size, width_of) or [])[:most]
    while lines and width_of(f"{lines[-1]}{glue}…", size) > WIDTH - 2 * _EDGE:
        lines[-1] = lines[-1].rpartition(glue)[0] if glue else lines[-1][:-1]
    lines[-1:] = [f"{line}{glue}…" for line in lines[-1:]]
    return size, lines


def _broken(words: list[str], glue: str, size: int, width_of: Measure) -> list[str] | None:
    """Return lines of whole words; None where a word is longer than a line."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]}{glue}{word}" if lines else word
        if lines and width_of(longer, size) <= WIDTH - 2 * _EDGE:
            lines[-1] = longer
        elif width_of(word, size) <= WIDTH - 2 * _EDGE:
            lines.append(word)
        else:
            return None
    return lines


def _clean(text: str) -> str:
    return " ".join(_BIDI.sub("", carried(text)).split())


@lru_cache(maxsize=1)
def _faces() -> tuple[_Face, ...]:
    """Return the fonts of this machine among those we know, in the order of preference."""
    found = []
    for bold, regular in _FAMILIES:
        try:
            heavy, light = (str(ImageFont.truetype(name, 20).path) for name in (bold, regular))
        except OSError:
            continue
        with TTFont(heavy, lazy=True, fontNumber=0) as font:
            found.append(_Face(heavy, light, frozenset(font.getBestCmap())))
    return tuple(found)


def _face_for(text: str) -> _Face:
    letters = {ord(letter) for letter in text if not letter.isspace()}
    best = max(_faces(), key=lambda face: len(letters & face.letters))  # among equals the first
    if len(letters & best.letters) < _KNOWN * len(letters):
        reason = "no font of this machine knows the script of a headline; on Debian: apt-get install fonts-noto-cjk"
        raise NotPrintedError(reason)
    return best


@lru_cache(maxsize=32)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)
