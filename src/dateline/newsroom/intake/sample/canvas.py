"""A small canvas for flat illustrations: gradients, hills, water, in a palette drawn from a seed."""

import io
import math
import random
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1000
_SCALE = 2  # drawn twice as large and scaled down, so that edges are smooth

Colour = tuple[int, int, int]
Point = tuple[float, float]

PALETTES: tuple[tuple[Colour, ...], ...] = (
    # sky above, sky below, far, middle, near, accent
    ((32, 64, 96), (238, 196, 150), (96, 112, 136), (58, 82, 104), (28, 44, 60), (222, 106, 66)),
    ((96, 156, 186), (232, 240, 236), (130, 162, 158), (74, 116, 112), (34, 66, 68), (204, 148, 44)),
    ((66, 58, 92), (240, 176, 156), (122, 104, 132), (80, 70, 104), (40, 36, 60), (240, 208, 116)),
    ((144, 182, 200), (246, 236, 214), (168, 176, 150), (112, 132, 100), (54, 74, 60), (176, 62, 54)),
    ((20, 72, 84), (198, 226, 208), (84, 134, 132), (44, 98, 102), (16, 50, 58), (236, 164, 72)),
)


class Canvas:
    """What a motif draws on; coordinates run from 0 to ``WIDTH`` and 0 to ``HEIGHT``."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same seed must draw the same picture
        self.above, self.below, self.far, self.middle, self.near, self.accent = self.random.choice(PALETTES)
        self.light: Colour = _mix(self.below, (255, 255, 255), 0.6)
        self._image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE))
        self._draw = ImageDraw.Draw(self._image)
        self.gradient(0, HEIGHT, self.above, self.below)

    def gradient(self, top: float, bottom: float, first: Colour, last: Colour) -> None:
        """Fill the rows from ``top`` to ``bottom``, blending one colour into the other."""
        start, end = round(top * _SCALE), round(bottom * _SCALE)
        for row in range(start, end):
            colour = _mix(first, last, (row - start) / max(1, end - start))
            self._draw.line([(0, row), (WIDTH * _SCALE, row)], fill=colour)

    def sun(self, x: float, y: float, radius: float) -> None:
        """Draw a sun with a soft halo."""
        halo = Image.new("L", self._image.size)
        reach = radius * 2.4
        ImageDraw.Draw(halo).ellipse(_box(x, y, reach, reach), fill=70)
        halo = halo.filter(ImageFilter.GaussianBlur(radius * 0.7))
        self._image.paste(self.light, mask=halo)
        self.ellipse(x, y, radius, radius, self.light)

    def hills(self, base: float, height: float, colour: Colour, *, sharpness: float = 1) -> None:
        """Draw a skyline rising up to ``height`` above ``base``, filled to the bottom."""
        waves = [(self.random.uniform(0.7, 3.6), self.random.uniform(0, math.tau)) for _ in range(4)]
        points: list[Point] = [(0, HEIGHT)]
        for x in range(0, WIDTH + 20, 20):
            level = sum(math.sin(x / WIDTH * math.tau * pace + shift) / pace for pace, shift in waves) / 2.2
            jag = sharpness > 1 and self.random.uniform(-0.12, 0.12)
            points.append((x, base - height * (0.5 + 0.5 * max(-1, min(1, level + jag)))))
        self.polygon([*points, (WIDTH, HEIGHT)], colour)

    def water(self, top: float) -> None:
        """Fill everything below ``top`` with water and its glints."""
        self.gradient(top, HEIGHT, _mix(self.below, self.middle, 0.45), self.near)
        for _ in range(70):
            y = self.random.uniform(top + 8, HEIGHT)
            length = self.random.uniform(20, 150) * (0.4 + (y - top) / (HEIGHT - top))
            x = self.random.uniform(-50, WIDTH)
            self.line([(x, y), (x + length, y)], _mix(self.below, self.middle, 0.3), 3)

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        """Draw a filled shape."""
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=colour)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:  # noqa: PLR0917 - as in any drawing library
        """Draw a filled rectangle from its upper left corner."""
        self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour)

    def ellipse(self, x: float, y: float, across: float, down: float, colour: Colour) -> None:  # noqa: PLR0917
        """Draw a filled ellipse around its centre."""
        self._draw.ellipse(_box(x, y, across, down), fill=colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """Draw a line through points."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._draw.line(scaled, fill=colour, width=round(width * _SCALE), joint="curve")

    def person(self, x: float, y: float, size: float, colour: Colour) -> None:
        """Draw a figure seen from the chest up; ``y`` is where it is cut off."""
        self._draw.pieslice(_box(x, y, size * 0.62, size * 0.85), 180, 360, fill=colour)
        self.ellipse(x, y - size * 1.12, size * 0.3, size * 0.36, colour)

    def shade(self, share: float) -> Colour:
        """Return a colour between near (0) and far (1)."""
        return _mix(self.near, self.far, share)

    def jpeg(self) -> bytes:
        """Return the picture, ``WIDTH`` by ``HEIGHT``, as JPEG."""
        small = self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=86, optimize=True)
        return out.getvalue()


def _mix(first: Colour, last: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, last, strict=True))
    return red, green, blue


def _box(x: float, y: float, across: float, down: float) -> tuple[float, float, float, float]:
    return (x - across) * _SCALE, (y - down) * _SCALE, (x + across) * _SCALE, (y + down) * _SCALE
