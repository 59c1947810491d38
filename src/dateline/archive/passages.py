"""What a search can find an edition by: its texts as plain text, numbers and addresses of contacts, and days.

Boilerplate is left out, and of contacts the roles and postal addresses, because they are the same in every release.
"""

import datetime as dt
import html
import re
from collections.abc import Iterator

from dateline.archive.search_terms import Day
from dateline.editions.edition import Edition
from dateline.editions.parts import Block, Download, Embed, Figure, Picture, Quote, Recording, Text

_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|em|i|mark|small|span|strong|sub|sup|u|wbr)\b[^>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]*>")
_NOT_DIGITS = re.compile(r"\D+")

MAX_EVENT_DAYS = 60
"""Days of a long event by which it can be found, from its first."""


def plain(markup: str) -> str:
    """Return HTML with allowed elements as plain text; block elements separate words, inline elements do not."""
    return " ".join(html.unescape(_TAG.sub(" ", _INLINE.sub("", markup))).split())


def passages(edition: Edition) -> list[str]:
    """Return the searchable texts of an edition: headline, lead, then the rest in reading order.

    Headline and lead may be empty; the rest holds no empty text.
    """
    return [*quotable(edition), *(picture.alt for picture in _pictures(edition) if picture.alt)]


def quotable(edition: Edition) -> list[str]:
    """Return the passages that may be quoted in a list of results; alternative texts of pictures are left out.

    In the order of ``passages``: headline, lead, then the rest.
    """
    rest = [*(edition.dateline.places if edition.dateline else ()), edition.issuer]
    rest += _captions(edition.picture)
    for block in edition.body:
        rest += _texts(block)
    rest += [plain(edition.notes), *(contact.name for contact in edition.contacts)]
    return [edition.headline, edition.lead, *(text for text in rest if text)]


def numbers_of_contacts(edition: Edition) -> list[str]:
    """Return the telephone numbers and e-mail addresses of the contacts, with a single sign between their parts."""
    written = (phone for contact in edition.contacts for phone in (contact.phone, contact.phone.replace("(0)", " ")))
    phones = dict.fromkeys(_NOT_DIGITS.sub("-", phone).strip("-") for phone in written)
    return list(filter(None, [*phones, *(contact.email for contact in edition.contacts)]))


def days(edition: Edition) -> Iterator[Day]:
    """Yield the days of the dateline and of the event, each also without its year."""
    on = edition.dateline.on if edition.dateline else None
    first, last = edition.event_from_on or edition.event_until_on, edition.event_until_on or edition.event_from_on
    event = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)] if first and last else []
    for day in [*([on] if on else []), *event[:MAX_EVENT_DAYS]]:
        yield Day(day.year, day.month, day.day)
        yield Day(0, day.month, day.day)


def _texts(block: Block) -> list[str]:
    match block:
        case Text():
            return [plain(block.html)]
        case Figure():
            return _captions(block.picture)
        case Quote():
            return [block.text, block.speaker, block.role]
        case Download() | Embed():
            return [block.title]
        case Recording():
            transcript = " ".join(block.transcript.split())
            return [block.title, block.caption, block.credit, transcript, *_captions(block.poster)]


def _pictures(edition: Edition) -> list[Picture]:
    posters = [recording.poster for recording in edition.recordings()]
    return [*edition.pictures(), *(poster for poster in posters if poster is not None)]


def _captions(picture: Picture | None) -> list[str]:
    return [picture.caption, picture.credit] if picture else []
