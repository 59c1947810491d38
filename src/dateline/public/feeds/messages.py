"""The messages of feeds in the languages of the interface."""

import gettext
from functools import cache
from importlib.resources import files

from dateline.text.catalogues import translations
from dateline.text.languages import INTERFACE


@cache
def messages_in(language: str) -> gettext.NullTranslations:
    """Return the messages in an interface language; in English for any other."""
    if language not in INTERFACE or language == "en":
        return gettext.NullTranslations()
    return translations(files(__package__) / "locale" / language / "LC_MESSAGES" / "feeds.po")


def gettext_noop(message: str) -> str:
    """Mark a message of a table for translation and return it; ``messages_in`` translates it when it is shown."""
    return message
