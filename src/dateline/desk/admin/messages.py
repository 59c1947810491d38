"""Translations: compiled from the ``.po`` files beside which they lie, when those are newer.

Compiled catalogues are no source, so they are not kept with it; a fresh clone makes them at its first start.
"""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[1] / "locale"


def compile_catalogues(folder: Path = LOCALE) -> list[Path]:
    """Write each missing or older ``.mo`` beside its ``.po``; return those written.

    A folder that cannot be written to (an installed package) is left alone: packages bring theirs compiled.
    """
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        if os.access(source.parent, os.W_OK):
            _compile(source, target)
            written.append(target)
    return written


def _compile(source: Path, target: Path) -> None:
    """Write one catalogue so that another process never reads half of it."""
    half = target.with_name(f".{target.name}.{os.getpid()}")
    with source.open("rb") as read, half.open("wb") as write:
        write_mo(write, read_po(read, locale=source.parent.parent.name))
    half.replace(target)
