"""Rules for the message catalogues of the desk and of the public side."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import dateline
from dateline.public.site.wording import Wording

PACKAGE = Path(dateline.__file__).parent
CATALOGUES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("locale/*/LC_MESSAGES/*.po"))
FRENCH = [path for path in CATALOGUES if "/locale/fr/" in path]


def messages(path):
    with (PACKAGE / path).open("rb") as stored:
        return [message for message in read_po(stored) if message.id]


def strings(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.mark.parametrize("path", CATALOGUES)
def test_every_message_is_translated_and_none_is_fuzzy(path):
    assert [message.id for message in messages(path) if message.fuzzy or not all(strings(message))] == []


@pytest.mark.parametrize("path", FRENCH)
def test_french_marks_have_a_no_break_space(path):
    breakable = re.compile(" [:;!?»]|« ")

    assert [string for message in messages(path) for string in strings(message) if breakable.search(string)] == []


@pytest.mark.parametrize(("language", "label"), [("en", "Filter:"), ("fr", "Filter\u202f:"), ("ar", "Filter:")])
def test_a_label_ends_with_the_colon_of_the_language(language, label):
    assert Wording(language).label("Filter") == label
