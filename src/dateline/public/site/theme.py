"""Colours derived from the newsroom's accent colour, each with at least the contrast of WCAG 2.2 AA."""

import re
from functools import lru_cache

Colour = tuple[int, int, int]

DEFAULT = "#0b5c6b"
_HEX = re.compile(r"#?([0-9a-f]{6})", re.IGNORECASE)
_WHITE: Colour = (255, 255, 255)
_BLACK: Colour = (0, 0, 0)
_LIGHT_TINT: Colour = (240, 242, 240)  # the darkest background of accent text in the light theme (--tint)
_DARK_RAISED: Colour = (38, 44, 48)  # the lightest one in the dark theme (--tint)
_LINEAR = 0.04045  # sRGB is linear below this value
_TEXT = 4.6  # WCAG AA requires 4.5; a little more allows for rounding
_BAND = 7.2  # for white text on the band at the top of a list: AAA requires 7


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, 1 to 21. Source: WCAG 2.2, relative luminance."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def parse(colour: str) -> Colour:
    """Return red, green and blue of ``#rrggbb``; those of the default colour for any other text."""
    match = _HEX.fullmatch(colour)
    digits = match[1] if match else DEFAULT[1:]
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def to_hex(colour: Colour) -> str:
    """Return a colour as ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def with_contrast(colour: Colour, end: Colour, background: Colour, minimum: float) -> Colour:
    """Mix ``colour`` with as little of ``end`` as gives it the minimum contrast on a background; return the mix."""
    for step in range(101):
        mixed = _mix(colour, end, step / 100)
        if contrast(mixed, background) >= minimum:
            return mixed
    return end


@lru_cache(maxsize=64)
def colours(accent: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the CSS custom properties for an accent colour: of the light theme and of the dark one."""
    accent_ = parse(accent)
    light = with_contrast(accent_, _BLACK, _LIGHT_TINT, _TEXT)
    dark = with_contrast(accent_, _WHITE, _DARK_RAISED, _TEXT)
    band = with_contrast(accent_, _BLACK, _WHITE, _BAND)
    dark_band = with_contrast(_mix(band, _BLACK, 0.35), _BLACK, _WHITE, _BAND)
    return (
        {
            "accent": to_hex(light),
            "accent-soft": to_hex(_mix(accent_, _WHITE, 0.9)),
            "on-accent": "#ffffff",
            "band": to_hex(band),
            "on-band-soft": to_hex(with_contrast(_mix(band, _WHITE, 0.7), _WHITE, band, _TEXT)),
        },
        {
            "accent": to_hex(dark),
            "accent-soft": to_hex(_mix(accent_, _BLACK, 0.75)),
            "on-accent": "#101315",
            "band": to_hex(dark_band),
            "on-band-soft": to_hex(with_contrast(_mix(dark_band, _WHITE, 0.65), _WHITE, dark_band, _TEXT)),
        },
    )


def style_sheet(accent: str) -> str:
    """Return the style sheet that sets the custom properties of both themes."""
    light, dark = ("".join(f"--{name}:{value};" for name, value in values.items()) for values in colours(accent))
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
