"""The routes of the API. To add one, add a row here and a function that answers it."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

import msgspec

from dateline.public.api import changes, log, releases, types, vocabulary
from dateline.public.api.request import MAX_SIZE, MAX_VALUE_CHARS, SIZE, ApiRequest
from dateline.web.addresses import LANGUAGE, NUMBER

_PATTERNS = {
    "number": NUMBER.pattern,
    "language": LANGUAGE.pattern,
    "slug": r"[^/]{1,200}",
}


NEWSROOM, RELEASES, FOLLOWING = "Newsroom", "Releases", "Following"

TAGS = {
    RELEASES: "Lists, search and texts.",
    FOLLOWING: "What has changed, and the publication log.",
    NEWSROOM: "The organisation, its offices, topics and kinds.",
}
"""Groups of routes by name, with a sentence each."""


class Parameter(msgspec.Struct, frozen=True):
    """A query parameter; ``several`` says whether it may be repeated, ``required`` whether it has to be there."""

    name: str
    meaning: str
    schema: dict[str, Any]
    several: bool = False
    required: bool = False


class Route(msgspec.Struct, frozen=True, dict=True):
    """A route; the docstring of ``handler`` is its description.

    Attributes:
        name: its operation id.
        path: with the names of its values in braces.
        answer: type of the answer.
        tag: its group in the documentation, one of ``TAGS``.
        item: type of the items, or of the whole answer, whose fields can be chosen; None where they cannot.
        may_be_gone: whether the answer may have status 410, with the same type.
        streams: whether the answer may also come as events; its text is sent unchanged.
    """

    name: str
    path: str
    handler: Callable[[ApiRequest], msgspec.Struct]
    answer: type[msgspec.Struct]
    tag: str
    parameters: tuple[Parameter, ...] = ()
    item: type[msgspec.Struct] | None = None
    may_be_gone: bool = False
    streams: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The regular expression of its addresses."""
        return re.compile(re.sub(r"\{(\w+)\}", lambda name: f"(?P<{name[1]}>{_PATTERNS[name[1]]})", self.path))

    @cached_property
    def known(self) -> frozenset[str]:
        """The names of its parameters."""
        return frozenset(parameter.name for parameter in self.parameters)


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON schema of a value in a path."""
    if name == "number":
        return {"type": "integer", "minimum": 0, "maximum": 999_999_999}
    return {"type": "string", "pattern": f"^{_PATTERNS[name]}$"}


_TEXT: dict[str, Any] = {"type": "string", "maxLength": MAX_VALUE_CHARS}
_DAY = {"type": "string", "format": "date"}
_TAG = {"type": "string", "pattern": f"^{_PATTERNS['language']}$"}
_MOMENT = {"type": "string", "format": "date-time"}
_INCLUDED = {"type": "string", "enum": ["text"]}
_ORDERS = {"type": "string", "enum": ["date", "relevance"]}


def _whole(least: int, most: int, **more: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most, **more}


_READER = Parameter("reader", "Preferred language of items.", _TAG)
_SIZE = Parameter("size", "Items on a page.", _whole(1, MAX_SIZE, default=SIZE))
_CURSOR = Parameter("cursor", "Start of the page, from `next`.", _whole(0, 999_999_999))
_FILTER = (
    Parameter("q", "Words in the text.", _TEXT),
    Parameter("kind", "Slug of a kind; several are alternatives.", _TEXT, several=True),
    Parameter("office", "Slug of an office; several are alternatives.", _TEXT, several=True),
    Parameter("topic", "Slug of a topic, narrower ones included; several are alternatives.", _TEXT, several=True),
    Parameter("language", "Language of a public text; several are alternatives.", _TEXT, several=True),
    Parameter("from", "First day of publication, in the newsroom's zone.", _DAY),
    Parameter("until", "Last day of publication.", _DAY),
)
_ORDER = Parameter("order", "By date or by relevance; by relevance where there are words, else by date.", _ORDERS)
_FACETS = tuple(one for one in _FILTER if one.several)
_FIELDS = Parameter(
    "fields", "Fields of each item, separated by commas, such as `number,headline,text.body`; all without.", _TEXT
)
_INCLUDE = Parameter("include", "`text` includes the text of each item; then a page has at most 50.", _INCLUDED)
_LOG = (
    Parameter("after", "Position after which to start.", _whole(0, log.MAX_POSITION, default=0)),
    Parameter("limit", "Maximum number of entries.", _whole(1, log.MAX_LIMIT, default=log.LIMIT)),
    Parameter("wait", "Seconds to wait for a new entry.", _whole(0, log.MAX_WAIT_S, default=0)),
)
_CHANGES = (
    Parameter("updated_after", "Changes after this moment, such as 2024-06-03T12:00:00Z.", _MOMENT),
    Parameter("after", "Changes after this position of the log.", _whole(0, log.MAX_POSITION)),
    Parameter("size", "Maximum number of items.", _whole(1, changes.MAX_SIZE, default=changes.SIZE)),
)
_NUMBERS = Parameter(
    "number", f"Numbers of releases, at most {releases.MAX_NUMBERS}; also separated by commas.",
    schema_of("number"), several=True, required=True,
)  # fmt: skip
_TEXTS_FROM = Parameter("cursor", "Start of the page, from `next`.", _whole(0, 999_999_999))
_LANGUAGE = tuple(one for one in _FILTER if one.name == "language")

_PARTIAL = (_FIELDS, _INCLUDE)
_PAGE = (_READER, _SIZE, _CURSOR)

ROUTES = (
    Route("newsroom", "/api/v1/newsroom", vocabulary.newsroom, types.Newsroom, NEWSROOM),
    Route(
        "releases",
        "/api/v1/releases",
        releases.listing,
        types.Listing,
        RELEASES,
        (*_FILTER, *_PAGE, *_PARTIAL),
        item=types.Item,
    ),
    Route(
        "search",
        "/api/v1/search",
        releases.search,
        types.SearchResults,
        RELEASES,
        (*_FILTER, _ORDER, *_PAGE, *_PARTIAL),
        item=types.Item,
    ),
    Route("release", "/api/v1/releases/{number}", releases.release, types.Release, RELEASES),
    Route(
        "text",
        "/api/v1/releases/{number}/{language}",
        releases.text,
        types.ReleaseText,
        RELEASES,
        (_FIELDS,),
        item=types.ReleaseText,
        may_be_gone=True,
    ),
    Route(
        "texts",
        "/api/v1/texts",
        releases.texts,
        types.Texts,
        RELEASES,
        (_NUMBERS, *_LANGUAGE, _FIELDS, _TEXTS_FROM),
        item=types.ReleaseText,
    ),
    Route(
        "changes",
        "/api/v1/changes",
        changes.changes,
        types.Changes,
        FOLLOWING,
        (*_CHANGES, *_FACETS, *_PARTIAL),
        item=types.ChangedText,
    ),
    Route("offices", "/api/v1/offices", vocabulary.offices, types.Offices, NEWSROOM),
    Route("office", "/api/v1/offices/{slug}", vocabulary.office, types.Office, NEWSROOM),
    Route("topics", "/api/v1/topics", vocabulary.topics, types.Topics, NEWSROOM),
    Route("topic", "/api/v1/topics/{slug}", vocabulary.topic, types.Topic, NEWSROOM),
    Route("kinds", "/api/v1/kinds", vocabulary.kinds, types.Kinds, NEWSROOM),
    Route("log", log.PATH, log.page, types.Log, FOLLOWING, (*_LOG, *_FACETS), streams=True),
)
