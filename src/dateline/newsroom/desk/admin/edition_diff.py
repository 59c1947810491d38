"""Compare two editions of a text part by part; `text.diff` compares the paragraphs of a part. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dateline.editions.edition import Edition
from dateline.editions.parts import Block, Contact, Download, Embed, Figure, Picture, Quote, Text
from dateline.text.diff import Line, diff_paragraphs
from dateline.text.html import to_text


@dataclass(frozen=True)
class PartDiff:
    """One part of an edition, such as its lead, with its lines."""

    label: str | Promise
    lines: tuple[Line, ...]

    @property
    def differs(self) -> bool:
        """Whether the editions differ in this part."""
        return any(line.differs for line in self.lines)


def compare(earlier: Edition, later: Edition) -> list[PartDiff]:
    """Return the parts that at least one edition has: those of the page in its order, then the metadata."""
    pairs = zip(_parts(earlier), _parts(later), strict=True)
    return [PartDiff(label, tuple(diff_paragraphs(old, new))) for (label, old), (_label, new) in pairs if old or new]


def _parts(edition: Edition) -> list[tuple[Promise, list[str]]]:
    """Return each part of an edition as lines of plain text; missing parts have none."""
    dateline = edition.dateline
    return [
        (_("Headline"), [edition.headline]),
        (_("Lead"), _lines(edition.lead)),
        (_("Dateline"), [*dateline.places, str(dateline.on or "")] if dateline else []),
        (_("Picture for lists and cards"), _of_picture(edition.picture)),
        (_("Text"), [line for block in edition.body for line in _of_block(block)]),
        (_("Notes to editors"), _of_html(edition.notes)),
        (_("Boilerplate"), _of_html(edition.boilerplate)),
        (_("Press contacts"), [_of_contact(contact) for contact in edition.contacts]),
        (_("Kind"), [edition.kind.name] if edition.kind else []),
        (_("Offices"), [office.name for office in edition.offices]),
        (_("Topics"), [topic.name for topic in edition.topics]),
        (_("Event"), _lines(" – ".join(str(day) for day in (edition.event_from_on, edition.event_until_on) if day))),
        (_("Issuer"), _lines(edition.issuer)),
        (_("Translated from"), _lines(edition.translated_from)),
        (_("Machine-translated"), ["✓"] if edition.machine_translated else []),
    ]


def _lines(*texts: str) -> list[str]:
    return [line for text in texts for line in text.split("\n") if line.strip()]


def _of_html(source: str) -> list[str]:
    return _lines(to_text(source))


def _of_picture(picture: Picture | None) -> list[str]:
    if picture is None:
        return []
    file = picture.full or (picture.renditions[-1] if picture.renditions else None)
    name = f"[{file.file[:12]} {file.width} × {file.height}]" if file else ""
    until = str(picture.expires_on or "")
    return _lines(name, picture.alt, picture.caption, picture.credit, picture.rights_holder, picture.usage_terms, until)


def _of_block(block: Block) -> Iterable[str]:
    if isinstance(block, Text):
        return _of_html(block.html)
    if isinstance(block, Figure):
        return _of_picture(block.picture)
    if isinstance(block, Quote):
        return _lines(f"“{block.text}”", ", ".join(part for part in (block.speaker, block.role) if part))
    if isinstance(block, Download):
        return _lines(f"{block.title} ({block.type})")
    return _lines(f"{block.title} {block.url}") if isinstance(block, Embed) else []


def _of_contact(contact: Contact) -> str:
    return ", ".join(part for part in (contact.name, contact.role, contact.email, contact.phone) if part)
