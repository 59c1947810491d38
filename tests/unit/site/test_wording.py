import re

import pytest
from babel.messages.pofile import read_po

from dateline.public.site.page import TEMPLATES
from dateline.public.site.wording import catalogue, wording
from tests.support.desk.messages import TRANSLATED, said

PLACES = re.compile(r"%\([a-z_]+\)s")


@pytest.fixture(scope="module")
def texts():
    return [text for text in said() if text.id]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_every_text_in_every_plural_form_and_no_other(language, texts):
    with catalogue(language).open("rb") as stored:
        kept = read_po(stored, locale=language)

    assert {(text.id, text.context) for text in texts} == {(text.id, text.context) for text in kept if text.id}
    assert not kept.obsolete
    for text in kept:
        if text.id:
            forms = text.string if isinstance(text.id, tuple) else (text.string,)
            assert not text.fuzzy, text.id
            assert all(forms), text.id
            assert len(forms) == (kept.num_plurals if isinstance(text.id, tuple) else 1), text.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_uses_only_values_that_the_text_has(language, texts):
    with catalogue(language).open("rb") as stored:
        for text in read_po(stored, locale=language):
            ids = text.id if isinstance(text.id, tuple) else (text.id,)
            forms = text.string if isinstance(text.id, tuple) else (text.string,)
            given = {place for one in ids if one for place in PLACES.findall(one)}
            if text.id and isinstance(text.id, tuple):
                given.add("%(number)s")
            for form in forms:
                assert set(PLACES.findall(form)) <= given, text.id
            if text.id and not isinstance(text.id, tuple):
                assert set(PLACES.findall(text.string)) == given, text.id


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_a_template_says_nothing_outside_gettext(path):
    shown = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    spoken = re.findall(r"(?:alt|title|placeholder|aria-label|content)=\"([^\"]*)\"", shown)
    between_tags = re.sub(r'<[^>]*>|[a-z]+="[^"]*"', " ", shown)

    words = re.findall(r"[A-Za-z]{2,}", between_tags)
    words += [word for text in spoken for word in re.findall(r"[A-Z][a-z]+ [a-z]+|^[A-Z][a-z]+$", text)]

    assert [word for word in words if word != "Dateline"] == []


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {1: "1 release", 2: "2 releases", 0: "0 releases"}),
        ("fr", {0: "0 publication", 1: "1 publication", 2: "2 publications"}),
        (
            "ru",
            {1: "1 публикация", 22: "22 публикации", 11: "11 публикаций", 25: "25 публикаций", 101: "101 публикация"},
        ),
        (
            "ar",
            {0: "لا توجد منشورات", 1: "منشور واحد", 2: "منشوران", 3: "3 منشورات", 11: "11 منشورًا", 100: "100 منشور"},
        ),
    ],
)
def test_counts_have_the_right_plural_form(language, forms):
    words = wording(language)

    assert {n: words.ngettext("%(number)s release", "%(number)s releases", n) for n in forms} == forms


def test_values_are_escaped():
    assert wording("en").gettext("%(office)s (closed)", office="<b>") == "&lt;b&gt; (closed)"


def test_numbers_and_sizes_are_written_as_the_language_does():
    assert [wording(tag).number(12345) for tag in ("en", "fr", "ru")] == ["12,345", "12\u202f345", "12\u00a0345"]
    assert wording("fr").size(1_402_113) == "1,4 Mo"
    assert wording("en").size(10) == "1 kB"


def test_languages_are_called_by_their_own_names_and_by_ours():
    assert [wording("en").own_name(tag) for tag in ("fr", "ru", "ar")] == ["Français", "Русский", "العربية"]
    assert wording("fr").language_name("mk") == "Macédonien"
    assert wording("en").language_name("qqx") == "Qqx"
