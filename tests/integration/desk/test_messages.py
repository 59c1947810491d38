"""Everything the desk says is said in all its languages."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import dateline.newsroom.desk

HERE = Path(dateline.newsroom.desk.__file__).parent
IN_TEMPLATES = re.compile(r"""\{%\s*trans\s+(["'])(.+?)\1""")

IN_BLOCKS = re.compile(r"{%\s*blocktrans[^%]*%}(.+?){%")


def said():
    """Return every sentence in code and templates."""
    found = set()
    for _file, _line, message, _comments, _context in extract_from_dir(
        HERE,
        method_map=[("**.py", "python")],
        keywords={"_": None, "gettext": None, "gettext_noop": None, "ngettext": (1, 2)},
    ):
        found.add(message[0] if isinstance(message, tuple) else message)
    for template in HERE.rglob("*.html"):
        found |= {match[2] for match in IN_TEMPLATES.finditer(template.read_text())}
        found |= {re.sub(r"{{ (\w+) }}", r"%(\1)s", match[1]) for match in IN_BLOCKS.finditer(template.read_text())}
    return found


@pytest.mark.parametrize("language", ["fr", "ru", "ar"])
def test_nothing_is_left_in_english(language):
    catalogue = read_po((HERE / "locale" / language / "LC_MESSAGES" / "django.po").open("rb"), locale=language)
    translated = {
        message.id[0] if isinstance(message.id, tuple) else message.id
        for message in catalogue
        if message.id and all(message.string if isinstance(message.string, tuple) else [message.string])
    }

    assert said() - translated == set()


@pytest.mark.parametrize(("language", "forms"), [("fr", 2), ("ru", 3), ("ar", 6)])
def test_plurals_have_all_forms_of_the_language(language, forms):
    catalogue = read_po((HERE / "locale" / language / "LC_MESSAGES" / "django.po").open("rb"), locale=language)

    plurals = [message for message in catalogue if isinstance(message.id, tuple)]

    assert len(plurals) == 14
    assert all(len(message.string) == forms and all(message.string) for message in plurals)


@pytest.mark.parametrize("language", ["fr", "ru", "ar"])
def test_placeholders_survive_translation(language):
    catalogue = read_po((HERE / "locale" / language / "LC_MESSAGES" / "django.po").open("rb"), locale=language)
    names = re.compile(r"%\((\w+)\)")

    for message in catalogue:
        if message.id and not isinstance(message.id, tuple):
            assert set(names.findall(message.id)) == set(names.findall(message.string)), message.id
