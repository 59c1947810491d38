"""The item in a box of a page: title, address, summary and labelled fields."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import html

from dateline.newsroom.intake.listing.displayed_dates import strip_separators
from dateline.newsroom.intake.listing.items import RawItem, canonical_lines
from dateline.newsroom.intake.listing.labels import is_noise, kind_beside, parse_fields, split_unknown_label
from dateline.newsroom.intake.listing.lines import Line, tidy
from dateline.newsroom.intake.listing.metadata import AnnotatedLines, annotate_lines
from dateline.newsroom.intake.listing.words import CLASSES, pattern
from dateline.newsroom.intake.listing_html.date_elements import DateElement, PageSettings
from dateline.newsroom.intake.listing_html.dom import HEADINGS, resolve_link, visible_lines

_MIN_TITLE = 8  # fewest letters of a link or heading that can be a title
_MIN_PROSE = 40  # a line of an item is its summary, not a category, if it has at least so many letters
_MAX_VALUE = 400  # most letters of the names in one field
_MIN_LIST_TITLE = 20  # fewest letters of a list element that is a title
_MIN_REMAINDER = 25  # a line with so many letters besides title, date and links is part of the summary
_SEPARATORS = " -–—|:•·"
_STOPS = '.!?…»”"'
_MORE = re.compile(
    rf"\s*[(\[]?(?:{pattern('noise', 'end_of_summary')}|{pattern('noise', 'read_more')})[)\]]?\s*[»›→>.]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Link:
    """A link in a box."""

    element: html.HtmlElement
    text: str
    url: str


class ItemBox:
    """A box of a list.

    Args:
        element: the box.
        date: the date in it.
        page: settings of the page.
    """

    def __init__(self, element: html.HtmlElement, date: DateElement, page: PageSettings) -> None:
        self._element = element
        self._date = date
        self._page = page
        self._shown_date = tidy(date.element.text_content())
        self.lines = visible_lines(element, page.base)

    def items(self, repeated: Counter[str], share: int) -> list[RawItem]:
        """Return the items of the box: one, unless a date stands above a list of links.

        Args:
            repeated: how many boxes of the list hold each line.
            share: lines in so many boxes or more belong to no item.
        """
        own = self.item(repeated, share)
        titles = [line for line in self._list_titles() if repeated[line.text] < share]
        if len(titles) < 2 or own.title not in {line.text for line in titles}:  # noqa: PLR2004 - one is the item
            return [own]
        items = []
        for line in titles:
            item = replace(
                own, title=line.text, url=line.links[0].url, summary="", line=line.number, until_line=line.number
            )
            items.append(item.with_source_lines(canonical_lines(item)))
        return items

    def _list_titles(self) -> list[Line]:
        """Return the linked titles in the only list of the box, where the date stands outside that list."""
        lists = {item.getparent() for item in self._element.iter("li")}
        if len(lists) != 1 or next(iter(lists)) in set(self._date.element.iterancestors()):
            return []
        lines = [line for item in self._element.iter("li") for line in visible_lines(item, self._page.base)]
        return [
            line
            for line in lines
            if len(line.text) >= _MIN_LIST_TITLE and line.links and line.links[0].text == line.text
        ]

    def item(self, repeated: Counter[str], share: int) -> RawItem:
        """Return the one item of the box; arguments as in `items`."""

        def may_be_title(text: str) -> bool:
            return (
                len(text) >= _MIN_TITLE and text != self._shown_date and not is_noise(text) and repeated[text] < share
            )

        title, url, number = next(self._titles(may_be_title), ("", "", 0))
        annotated = annotate_lines(self.lines, self._page.language, self._page.order, is_page=True)
        by_class, classed_lines = self._by_class()
        values = by_class | _values(annotated)
        if "kind" not in values and (kind := kind_beside(self._date.date.after) or kind_beside(self._date.date.label)):
            values["kind"] = (kind, number, ())
        summary = [
            _MORE.sub("", text)
            for text in self._summary_parts(annotated, title, url)
            if text and repeated[text] < share and text not in classed_lines
        ]
        item = RawItem(
            line=number or self._date.element.sourceline or 0,
            until_line=max((line.number for line in self.lines), default=number),
            title=title,
            summary=values["lead"][0] if "lead" in values else " ".join(summary),
            written_date=self._date.date.written,
            on=self._date.date.on,
            date_line=self._date.element.sourceline or 0,
            values={key: value for key, value in values.items() if key in ("kind", "offices", "topics")},
            url=url,
        )
        return item.with_source_lines(canonical_lines(item))

    def _by_class(self) -> tuple[dict[str, tuple[str, int, tuple[str, ...]]], set[str]]:
        """Return fields by the classes of their elements, and the lines that show them."""
        found: dict[str, list[str]] = {}
        shown: set[str] = set()
        for element in self._element.iter():
            classes = element.get("class", "").lower().split() if isinstance(element.tag, str) else []
            meaning = next((CLASSES[name] for name in classes if name in CLASSES), "")
            text = tidy(element.text_content()) if meaning else ""
            if text and len(text) <= _MAX_VALUE and not parse_fields(text) and self._date.element not in element.iter():
                names = [_name(part) for part in _innermost(element)]
                found.setdefault(meaning, []).extend(name for name in names if name)
                shown.add(text)
        return {
            meaning: ("; ".join(names), self._date.element.sourceline or 0, tuple(names) if meaning != "kind" else ())
            for meaning, names in ((meaning, list(dict.fromkeys(names))) for meaning, names in found.items())
        }, shown

    def _summary_parts(self, annotated: AnnotatedLines, title: str, url: str) -> Iterator[str]:
        """Yield the text of each line without title and date; may be empty."""
        for index, line in enumerate(self.lines):
            one = annotated.metadata.get(index)
            is_metadata = one is not None and (one.fields or (one.date is not None and one.date.stands_alone))
            if index not in annotated.value_lines and not is_metadata and not is_noise(line.text) and not line.heading:
                yield self._prose(line, title, url)

    def _prose(self, line: Line, title: str, url: str) -> str:
        """Return the prose of a line, without title and date at its beginning; empty where it has none."""
        text = self._without_head(line.text, title)
        has_date = bool(self._date.date.written) and self._date.date.written in line.text
        rest = text.replace(title, " ", 1) if title else text
        for link in line.links:
            rest = rest.replace(link.text, " ", 1) if has_date or link.url == url else rest
        if rest != line.text and len(rest.strip(_SEPARATORS)) < _MIN_REMAINDER:
            return ""
        unknown = split_unknown_label(text)
        if unknown and unknown[1] == ", ".join(link.text for link in line.links):
            return ""  # for example: Part of a collection: Rules for ferries
        is_link = len(line.links) == 1 and len(line.links[0].text) > 0.8 * len(text)
        return text if text[-1] in _STOPS or (len(text) >= _MIN_PROSE and not is_link) else ""

    def _without_head(self, text: str, title: str) -> str:
        """Return a line without the title and the date, in either order, at its beginning."""
        parts = [part for part in (title, self._shown_date, self._date.date.written) if part]
        for _ in range(2):
            for part in parts:
                if text.startswith(part):
                    text = text.removeprefix(part).lstrip(_SEPARATORS)
        return text

    def _titles(self, may_be_title: Callable[[str], bool]) -> Iterator[tuple[str, str, int]]:
        """Yield (title, address, line), the most certain first: headings, the longest link, the first line."""
        links = [link for link in self._links() if link.url]
        longest = max(links, key=lambda link: len(link.text), default=None)
        fallback_url = longest.url if longest else ""
        for tag in HEADINGS:
            for heading in self._element.iter(tag):
                text = self._without_date(tidy(heading.text_content()))
                if may_be_title(text):
                    around = [*heading.iterancestors("a"), *heading.iter("a")]
                    near = next(filter(None, (resolve_link(a.get("href", ""), self._page.base) for a in around)), "")
                    yield _untruncated(text, around), near or fallback_url, heading.sourceline or 0
        titled = [link for link in links if may_be_title(link.text)]
        if titled:
            best = max(titled, key=lambda link: min(len(link.text), 200))
            yield _untruncated(self._first_line(best), [best.element]), best.url, best.element.sourceline or 0
        for line in self.lines:
            text = self._without_date(line.text)
            if may_be_title(text) and may_be_title(line.text) and not parse_fields(line.text):
                yield text, fallback_url, line.number

    def _links(self) -> Iterator[_Link]:
        above = list(self._element.iterancestors("a"))
        for element in [*above, *self._element.iter("a")]:
            text = tidy(element.text_content())
            yield _Link(element, text, resolve_link(element.get("href", ""), self._page.base))

    def _first_line(self, link: _Link) -> str:
        """Return the title in a link around a whole card: its first line that is not the date."""
        own = [line.text for line in visible_lines(link.element, self._page.base)]
        titles = (text for text in own if text != self._shown_date and not is_noise(text) and len(text) >= _MIN_TITLE)
        first = next(titles, link.text)
        return self._without_date(first)

    def _without_date(self, text: str) -> str:
        """Return a text without the date of the box, unless the text is nothing else."""
        if not self._shown_date or self._shown_date not in text:
            return text
        before, _, after = text.partition(self._shown_date)
        return " ".join(filter(None, (strip_separators(before), strip_separators(after)))) or text


def _innermost(element: html.HtmlElement) -> list[html.HtmlElement]:
    """Return the elements of single names in an element, or the element."""
    inner = [part for part in element.iter("abbr", "a", "li") if part is not element]
    return [part for part in inner if not any(other in inner for other in part.iterdescendants())] or [element]


def _name(element: html.HtmlElement) -> str:
    """Return the name in an element; for an abbreviation, the full name."""
    whole = tidy(element.get("title", "")) if element.tag == "abbr" else ""
    return whole or tidy(element.text_content())


def _values(annotated: AnnotatedLines) -> dict[str, tuple[str, int, tuple[str, ...]]]:
    """Return the labelled fields of a box by meaning: (value, line, names that stand in links of their own)."""
    values: dict[str, tuple[str, int, tuple[str, ...]]] = {}
    for one in annotated.metadata.values():
        line = one.value_line or one.line
        for field in one.fields:
            linked = tuple(link.text for link in line.links) if len(one.fields) == 1 else ()
            values.setdefault(field.meaning, (field.value, line.number, linked))
    return values


def _untruncated(text: str, links: Sequence[html.HtmlElement]) -> str:
    """Return a title in full where the page truncates it and has the whole in an attribute of a link."""
    cut = re.sub(r"\s*(?:…|\.\.\.)$", "", text)
    wholes = (tidy(link.get("title", "") or link.get("aria-label", "")) for link in links)
    return next((whole for whole in wholes if cut != text and whole.startswith(cut) and len(whole) > len(cut)), text)
