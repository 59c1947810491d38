"""The words a feed adds to what editions say, in the languages of the interface."""

import io
from functools import cache
from importlib.resources import files

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from dateline.plain.languages import INTERFACE


@cache
def words_of(language: str) -> NullTranslations:
    """Return the translations of an interface language; English, and any other, says what the code says."""
    if language not in INTERFACE or language == "en":
        return NullTranslations()
    source = files(__package__).joinpath("locale", language, "LC_MESSAGES", "feeds.po")
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source.read_bytes()), locale=language))
    compiled.seek(0)
    return Translations(compiled)
