"""The searchable texts of an edition, as plain text.

Boilerplate and contacts are left out, because they are the same under every release.
"""

import html
import re

from dateline.editions.edition import Edition
from dateline.editions.parts import Block, Download, Embed, Figure, Picture, Quote, Recording, Text

_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|em|i|mark|small|span|strong|sub|sup|u|wbr)\b[^>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]*>")


def plain(markup: str) -> str:
    """Return HTML of the allowed list as plain text; block tags separate words, inline tags do not."""
    return " ".join(html.unescape(_TAG.sub(" ", _INLINE.sub("", markup))).split())


def passages(edition: Edition) -> list[str]:
    """Return the searchable texts of an edition: headline, lead, then the rest in reading order.

    Headline and lead may be empty; the rest holds no empty text.
    """
    rest = [*(edition.dateline.places if edition.dateline else ()), edition.issuer]
    rest += _captions(edition.picture)
    for block in edition.body:
        rest += _texts(block)
    rest.append(plain(edition.notes))
    return [edition.headline, edition.lead, *(text for text in rest if text)]


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


def _captions(picture: Picture | None) -> list[str]:
    return [picture.alt, picture.caption, picture.credit] if picture else []
