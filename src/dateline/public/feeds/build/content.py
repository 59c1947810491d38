"""The full text of an edition as one piece of HTML, for the content of an entry."""

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
from dateline.public.feeds.context import Place
from dateline.public.feeds.messages import words_of
from dateline.text.html import clean
from dateline.text.languages import INTERFACE, direction
from dateline.text.xmltext import carried, linked

_ENDLESS = re.compile(r"<([bh]r\b[^>]*)>")
_RUNS, _RUN_ENDS = {"ltr": "\u202d", "rtl": "\u202e"}, "\u202c"  # source: Unicode Standard Annex 9, section 2.2


class Content:
    """Writes the content of one entry.

    Args:
        address: absolute address of the release page; links in the text are resolved against it.
        place: its reader's language serves the words around a text in a language that the interface lacks.
    """

    def __init__(self, item: Item, address: str, place: Place) -> None:
        self._item = item
        self._address = address
        self._place = place
        self._language = item.edition.language if item.edition.language in INTERFACE else place.reader
        self._words: NullTranslations = words_of(self._language)
        self._comma = self._words.gettext(", ")

    def html(self) -> str:
        """Return a ``div`` with language and direction: notices, picture, text, downloads, what stands below it.

        Where the place tells leads only, it ends with the lead. Every address in it is absolute; control characters
        are gone.
        """
        edition = self._item.edition
        return self._written(self._parts(edition) if self._place.full else self._opening(edition))

    def notices(self, at: dt.datetime) -> str:
        """Return a ``div`` with the notices alone; without any, it says that the text was withdrawn at a moment."""
        notes = self._item.notes or (Note("withdrawn", at, "", self._language),)
        return self._written(self._notice(note) for note in notes)

    def told(self, *, is_withdrawn: bool) -> str:
        """Return paragraphs for a timeline: headline, notices, opening without its picture, address of the page.

        Of a withdrawn text the headline and the notices alone.
        """
        edition = self._item.edition
        shown = carried(edition.headline)
        if is_withdrawn:
            shown = self._words.gettext("Withdrawn: %(headline)s") % {"headline": shown}
        notices = [self._notice(note) for note in self._item.notes]
        said = [] if is_withdrawn else self._lead(edition)
        paragraphs = [E.p(E.strong(shown)), *notices, *said, E.p(E.a(self._address, href=self._address))]
        return "".join(carried(etree.tostring(one, method="html", encoding="unicode")) for one in paragraphs)

    def _written(self, parts: Iterable[HtmlElement]) -> str:
        edition = self._item.edition
        whole = E.div(*parts, lang=edition.language, dir=direction(edition.language))
        whole.make_links_absolute(self._address, handle_failures="ignore")
        for bare in whole.iter("li", "dt", "dd"):
            bare.text = bare.text or ""  # without any text lxml leaves out the end of it, an error inside of others
        return carried(etree.tostring(whole, method="html", encoding="unicode"))

    def _opening(self, edition: Edition) -> Iterator[HtmlElement]:
        yield from (self._notice(note) for note in self._item.notes)
        figure = [self._figure(edition.picture)] if edition.picture else []
        yield from self._lead(edition, *figure)

    def _lead(self, edition: Edition, *behind_label: HtmlElement) -> Iterator[HtmlElement]:
        if edition.machine_translated:
            yield E.p(E.em(self._words.gettext("This text was translated by a machine.")), **self._labelled())
        yield from behind_label
        if edition.event_from_on:
            yield self._event(edition)
        if edition.lead or edition.dateline:
            filed = self._place.style.dateline(edition.dateline, edition.language)
            yield E.p(" ".join(carried(part) for part in (filed, edition.lead) if part))

    def _parts(self, edition: Edition) -> Iterator[HtmlElement]:
        yield from self._opening(edition)
        yield from (self._block(block) for block in edition.body)
        yield from _rich(edition.boilerplate)
        if edition.notes:
            yield E.h2(self._words.gettext("Notes to editors"), **self._labelled())
            yield from _rich(edition.notes)
        if edition.contacts:
            yield E.h2(self._words.gettext("Contacts"), **self._labelled())
            yield E.ul(*(_contact(contact, self._comma) for contact in edition.contacts))

    def _labelled(self) -> dict[str, str]:
        """Return the language of our own words where it is not the text's."""
        if self._language == self._item.edition.language:
            return {}
        return {"lang": self._language, "dir": direction(self._language)}

    def _notice(self, note: Note) -> HtmlElement:
        day = self._place.style.day(note.at.astimezone(self._place.zone).date(), self._language)
        label = E.strong(_said_on(note.change, self._words) % {"day": day}, **self._labelled())
        said = E.span(carried(note.text), lang=note.language, dir="auto")
        label.tail = " "
        return E.p(label, said)

    def _event(self, edition: Edition) -> HtmlElement:
        days = [day for day in (edition.event_from_on, edition.event_until_on) if day]
        written = " – ".join(self._place.style.day(day, self._language) for day in dict.fromkeys(days))
        return E.p(self._words.gettext("Date of the event: %(days)s") % {"days": written}, **self._labelled())

    def _block(self, block: Block) -> HtmlElement:
        match block:
            case Text():
                return E.div(*_rich(block.html))
            case Figure():
                return self._figure(block.picture)
            case Quote():
                speaker = self._comma.join(carried(part) for part in (block.speaker, block.role) if part)
                return E.blockquote(E.p(carried(block.text)), *([E.p(E.cite(f"— {speaker}"))] if speaker else []))
            case Download():
                return E.p(
                    E.a(
                        carried(block.title),
                        href=f"{self._place.public_url}/media/{block.file}",
                        type=carried(block.type),
                    )
                )
            case Recording():
                return self._recording(block)
            case Embed():
                said, address = carried(block.title or block.url), linked(block.url)
                return E.p(E.a(said, href=address) if address else said)

    def _recording(self, recording: Recording) -> HtmlElement:
        title, address = carried(recording.title), linked(recording.url)
        if recording.file:
            address = f"{self._place.public_url}/media/{recording.file}"
        # no player: feed readers take its buttons away as a risk, and what is left shows nothing
        shown = E.a(*self._poster(recording), title, href=address) if address else E.span(title)
        below = " · ".join(carried(part) for part in _said_of(recording) if part)
        figure = E.figure(shown, *([E.figcaption(below)] if below else []))
        return E.div(figure, *self._transcript(recording))

    def _poster(self, recording: Recording) -> Iterator[HtmlElement]:
        if recording.file and recording.poster and recording.poster.renditions:
            yield self._image(recording.poster)
            yield E.br()

    def _transcript(self, recording: Recording) -> Iterator[HtmlElement]:
        paragraphs = [part for part in carried(recording.transcript).split("\n\n") if part.strip()]
        if paragraphs:
            yield E.p(E.strong(self._words.gettext("Transcript"), **self._labelled()))
            language = recording.transcript_language
            yield E.div(*(E.p(part.strip()) for part in paragraphs), lang=language, dir=direction(language))

    def _figure(self, picture: Picture) -> HtmlElement:
        below = " · ".join(carried(part) for part in _said_of(picture) if part)
        return E.figure(self._image(picture), *([E.figcaption(below)] if below else []))

    def _image(self, picture: Picture) -> HtmlElement:
        widest = picture.renditions[-1]
        return E.img(
            src=f"{self._place.public_url}/media/{widest.file}",
            alt=carried(picture.alt),
            width=str(widest.width),
            height=str(widest.height),
        )


