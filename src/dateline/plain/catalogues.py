"""Translations, read from where translators keep them."""

import gettext
import io
from importlib.resources.abc import Traversable

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def translations(po: Traversable) -> gettext.NullTranslations:
    """Return the translations of a ``.po`` file; what it leaves out is said as the code says it.

    Compiled in memory: compiled files would have to be built, shipped and kept in step.

    Raises:
        FileNotFoundError: there is no such file.
    """
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(po.read_bytes())))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
