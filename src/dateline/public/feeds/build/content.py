"""The HTML content of an entry."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from gettext import NullTranslations

from lxml import etree
from lxml.html import HtmlElement, XHTMLParser, fragment_fromstring, fromstring
from lxml.html.builder import E

from dateline.archive.port import Item, Note
from dateline.editions.edition import Edition
from dateline.editions.entry import Change
from dateline.editions.parts import Block, Contact, Download, Embed, Figure, Picture, Quote, Recording, Text
from dateline.public import datelines
from dateline.public.feeds.context import FeedContext
from dateline.public.feeds.messages import messages_in
from dateline.text.html import clean
from dateline.text.languages import INTERFACE, direction
from dateline.text.xmltext import safe_link, without_hyphenation, xml_safe

_VOID = re.compile(r"<([bh]r\b[^>]*)>")
_OVERRIDES, _POP = {"ltr": "\u202d", "rtl": "\u202e"}, "\u202c"  # source: Unicode Standard Annex 9, section 2.2


class Content:
    """Writes the content of one entry.

    Args:
        address: absolute address of the release page, the base of links in the text.
        context: if the interface does not have the text's language, labels are in the language of its reader.
    """

    def __init__(self, item: Item, address: str, context: FeedContext) -> None:
        self._item = item
        self._address = address
        self._context = context
        self._language = item.edition.language if item.edition.language in INTERFACE else context.reader
        self._messages: NullTranslations = messages_in(self._language)
        self._comma = self._messages.gettext(", ")

    def html(self) -> str:
        """Return a ``div`` with the notices and the full text; with notices, picture and lead if feeds are not full.

        Addresses are absolute. Characters that XML does not allow are removed.
        """
        edition = self._item.edition
        return self._serialized(self._parts(edition) if self._context.full else self._opening(edition))

    def notices(self, at: dt.datetime) -> str:
        """Return a ``div`` with only the notices; without any, with the moment of the withdrawal."""
        notes = self._item.notes or (Note("withdrawn", at, "", self._language),)
        return self._serialized(self._notice(note) for note in notes)

    def timeline_html(self, *, is_withdrawn: bool) -> str:
        """Return paragraphs for a timeline: headline, notices, lead and address; no lead of a withdrawn text."""
        edition = self._item.edition
        headline = without_hyphenation(xml_safe(edition.headline))
        if is_withdrawn:
            headline = self._messages.gettext("Withdrawn: %(headline)s") % {"headline": headline}
        notices = [self._notice(note) for note in self._item.notes]
        lead = [] if is_withdrawn else self._lead(edition)
        paragraphs = [E.p(E.strong(headline)), *notices, *lead, E.p(E.a(self._address, href=self._address))]
        return "".join(xml_safe(etree.tostring(one, method="html", encoding="unicode")) for one in paragraphs)

    def _serialized(self, parts: Iterable[HtmlElement]) -> str:
        edition = self._item.edition
        whole = E.div(*parts, lang=edition.language, dir=direction(edition.language))
        whole.make_links_absolute(self._address, handle_failures="ignore")
        for bare in whole.iter("li", "dt", "dd"):
            bare.text = bare.text or ""  # lxml leaves out the end tag of an element without text
        return xml_safe(etree.tostring(whole, method="html", encoding="unicode"))

    def _opening(self, edition: Edition) -> Iterator[HtmlElement]:
        yield from (self._notice(note) for note in self._item.notes)
        figure = [self._figure(edition.picture)] if edition.picture else []
        yield from self._lead(edition, *figure)

    def _lead(self, edition: Edition, *behind_label: HtmlElement) -> Iterator[HtmlElement]:
        if edition.machine_translated:
            yield E.p(E.em(self._messages.gettext("This text was translated by a machine.")), **self._label_language())
        yield from behind_label
        if edition.event_from_on:
            yield self._event(edition)
        if edition.lead or edition.dateline:
            dateline = datelines.dateline(edition.dateline, edition.language)
            yield E.p(" ".join(xml_safe(part) for part in (dateline, edition.lead) if part))

    def _parts(self, edition: Edition) -> Iterator[HtmlElement]:
        yield from self._opening(edition)
        yield from (self._block(block) for block in edition.body)
        yield from _rich(edition.boilerplate)
        if edition.notes:
            yield E.h2(self._messages.gettext("Notes to editors"), **self._label_language())
            yield from _rich(edition.notes)
        if edition.contacts:
            yield E.h2(self._messages.gettext("Contacts"), **self._label_language())
            yield E.ul(*(_contact(contact, self._comma) for contact in edition.contacts))

    def _label_language(self) -> dict[str, str]:
        """Return the attributes of a label whose language is not the text's."""
        if self._language == self._item.edition.language:
            return {}
        return {"lang": self._language, "dir": direction(self._language)}

    def _notice(self, note: Note) -> HtmlElement:
        day = datelines.day(note.at.astimezone(self._context.zone).date(), self._language)
        label = E.strong(_notice_label(note.change, self._messages) % {"day": day}, **self._label_language())
        text = E.span(xml_safe(note.text), lang=note.language, dir="auto")
        label.tail = " "
        return E.p(label, text)

    def _event(self, edition: Edition) -> HtmlElement:
        days = [day for day in (edition.event_from_on, edition.event_until_on) if day]
        interval = " – ".join(datelines.day(day, self._language) for day in dict.fromkeys(days))
        return E.p(self._messages.gettext("Date of the event: %(days)s") % {"days": interval}, **self._label_language())

    def _block(self, block: Block) -> HtmlElement:
        match block:
            case Text():
                return E.div(*_rich(block.html))
            case Figure():
                return self._figure(block.picture)
            case Quote():
                speaker = self._comma.join(xml_safe(part) for part in (block.speaker, block.role) if part)
                return E.blockquote(E.p(xml_safe(block.text)), *([E.p(E.cite(f"— {speaker}"))] if speaker else []))
            case Download():
                return E.p(
                    E.a(
                        xml_safe(block.title),
                        href=f"{self._context.public_url}/media/{block.file}",
                        type=xml_safe(block.type),
                    )
                )
            case Recording():
                return self._recording(block)
            case Embed():
                title, address = xml_safe(block.title or block.url), safe_link(block.url)
                return E.p(E.a(title, href=address) if address else title)

    def _recording(self, recording: Recording) -> HtmlElement:
        title, address = xml_safe(recording.title), safe_link(recording.url)
        if recording.file:
            address = f"{self._context.public_url}/media/{recording.file}"
        # no player, because feed readers remove its controls for safety
        link = E.a(*self._poster(recording), title, href=address) if address else E.span(title)
        below = " · ".join(xml_safe(part) for part in _caption_parts(recording) if part)
        figure = E.figure(link, *([E.figcaption(below)] if below else []))
        return E.div(figure, *self._transcript(recording))

    def _poster(self, recording: Recording) -> Iterator[HtmlElement]:
        if recording.file and recording.poster and recording.poster.renditions:
            yield self._image(recording.poster)
            yield E.br()

    def _transcript(self, recording: Recording) -> Iterator[HtmlElement]:
        paragraphs = [part for part in xml_safe(recording.transcript).split("\n\n") if part.strip()]
        if paragraphs:
            yield E.p(E.strong(self._messages.gettext("Transcript"), **self._label_language()))
            language = recording.transcript_language
            yield E.div(*(E.p(part.strip()) for part in paragraphs), lang=language, dir=direction(language))

    def _figure(self, picture: Picture) -> HtmlElement:
        below = " · ".join(xml_safe(part) for part in _caption_parts(picture) if part)
        return E.figure(self._image(picture), *([E.figcaption(below)] if below else []))

    def _image(self, picture: Picture) -> HtmlElement:
        widest = picture.renditions[-1]
        return E.img(
            src=f"{self._context.public_url}/media/{widest.file}",
            alt=xml_safe(picture.alt),
            width=str(widest.width),
            height=str(widest.height),
        )


