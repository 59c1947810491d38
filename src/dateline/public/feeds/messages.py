"""The words a feed adds to what editions say, in the languages of the interface."""

import gettext
from functools import cache
from importlib.resources import files

from dateline.text.catalogues import translations
from dateline.text.languages import INTERFACE


@cache
def words_of(language: str) -> gettext.NullTranslations:
    """Return the translations of an interface language; English, and any other, says what the code says."""
    if language not in INTERFACE or language == "en":
        return gettext.NullTranslations()
    return translations(files(__package__) / "locale" / language / "LC_MESSAGES" / "feeds.po")
