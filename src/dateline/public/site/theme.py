"""The newsroom's accent colour, made readable: every use of it has the contrast that WCAG 2.2 AA asks for."""

import re
from functools import lru_cache

Colour = tuple[int, int, int]

DEFAULT = "#0b5c6b"
_HEX = re.compile(r"#?([0-9a-f]{6})", re.IGNORECASE)
_WHITE: Colour = (255, 255, 255)
_BLACK: Colour = (0, 0, 0)
_LIGHT_TINT: Colour = (240, 242, 240)  # the darkest ground that accent text stands on by day (--tint)
_DARK_RAISED: Colour = (38, 44, 48)  # the lightest one by night (--tint)
_LINEAR = 0.04045  # below it sRGB is linear
_TEXT = 4.6  # AA asks for 4.5; the rest is room for rounding
_BAND = 7.2  # white words on the band at the top of a list, AAA


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, 1 to 21. Source: WCAG 2.2, relative luminance."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def parse(colour: str) -> Colour:
    """Return the parts of ``#rrggbb``; those of the default colour for anything else."""
    found = _HEX.fullmatch(colour)
    digits = found[1] if found else DEFAULT[1:]
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def written(colour: Colour) -> str:
    """Return a colour as ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def toward(colour: Colour, end: Colour, ground: Colour, wanted: float) -> Colour:
    """Return the colour nearest to ``colour``, on its way to ``end``, that has the wanted contrast on a ground."""
    for step in range(101):
        mixed = _mix(colour, end, step / 100)
        if contrast(mixed, ground) >= wanted:
            return mixed
    return end


@lru_cache(maxsize=64)
def colours(accent: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the custom properties that follow from an accent colour, by day and by night."""
    given = parse(accent)
    by_day = toward(given, _BLACK, _LIGHT_TINT, _TEXT)
    by_night = toward(given, _WHITE, _DARK_RAISED, _TEXT)
    band = toward(given, _BLACK, _WHITE, _BAND)
    night_band = toward(_mix(band, _BLACK, 0.35), _BLACK, _WHITE, _BAND)
    return (
        {
            "accent": written(by_day),
            "accent-soft": written(_mix(given, _WHITE, 0.9)),
            "on-accent": "#ffffff",
            "band": written(band),
            "on-band-soft": written(toward(_mix(band, _WHITE, 0.7), _WHITE, band, _TEXT)),
        },
        {
            "accent": written(by_night),
            "accent-soft": written(_mix(given, _BLACK, 0.75)),
            "on-accent": "#101315",
            "band": written(night_band),
            "on-band-soft": written(toward(_mix(night_band, _WHITE, 0.65), _WHITE, night_band, _TEXT)),
        },
    )


def properties(accent: str) -> str:
    """Return the style sheet that sets them."""
    by_day, by_night = ("".join(f"--{name}:{value};" for name, value in values.items()) for values in colours(accent))
    return f":root{{{by_day}}}@media screen and (prefers-color-scheme:dark){{:root{{{by_night}}}}}\n"


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
