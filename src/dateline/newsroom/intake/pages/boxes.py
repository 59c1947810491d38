"""The item in a box: title, address, summary and labelled fields."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import html

from dateline.newsroom.intake.listing.anchors import Reading, read_marks
from dateline.newsroom.intake.listing.items import RawItem, canonical_lines
from dateline.newsroom.intake.listing.lines import Line, tidy
from dateline.newsroom.intake.listing.stamps import bare
from dateline.newsroom.intake.listing.words import is_noise, read_fields
from dateline.newsroom.intake.pages.days import DayElement, Page
from dateline.newsroom.intake.pages.tree import resolve
from dateline.newsroom.intake.pages.visible import lines

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TITLE = 8  # letters below which a link or heading is no title
_PROSE = 40  # letters from which a line of an item is its summary rather than a category
_POINT = 20  # letters from which a point of a list is a title
_REMAINDER = 25  # letters besides title, day and links from which a line says something of its own
_BETWEEN = " -–—|:•·"
_STOPS = '.!?…»”"'
_MORE = re.compile(
    r"\s*[(\[]?(?:(?:read|learn|see|view) (?:more|full|the full)\b.{0,40}|continue reading\b.{0,80}|"
    r"lire la suite|en savoir plus|weiterlesen|подробнее|читать далее|اقرأ المزيد)[)\]]?\s*[»›→>.]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Anchor:
    """A link in a box."""

    element: html.HtmlElement
    text: str
    url: str


class Box:
    """A box of a list, read in the light of the others."""

    def __init__(self, element: html.HtmlElement, day: DayElement, page: Page) -> None:
        self._element = element
        self._day = day
        self._page = page
        self._shown = tidy(day.element.text_content())
        self.lines = lines(element, page.base)

    def items(self, repeated: Counter[str], share: int) -> list[RawItem]:
        """Return the items: one, unless a day heads a list of links."""
        own = self.read(repeated, share)
        points = [line for line in self._points() if repeated[line.text] < share]
        if len(points) < 2 or own.title not in {line.text for line in points}:  # noqa: PLR2004 - one is the item
            return [own]
        made = []
        for line in points:
            item = replace(
                own, title=line.text, url=line.links[0].url, summary="", line=line.number, until_line=line.number
            )
            made.append(item.with_raw(canonical_lines(item)))
        return made

    def _points(self) -> list[Line]:
        """Return the points of the only list in the box that are titles with links, where the day stands outside it."""
        found = {item.getparent() for item in self._element.iter("li")}
        if len(found) != 1 or next(iter(found)) in set(self._day.element.iterancestors()):
            return []
        points = [line for item in self._element.iter("li") for line in lines(item, self._page.base)]
        return [line for line in points if len(line.text) >= _POINT and line.links and line.links[0].text == line.text]

    def read(self, repeated: Counter[str], share: int) -> RawItem:
        """Return the item; lines that stand in ``share`` boxes or more, as ``repeated`` counts them, are none of it."""

        def counts(text: str) -> bool:
            return len(text) >= _TITLE and text != self._shown and not is_noise(text) and repeated[text] < share

        title, url, number = next(self._titles(counts), ("", "", 0))
        marks = read_marks(self.lines, self._page.language, self._page.order, is_page=True)
        values = _values(marks)
        summary = [_MORE.sub("", text) for text in self._free(marks, title, url) if text and repeated[text] < share]
        found = RawItem(
            line=number or self._day.element.sourceline or 0,
            until_line=max(line.number for line in self.lines),
            title=title,
            summary=values["lead"][0] if "lead" in values else " ".join(summary),
            when=self._day.stamp.written,
            on=self._day.stamp.on,
            when_line=self._day.element.sourceline or 0,
            values={key: value for key, value in values.items() if key in ("kind", "offices", "topics")},
            url=url,
        )
        return found.with_raw(canonical_lines(found))

    def _free(self, marks: Reading, title: str, url: str) -> Iterator[str]:
        """Yield what the lines say besides title and day: the parts of the summary."""
        for index, line in enumerate(self.lines):
            mark = marks.marks.get(index)
            labelled = mark is not None and (mark.fields or (mark.stamp is not None and mark.stamp.alone))
            if index not in marks.taken and not labelled and not is_noise(line.text) and not line.heading:
                yield self._prose(line, title, url)

    def _prose(self, line: Line, title: str, url: str) -> str:
        """Return the prose in a line, without a title and day that it begins with; empty where it has none."""
        text = self._behind(line.text, title)
        dated = bool(self._day.stamp.written) and self._day.stamp.written in line.text
        rest = text.replace(title, " ", 1) if title else text
        for link in line.links:
            rest = rest.replace(link.text, " ", 1) if dated or link.url == url else rest
        if rest != line.text and len(rest.strip(_BETWEEN)) < _REMAINDER:
            return ""
        linked = len(line.links) == 1 and len(line.links[0].text) > 0.8 * len(text)
        return text if text[-1] in _STOPS or (len(text) >= _PROSE and not linked) else ""

    def _behind(self, text: str, title: str) -> str:
        """Return what follows the title and the day, in whichever order, at the beginning of a line."""
        parts = [part for part in (title, self._shown, self._day.stamp.written) if part]
        for _ in range(2):
            for part in parts:
                if text.startswith(part):
                    text = text.removeprefix(part).lstrip(_BETWEEN)
        return text

    def _titles(self, counts: Callable[[str], bool]) -> Iterator[tuple[str, str, int]]:
        """Yield title, address and line, the surest first: a heading, the longest link, the first line."""
        links = [link for link in self._links() if link.url]
        longest = max(links, key=lambda link: len(link.text), default=None)
        somewhere = longest.url if longest else ""
        for tag in _HEADINGS:
            for heading in self._element.iter(tag):
                text = self._undated(tidy(heading.text_content()))
                if counts(text):
                    around = [*heading.iterancestors("a"), *heading.iter("a")]
                    near = next(filter(None, (resolve(a.get("href", ""), self._page.base) for a in around)), "")
                    yield _in_full(text, around), near or somewhere, heading.sourceline or 0
        worded = [link for link in links if counts(link.text)]
        if worded:
            best = max(worded, key=lambda link: min(len(link.text), 200))
            yield _in_full(self._first_line(best), [best.element]), best.url, best.element.sourceline or 0
        for line in self.lines:
            text = self._undated(line.text)
            if counts(text) and counts(line.text) and not read_fields(line.text):
                yield text, somewhere, line.number

    def _links(self) -> Iterator[_Anchor]:
        above = list(self._element.iterancestors("a"))
        for element in [*above, *self._element.iter("a")]:
            text = tidy(element.text_content())
            yield _Anchor(element, text, resolve(element.get("href", ""), self._page.base))

    def _first_line(self, link: _Anchor) -> str:
        """Return the title in a link that holds a whole card: its first line that is not the day."""
        own = [line.text for line in lines(link.element, self._page.base)]
        shown = (text for text in own if text != self._shown and not is_noise(text) and len(text) >= _TITLE)
        first = next(shown, link.text)
        return self._undated(first)

    def _undated(self, text: str) -> str:
        """Return a text without the day of the box, unless that is all it is."""
        if not self._shown or self._shown not in text:
            return text
        before, _, behind = text.partition(self._shown)
        return " ".join(filter(None, (bare(before), bare(behind)))) or text


def _values(marks: Reading) -> dict[str, tuple[str, int, tuple[str, ...]]]:
    """Return the labelled fields of a box; names that stand in links of their own are given as such."""
    values: dict[str, tuple[str, int, tuple[str, ...]]] = {}
    for mark in marks.marks.values():
        line = mark.value_line or mark.line
        for field in mark.fields:
            given = tuple(link.text for link in line.links) if len(mark.fields) == 1 else ()
            values.setdefault(field.meaning, (field.value, line.number, given))
    return values


def _in_full(text: str, links: Sequence[html.HtmlElement]) -> str:
    """Return a title in full where the page cuts it and says the whole beside it."""
    cut = re.sub(r"\s*(?:…|\.\.\.)$", "", text)
    wholes = (tidy(link.get("title", "") or link.get("aria-label", "")) for link in links)
    return next((whole for whole in wholes if cut != text and whole.startswith(cut) and len(whole) > len(cut)), text)
