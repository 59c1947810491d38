"""The interface in one language: messages from gettext, days, numbers and names of languages from CLDR."""

import datetime as dt
import gettext
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_time
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from dateline.public import datelines
from dateline.text.catalogues import translations
from dateline.text.languages import direction

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "website"
SOURCE_LANGUAGE = "en"
"""Language of the messages in the code; it has no catalogue."""

_FILE_KINDS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
    "application/msword": "DOC",
    "image/jpeg": "JPEG",
    "text/plain": "TXT",
    "audio/mpeg": "MP3",
    "audio/mp4": "M4A",
}


def catalogue(language: str) -> Path:
    """Return the path of the message catalogue of a language."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


class Wording:
    """Messages and formats of one interface language; the same for every page and every newsroom."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.direction = direction(language)
        is_source = language == SOURCE_LANGUAGE
        self._messages = gettext.NullTranslations() if is_source else translations(catalogue(language))
        self._escaped: dict[str, Markup] = {}  # messages without values, a few hundred
        self._locale = datelines.locale(language)

    def gettext(self, message: str, **values: object) -> Markup:
        """Return a translated message; values are escaped unless they are markup."""
        if values:
            return self._filled(self._messages.gettext(message), values)
        escaped = self._escaped.get(message)
        if escaped is None:
            escaped = self._escaped[message] = escape(self._messages.gettext(message))
        return escaped

    def pgettext(self, context: str, message: str, **values: object) -> Markup:
        """Return the translation of a message in a context, for words with several meanings."""
        return self._filled(self._messages.pgettext(context, message), values)

    def ngettext(self, one: str, many: str, number: int, **values: object) -> Markup:
        """Return a message in the plural form of a number; ``%(number)s`` is the number with separators."""
        return self._filled(self._messages.ngettext(one, many, number), {"number": self.number(number), **values})

    @staticmethod
    def _filled(text: str, values: dict[str, object]) -> Markup:
        return escape(text) % values if values else escape(text)

    def label(self, name: str) -> Markup:
        """Return a name with the colon of the language, such as ``Topics:``. French puts a space before the colon."""
        return self.gettext("%(label)s:", label=name)

    def number(self, number: int) -> str:
        """Return a whole number with the separators of the language."""
        return _number(number, self._locale.language)

    def day(self, on: dt.date) -> str:
        """Return a day in long form, such as ``4 March 2021``."""
        return datelines.day(on, self.language)

    def time(self, moment: dt.datetime, zone: str) -> str:
        """Return the time of an aware moment in a time zone, such as ``10:30``."""
        # press offices use the 24-hour clock in all languages; CLDR does not in Arabic
        return format_time(moment, "HH:mm", tzinfo=ZoneInfo(zone), locale=self._locale)

    def size(self, size_bytes: int) -> str:
        """Return a file size in kB or MB, such as ``1.4 MB``."""
        kilobytes = max(1, round(size_bytes / 1000))
        if kilobytes < 1000:  # noqa: PLR2004 - the next unit
            return self.gettext("%(size)s kB", size=self.number(kilobytes))
        return self.gettext("%(size)s MB", size=format_decimal(round(size_bytes / 1e6, 1), locale=self._locale))

    @staticmethod
    def length(duration_s: int) -> str:
        """Return a duration, such as ``4:05`` or ``1:02:30``."""
        minutes, seconds = divmod(duration_s, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"

    @staticmethod
    def file_kind(media_type: str) -> str:
        """Return the short name of a media type, such as ``PDF``."""
        return _FILE_KINDS.get(media_type) or media_type.rpartition("/")[2].upper()

    def language_name(self, tag: str) -> str:
        """Return the name of a language in this one, capitalised; the tag where CLDR has none."""
        return _name_in(tag, self._locale.language)

    @staticmethod
    def own_name(tag: str) -> str:
        """Return the name of a language in itself, capitalised; the tag where CLDR has none."""
        return _name_in(tag, tag)


@lru_cache(maxsize=1024)
def _name_in(tag: str, language: str) -> str:
    names = datelines.locale(language).languages
    name = names.get(tag.replace("-", "_")) or names.get(tag.split("-", maxsplit=1)[0]) or tag
    return name[0].upper() + name[1:]


@lru_cache(maxsize=4096)
def _number(number: int, language: str) -> str:
    return format_decimal(number, locale=language)


@lru_cache(maxsize=32)
def wording(language: str) -> Wording:
    """Return the messages and formats of an interface language. Each catalogue is read once and cached.

    Raises:
        FileNotFoundError: there is no catalogue for the language.
    """
    return Wording(language)
