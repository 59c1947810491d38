"""Every sentence of feeds and of the HTTP front is translated; the website and the desk look after their own."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import dateline
from dateline.text.catalogues import translations

PUBLIC = Path(dateline.__file__).parent / "public"
CATALOGUES = {
    "feeds": (PUBLIC / "feeds", PUBLIC / "formats", PUBLIC / "activitypub"),
    "http": (PUBLIC / "http",),
}
"""Domain → the folder that holds its catalogues, and further ones whose sentences are in them."""


def messages_in(folder: Path) -> set[str]:
    keywords = {"gettext": None, "gettext_noop": None, "_": None}
    found = extract_from_dir(folder, method_map=[("**.py", "python")], keywords=keywords, strip_comment_tags=False)
    return {message for _, _, message, _, _ in found}


@pytest.mark.parametrize("language", ["fr", "ru", "ar"])
@pytest.mark.parametrize("domain", CATALOGUES)
def test_every_sentence_is_translated_and_none_is_left_over(domain, language):
    folders = CATALOGUES[domain]
    path = folders[0] / "locale" / language / "LC_MESSAGES" / f"{domain}.po"

    with path.open("rb") as stored:
        catalogue = {message.id: message for message in read_po(stored, locale=language) if message.id}

    assert set(catalogue) == set().union(*map(messages_in, folders))
    for sentence, message in catalogue.items():
        assert message.string
        assert not message.fuzzy
        assert set(re.findall(r"%\(\w+\)s", message.string)) == set(re.findall(r"%\(\w+\)s", sentence))


def test_a_catalogue_says_what_it_lacks_as_the_code_says_it(tmp_path):
    (tmp_path / "a.po").write_text('msgid "Yes"\nmsgstr "Oui"\n', "utf-8")

    words = translations(tmp_path / "a.po")

    assert (words.gettext("Yes"), words.gettext("No")) == ("Oui", "No")
