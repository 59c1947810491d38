"""The registry of feed formats. To add a format, add a module to ``writers`` and a row here.

Everything else is read from the row: the address ``/en/news.{suffix}``, content negotiation at ``/en/news``, links in
the pages, the description on the page "Follow the news", and WebSub topics.
"""

from collections.abc import Callable, Sequence

import msgspec

from dateline.public.feeds.messages import gettext_noop
from dateline.public.feeds.model import Entry, Feed
from dateline.public.feeds.writers import atom, jsonfeed, rss


class FeedFormat(msgspec.Struct, frozen=True):
    """A format of feeds.

    Attributes:
        suffix: last part of the address.
        media_type: without parameters.
        name: shown to people, the same in all languages.
        purpose: sentence that tells readers what the format is good for; in English, translated by ``messages_in``.
        write_entry: function that returns one entry in UTF-8; its result is cached.
        write_feed: function that returns the document in UTF-8, from a feed and the results of ``write_entry``.
    """

    suffix: str
    media_type: str
    name: str
    purpose: str
    write_entry: Callable[[Entry], bytes]
    write_feed: Callable[[Feed, Sequence[bytes]], bytes]


FEED_FORMATS = {
    row.suffix: row
    for row in (
        # the first is the one we recommend: only Atom can say that a release was removed
        FeedFormat(
            "atom",
            "application/atom+xml",
            "Atom",
            gettext_noop("For feed readers and mail programs. It also lists the releases that were removed."),
            atom.write_entry,
            atom.write_feed,
        ),
        FeedFormat(
            "rss",
            "application/rss+xml",
            "RSS",
            gettext_noop("For programs that do not read Atom, and for podcasts."),
            rss.write_entry,
            rss.write_feed,
        ),
        FeedFormat(
            "json",
            "application/feed+json",
            "JSON Feed",
            gettext_noop("For websites and programs of your own."),
            jsonfeed.write_entry,
            jsonfeed.write_feed,
        ),
    )
}
"""By suffix."""