def _caption_parts(thing: Picture | Recording) -> tuple[str, ...]:
    return (thing.caption, thing.credit, thing.rights_holder, thing.usage_terms)


def _notice_label(change: Change, words: NullTranslations) -> str:
    match change:
        case "corrected":
            return words.gettext("Corrected on %(day)s:")
        case "withdrawn" | "removed" | "erased":
            return words.gettext("Withdrawn on %(day)s:")
        case "restored":
            return words.gettext("Restored on %(day)s:")
        case _:
            return words.gettext("Updated on %(day)s:")


def _rich(html: str) -> Iterable[HtmlElement]:
    """Return stored HTML as elements, cleaned again because the archive is not trusted."""
    cleaned = xml_safe(clean(xml_safe(html)))
    if not cleaned.strip():
        return ()
    parsed = _parsed(cleaned)
    for element in list(parsed.iter("bdo")):
        _replace_bdo(element)
    return (parsed,) if (parsed.text or "").strip() or not len(parsed) else tuple(parsed)


def _parsed(cleaned: str) -> HtmlElement:
    """Return cleaned HTML inside a ``div``, element for element.

    Except for void elements and ``&nbsp;`` the cleaner writes XML. lxml's HTML parser is older than HTML 5 and breaks
    up nested definition lists.
    """
    xml = _VOID.sub(r"<\1/>", cleaned).replace("&nbsp;", "\xa0")
    try:
        return fromstring(f"<div>{xml}</div>", parser=XHTMLParser(huge_tree=True, resolve_entities=False))
    except etree.XMLSyntaxError:  # elements nested thousands deep
        return fragment_fromstring(cleaned, create_parent="div")


def _replace_bdo(element: HtmlElement) -> None:
    """Replace ``bdo`` elements by Unicode control characters for direction: feed readers remove ``bdo`` for safety."""
    element.tag = "bdi"
    if override := _OVERRIDES.get(element.get("dir", "")):
        element.text = override + (element.text or "")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + _POP
        else:
            element.text += _POP


def _contact(contact: Contact, comma: str) -> HtmlElement:
    parts: list[HtmlElement | str] = [xml_safe(part) for part in (contact.name, contact.role) if part]
    if contact.email:
        parts.append(E.a(xml_safe(contact.email), href=f"mailto:{xml_safe(contact.email)}"))
    if contact.phone:
        parts.append(E.span(xml_safe(contact.phone), dir="ltr"))
    joined = [piece for part in parts for piece in (comma, part)]
    return E.li(*joined[1:])
