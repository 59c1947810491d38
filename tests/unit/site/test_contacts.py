"""Readers see press contacts in their language, and the language of other words is marked."""

import pytest

from dateline.editions.parts import Contact
from dateline.public.site.contacts import contacts_for
from tests.support.editions import a_newsroom, an_office

EN, FR, ANY = (Contact(name=tag or "any", language=tag) if tag else Contact(name="any") for tag in ("en", "fr", ""))


@pytest.mark.parametrize(
    ("contacts", "reader", "shown"),
    [
        ((EN, FR), "fr", [("fr", "")]),
        ((EN, FR), "ar", [("en", "en"), ("fr", "fr")]),
        ((EN, ANY), "ar", [("any", "en")]),
        ((EN, ANY), "en", [("en", "")]),
        ((ANY,), "en", [("any", "")]),
        ((), "en", []),
    ],
)
def test_a_reader_sees_the_contacts_of_the_language(contacts, reader, shown):
    assert [(one.contact.name, one.language) for one in contacts_for(contacts, reader, "en")] == shown


@pytest.mark.parametrize(("language", "names", "marked"), [("fr", ["Presse"], None), ("ar", ["Press"], "en")])
def test_pages_mark_contacts_in_another_language(log, ask, *, language, names, marked):
    contacts = (Contact(name="Press"), Contact(name="Presse", language="fr"))
    log.set(a_newsroom(schema=2, contacts=contacts), an_office("mission", schema=2, contacts=contacts))

    seen = ask(f"/{language}/offices/mission")

    for place in (".foot", ".place"):
        assert seen.texts(f"{place} .contact-name") == names
        assert seen.html.css_first(f"{place} .contact").attributes.get("lang") == marked
    assert seen.text.index("place-contacts") < seen.text.index('class="latest"'), "before the list"
