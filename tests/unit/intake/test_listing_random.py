"""Random labelled listings are parsed exactly or rejected; no line is ever taken for another."""

import datetime as dt
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.newsroom.intake.errors import NoListError
from dateline.newsroom.intake.listing.item_parser import KnownNames, parse_items
from dateline.newsroom.intake.listing.items import Fault, RawItem
from dateline.newsroom.intake.listing_reader import read_listing

NOUNS = ("bridge", "water", "police", "court", "school", "council", "harbour", "border", "report", "officers")
WORDS = (*NOUNS, "opens", "training", "mission", "members", "women", "judges", "new", "three", "Karvenia", "Aske")
PLACES = ("VIENNA", "SARAJEVO", "Jahorina", "NEW YORK", "WARSAW/VIENNA", "QABALA, Azerbaijan", "WASHINGTON, D.C.")
DASHES = (" – ", " — ", " - ", "- ", "– ")

phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(lambda words: " ".join(words).capitalize())
titles = st.tuples(phrases, st.sampled_from(("", "", "", "?", "!", ": part two", "."))).map("".join)
sentences = st.tuples(
    st.sampled_from(("On 3 March 2021, the ", "The ", "“The ", "With ", "")),
    st.lists(phrases, min_size=1, max_size=6).map(" and ".join),
    st.sampled_from((".", ".", ".", "…", "!", "”", "")),
).map("".join)
days = st.dates(dt.date(2010, 1, 1), dt.date(2025, 12, 31))


@dataclass(frozen=True)
class Item:
    title: str
    on: dt.date
    kind: str | None
    offices: tuple[str, ...]
    topics: tuple[str, ...]
    dateline: str
    lead: str
    empty: tuple[str, ...]

    def lines(self) -> list[str]:
        labelled = (
            ("Content type", self.kind or ""),
            ("Where we are", ", ".join(self.offices)),
            ("What we do", ", ".join(self.topics)),
        )
        values = [f"{name}: {value}".strip() for name, value in labelled if value or name in self.empty]
        lead = [self.dateline + self.lead] if self.lead else []
        return [self.title, f"Publishing date: {self.on.day} {self.on:%B %Y}", *values, *lead]


@st.composite
def items(draw):
    on = draw(days)
    written = draw(st.sampled_from(("", f"{on.day} {on:%B %Y}", f"{on.day} {on:%B}", f"{on:%B} {on.day}, {on.year}")))
    place = draw(st.sampled_from(PLACES))
    dash = draw(st.sampled_from(DASHES))
    forms = ("", "", f"{place}, {written}{dash}" if written else f"{place}{dash}", f"{written}, {place}{dash}")
    lead = draw(st.one_of(st.just(""), sentences))
    return Item(
        title=draw(titles),
        on=on,
        kind=draw(st.sampled_from((None, "News", "Press release", "Statement"))),
        offices=draw(st.sampled_from(((), ("Mission in Orvia",), ("Border Academy", "Joint Water Centre")))),
        topics=draw(st.sampled_from(((), ("Policing",), ("Youth", "Water")))),
        dateline=draw(st.sampled_from(forms)) if lead and written else "",
        lead=lead,
        empty=tuple(draw(st.sets(st.sampled_from(("Content type", "Where we are", "What we do")), max_size=1))),
    )


def said(item):
    return item.title, item.published_on, item.kind and item.kind.name, names(item.offices), names(item.topics)


def names(found):
    return tuple(one.name for one in found)


def expected(item):
    return item.title, item.on, item.kind, item.offices, item.topics


@settings(max_examples=100)
@given(st.lists(items(), min_size=2, max_size=9), st.sampled_from(("\n", "\r\n")), st.integers(0, 2), st.booleans())
def test_a_labelled_listing_is_parsed_exactly_or_rejected(made, end, blank_lines, headed):
    lines = ["Newsroom", "News and press releases"] if headed else []
    for item in made:
        lines += [*item.lines(), *[""] * blank_lines]

    try:
        listing = read_listing(end.join(lines).encode(), "made.txt", "en")
    except NoListError:
        return  # where every item is doubtful nothing is taken, and that is said

    wanted = [(expected(item), item.dateline + item.lead) for item in made]
    if any("left out" in remark for remark in listing.remarks):  # below a page's last item the page may go on
        wanted.append((expected(made[-1]), ""))
    found = [(said(item), item.summary) for item in listing.items]
    left = iter(wanted)
    for one in found:  # in order, each as it was written
        assert one in left, (one, lines)
    assert len(found) + len(listing.rejected) == len(made)


