"""Which press contacts of the newsroom or an office the readers of a language see."""

from collections.abc import Sequence

import msgspec

from dateline.editions.parts import Contact
from dateline.text.languages import is_within


class ShownContact(msgspec.Struct, frozen=True):
    """A contact and the language of its words; empty where that is the language of the page."""

    contact: Contact
    language: str


def contacts_for(contacts: Sequence[Contact], reader: str, default: str) -> list[ShownContact]:
    """Return the contacts in a reader's language, else those without a language, else all.

    Args:
        contacts: of the newsroom or an office, in their order.
        reader: interface language.
        default: first language of the newsroom, which contacts without a language are taken to be in.
    """
    own = [one for one in contacts if one.language and is_within(reader, (one.language,))]
    general = [one for one in contacts if not one.language]
    shown = own or general or list(contacts)
    languages = [one.language or default for one in shown]
    return [
        ShownContact(one, "" if is_within(reader, (language,)) else language)
        for one, language in zip(shown, languages, strict=True)
    ]