def _said_of(thing: Picture | Recording) -> tuple[str, ...]:
    return (thing.caption, thing.credit, thing.rights_holder, thing.usage_terms)


def _said_on(change: Change, words: NullTranslations) -> str:
    match change:
        case "corrected":
            return words.gettext("Corrected on %(day)s:")
        case "withdrawn" | "removed" | "erased":
            return words.gettext("Withdrawn on %(day)s:")
        case "restored":
            return words.gettext("Published again on %(day)s:")
        case _:
            return words.gettext("Updated on %(day)s:")


def _rich(html: str) -> Iterable[HtmlElement]:
    """Return HTML as elements, cleaned again: what the archive holds is not taken on trust."""
    cleaned = carried(clean(carried(html)))
    if not cleaned.strip():
        return ()
    parsed = _parsed(cleaned)
    for turned in list(parsed.iter("bdo")):
        _as_signs(turned)
    return (parsed,) if (parsed.text or "").strip() or not len(parsed) else tuple(parsed)


def _parsed(cleaned: str) -> HtmlElement:
    """Return cleaned HTML inside a ``div``, element for element.

    But for elements without an end and ``&nbsp;`` the cleaner writes XML. The parser of lxml for HTML is older than
    HTML 5, and would take apart what it does not know: a list of terms inside another one.
    """
    written = _ENDLESS.sub(r"<\1/>", cleaned).replace("&nbsp;", "\xa0")
    try:
        return fromstring(f"<div>{written}</div>", parser=XHTMLParser(huge_tree=True, resolve_entities=False))
    except etree.XMLSyntaxError:  # thousands of elements inside one another
        return fragment_fromstring(cleaned, create_parent="div")


def _as_signs(turned: HtmlElement) -> None:
    """Say with signs of Unicode which way a text is made to run: feed readers take ``bdo`` away as a risk."""
    turned.tag = "bdi"
    if sign := _RUNS.get(turned.get("dir", "")):
        turned.text = sign + (turned.text or "")
        if len(turned):
            turned[-1].tail = (turned[-1].tail or "") + _RUN_ENDS
        else:
            turned.text += _RUN_ENDS


def _contact(contact: Contact, comma: str) -> HtmlElement:
    parts: list[HtmlElement | str] = [carried(part) for part in (contact.name, contact.role) if part]
    if contact.email:
        parts.append(E.a(carried(contact.email), href=f"mailto:{carried(contact.email)}"))
    if contact.phone:
        parts.append(E.span(carried(contact.phone), dir="ltr"))
    joined = [piece for part in parts for piece in (comma, part)]
    return E.li(*joined[1:])
