"""The forms a feed can be written in: a module and a row each."""

from collections.abc import Callable

from dateline.public.feeds.model import Feed
from dateline.public.feeds.writers import atom, jsonfeed, rss
from dateline.web.forms import FEEDS, Form

WRITERS: dict[str, Callable[[Feed], bytes]] = {
    "atom": atom.document,
    "rss": rss.document,
    "json": jsonfeed.document,
}
"""By suffix; each returns the whole document in UTF-8."""

FORMS: dict[str, Form] = {form.suffix: form for form in FEEDS}
"""What each is called; the same suffixes."""
