"""The forms in which a list can be followed and a release be taken: what they are called, how they are addressed."""

import msgspec


class Form(msgspec.Struct, frozen=True):
    """A form of a list or a release besides its page.

    Attributes:
        suffix: the last part of its address, as in ``/en/news.atom``.
        media_type: without parameters.
        name: as people who look for it call it; the same in every language.
    """

    suffix: str
    media_type: str
    name: str


FEEDS = (
    Form("atom", "application/atom+xml", "Atom"),
    Form("rss", "application/rss+xml", "RSS"),
    Form("json", "application/feed+json", "JSON Feed"),
)
"""The first is the one we recommend: only it can say that a release was removed."""

CALENDAR = Form("ics", "text/calendar", "iCalendar")
"""The events that a list announces."""

RELEASES = (
    Form("ninjs.json", "application/json", "ninjs"),
    Form("newsml.xml", "application/vnd.iptc.g2.newsitem+xml", "NewsML-G2"),
    Form("txt", "text/plain", "Text"),
    Form("md", "text/markdown", "Markdown"),
)
"""What the page of a release offers to programs, as in ``/en/news/812.ninjs.json``."""
