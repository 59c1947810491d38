"""Message catalogues, compiled from the ``.po`` files that translators edit."""

import gettext
import io
import os
from importlib.resources.abc import Traversable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dateline.storage.files import PUBLIC_MODE, atomic_file


def translations(po: Traversable) -> gettext.NullTranslations:
    """Return the translations of a ``.po`` file; messages that it lacks stay untranslated.

    The catalogue is compiled in memory, so that no compiled files have to be built, shipped and updated.

    Raises:
        FileNotFoundError: the ``.po`` file does not exist.
    """
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(po.read_bytes())))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def compile_beside(folder: Path) -> list[Path]:
    """Write each missing or outdated ``.mo`` file beside its ``.po``, where Django looks for it; return those written.

    The repository holds no compiled catalogues; a fresh clone compiles them at its first start. A folder that cannot
    be written to is skipped: installed packages bring compiled catalogues.
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
    """Write one catalogue."""
    with source.open("rb") as read, atomic_file(target, mode=PUBLIC_MODE) as write:
        write_mo(write, read_po(read, locale=source.parent.parent.name))