@settings(max_examples=60)
@given(st.lists(items(), min_size=2, max_size=9), st.sampled_from(("\n", "\r\n")), st.integers(0, 2))
def test_complete_items_with_titles_without_stop_are_all_parsed(made, end, blank_lines):
    whole = [
        replace(
            item,
            title=item.title.replace(":", "").rstrip("."),
            kind=item.kind or "News",
            lead=item.lead.rstrip(".") + " so.",
            empty=(),
        )
        for item in made
    ]
    lines = [line for item in whole for line in (*item.lines(), *[""] * blank_lines)]

    listing = read_listing(end.join(lines).encode(), "made.txt", "en")

    assert listing.rejected == ()
    assert [(said(i), i.summary) for i in listing.items] == [
        (expected(i), (i.dateline + i.lead).strip()) for i in whole
    ]


def read(*lines):
    return read_listing("\n".join(lines).encode(), "made.txt", "en")


def test_short_leads_do_not_become_titles():
    listing = read(
        *("A", "Publishing date: 1 May 2020", "B is a lead."), *("C", "Publishing date: 2 May 2020", "D is a lead.")
    )

    assert [(item.title, item.lead) for item in listing.items] == [("A", "B is a lead."), ("C", "D is a lead.")]


def test_a_lead_above_labels_without_title_is_not_a_title():
    listing = read(
        *("Alpha opens", "Publishing date: 3 May 2020", "VIENNA, 3 May 2020 – It opened."),
        *("Publishing date: 2 May 2020", "It is a lead and its title is missing."),
        *("Gamma ends", "Publishing date: 1 May 2020", "It ended."),
    )

    assert [item.title for item in listing.items] == ["Alpha opens", "Gamma ends"]
    assert [fault.reason for item in listing.rejected for fault in item.faults] == ["it has no title"]


def test_a_line_that_can_be_title_or_lead_rejects_both_items():
    listing = read(
        *("Alpha opens", "Publishing date: 3 May 2020", "It has been opened."),
        *("Publishing date: 2 May 2020", "So it is."),
        *("Gamma ends", "Publishing date: 1 May 2020", "It ended."),
    )

    assert [item.title for item in listing.items] == ["Gamma ends"]
    assert [item.lines[0] for item in listing.rejected] == ["Alpha opens", "It has been opened."]
    assert "can be a title or a lead" in listing.rejected[0].faults[0].reason
    mended = read(
        "Title: It has been opened.", *listing.rejected[1].lines[1:], *("Gamma", "Publishing date: 1 May 2020")
    )
    assert [item.title for item in mended.items] == ["It has been opened.", "Gamma"]


def test_an_empty_label_does_not_take_the_lead_as_value_and_is_reported():
    listing = read(
        *("Alpha", "Publishing date: 3 May 2020", "Content type: News", "It opened."),
        *("Beta", "Publishing date: 2 May 2020", "Content type:", "Jahorina, 24 September 2019 – Sixth lead."),
        *("Gamma", "Publishing date: 1 May 2020", "Where we are:", "It ended in a long sentence."),
        *("Delta", "Publishing date: 1 May 2020", "Content type:", "News", "It began."),
    )

    assert [item.kind and item.kind.name for item in listing.items] == ["News", None, None, "News"]
    assert [item.lead for item in listing.items][1:] == ["Sixth lead.", "It ended in a long sentence.", "It began."]
    assert listing.remarks == (
        "line 7: the label has no value and was ignored",
        "line 11: the label has no value and was ignored",
    )


def test_a_line_that_can_be_the_value_of_an_empty_label_rejects_the_item():
    lines = (
        *("Alpha", "Publishing date: 3 May 2020", "Content type: News", "It opened."),
        *("Beta", "Publishing date: 2 May 2020", "Content type:", "Speech", "It opened again."),
    )

    assert [fault.reason for fault in read(*lines).rejected[0].faults] == [
        "“Speech” can be the value of the label above it or a line of its own; join or part them"
    ]
    known = read_listing("\n".join(lines).encode(), "made.txt", "en", KnownNames(kinds=frozenset({"Speech"})))
    assert [item.kind.name for item in known.items] == ["News", "Speech"]


def test_the_title_after_an_empty_label_is_that_of_the_next_item():
    listing = read(
        *("Alpha", "Publishing date: 3 May 2020", "Content type:"),
        *("Beta", "Publishing date: 2 May 2020", "It began."),
    )

    assert [(item.title, item.kind) for item in listing.items] == [("Alpha", None), ("Beta", None)]


def test_faults_are_the_same_in_every_run():
    reasons = [Fault(3, reason) for reason in ("it has no title", "it has no publishing date", "a", "b")]
    raw = RawItem(3, 3, "T", "", "1 May 2020", dt.date(2020, 5, 1), 3, source_lines=("T",), faults=tuple(reasons))

    [aside] = parse_items([raw], "en", KnownNames())[1]

    assert [fault.reason for fault in aside.faults] == ["a", "b", "it has no publishing date", "it has no title"]
