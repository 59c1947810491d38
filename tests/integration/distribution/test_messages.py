"""Messages of distribution in the desk: complete in all languages, without those of the desk's own catalogue."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import dateline.newsroom.desk
import dateline.newsroom.distribution

HERE, DESK = Path(dateline.newsroom.distribution.__file__).parent, Path(dateline.newsroom.desk.__file__).parent
IN_TEMPLATES = re.compile(r"""\{%\s*trans\s+(["'])(.+?)\1""")
IN_BLOCKS = re.compile(r"{%\s*blocktrans[^%]*%}(.+?){%")
FORMS = {"fr": 2, "ru": 3, "ar": 6}


def said():
    found = set()
    for _file, _line, message, _comments, _context in extract_from_dir(
        HERE, method_map=[("**.py", "python")], keywords={"_": None, "gettext": None, "ngettext": (1, 2)}
    ):
        found.add(message[0] if isinstance(message, tuple) else message)
    for template in HERE.rglob("*.html"):
        found |= {match[2] for match in IN_TEMPLATES.finditer(template.read_text())}
        found |= {re.sub(r"{{ (\w+) }}", r"%(\1)s", match[1]) for match in IN_BLOCKS.finditer(template.read_text())}
    return found


def catalogue(folder, language):
    with (folder / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id]


def first(message):
    return message.id[0] if isinstance(message.id, tuple) else message.id


@pytest.mark.parametrize("language", FORMS)
def test_catalogues_are_complete_and_hold_nothing_else(language):
    own = {first(message) for message in catalogue(HERE, language)}

    assert said() - own - {first(message) for message in catalogue(DESK, language)} == set()
    assert own - said() == set()


@pytest.mark.parametrize("language", FORMS)
def test_plural_forms_and_placeholders_are_complete(language):
    for message in catalogue(HERE, language):
        strings = message.string if isinstance(message.string, tuple) else [message.string]
        ids = message.id if isinstance(message.id, tuple) else [message.id]
        assert len(strings) == (FORMS[language] if len(ids) > 1 else 1)
        names = set(re.findall(r"%\((\w+)\)", ids[0]))
        assert all(set(re.findall(r"%\((\w+)\)", string)) == names for string in strings)
