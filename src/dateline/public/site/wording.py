"""The interface's words in one language: texts by gettext, days and numbers by CLDR."""

import datetime as dt
import gettext
import io
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from dateline.public.site import datelines
from dateline.text.languages import direction

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "website"
SOURCE_LANGUAGE = "en"
"""The language the texts are written in; it needs no catalogue."""

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
    """Return where the texts in a language are kept."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def _translations(language: str) -> gettext.NullTranslations:
    """Compile a catalogue in memory: compiled files would have to be built, shipped and kept in step."""
    if language == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    with catalogue(language).open("rb") as stored:
        texts = read_po(stored, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, texts)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Wording:
    """What the interface says in one language; the same for every page and every newsroom."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.direction = direction(language)
        self._texts = _translations(language)
        self._said: dict[str, Markup] = {}  # texts without values, of which there are a few hundred
        self._locale = datelines.locale(language)

    def gettext(self, message: str, **values: object) -> Markup:
        """Return a text; values are escaped unless they are markup."""
        if values:
            return self._filled(self._texts.gettext(message), values)
        said = self._said.get(message)
        if said is None:
            said = self._said[message] = escape(self._texts.gettext(message))
        return said

    def pgettext(self, context: str, message: str, **values: object) -> Markup:
        """Return a text that means something else in another context."""
        return self._filled(self._texts.pgettext(context, message), values)

    def ngettext(self, one: str, many: str, number: int, **values: object) -> Markup:
        """Return a text in the right plural form; ``%(number)s`` stands for the number, written out."""
        return self._filled(self._texts.ngettext(one, many, number), {"number": self.number(number), **values})

    @staticmethod
    def _filled(text: str, values: dict[str, object]) -> Markup:
        return escape(text) % values if values else escape(text)

    def number(self, number: int) -> str:
        """Return a whole number with the separators of the language."""
        return _number(number, self._locale.language)

    def day(self, on: dt.date) -> str:
        """Return a day written out."""
        return datelines.day(on, self.language)

    def time(self, moment: dt.datetime, zone: str) -> str:
        """Return hour and minute of an aware moment in a zone, such as ``10:30``."""
        # HH:mm everywhere: a press office writes the 24-hour clock, and CLDR's Arabic would not
        return format_time(moment, "HH:mm", tzinfo=ZoneInfo(zone), locale=self._locale)

    def size(self, size_bytes: int) -> str:
        """Return the size of a file in kB or MB, such as ``1.4 MB``."""
        kilobytes = max(1, round(size_bytes / 1000))
        if kilobytes < 1000:  # noqa: PLR2004 - a thousand of them are the next unit
            return self.gettext("%(size)s kB", size=self.number(kilobytes))
        return self.gettext("%(size)s MB", size=format_decimal(round(size_bytes / 1e6, 1), locale=self._locale))

    @staticmethod
    def length(duration_s: int) -> str:
        """Return how long something takes, such as ``4:05`` or ``1:02:30``."""
        minutes, seconds = divmod(duration_s, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"

    @staticmethod
    def file_kind(media_type: str) -> str:
        """Return the short name of a media type, such as ``PDF``."""
        return _FILE_KINDS.get(media_type) or media_type.rpartition("/")[2].upper()

    def language_name(self, tag: str) -> str:
        """Return what a language is called in this one, opening with a capital; the tag where nobody knows."""
        return _name_in(tag, self._locale.language)

    @staticmethod
    def own_name(tag: str) -> str:
        """Return what a language calls itself, opening with a capital; the tag where nobody knows."""
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
    """Return the words of an interface language, read once.

    Raises:
        FileNotFoundError: the interface does not speak this language.
    """
    return Wording(language)
