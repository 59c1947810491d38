"""The table of questions: adding one adds a row here and a function that answers it."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

import msgspec

from dateline.public.api import log, releases, types, vocabulary
from dateline.public.api.asking import LETTERS_MAX, SIZE, SIZE_MAX, Asked
from dateline.web.addresses import LANGUAGE, NUMBER

_PATTERNS = {
    "number": NUMBER.pattern,
    "language": LANGUAGE.pattern,
    "slug": r"[^/]{1,200}",
}


class Parameter(msgspec.Struct, frozen=True):
    """A parameter in the query: its name, what it means, its JSON schema, and whether it may stand several times."""

    name: str
    meaning: str
    schema: dict[str, Any]
    several: bool = False


class Route(msgspec.Struct, frozen=True, dict=True):
    """A question.

    Attributes:
        path: with the names of what stands in it in braces.
        answer: type of the answer; what it means stands in the docstring of ``handler``.
        gone: whether the answer may be 410, in the same type.
        streams: whether it may also come as events; its texts go out to the letter.
    """

    name: str
    path: str
    handler: Callable[[Asked], msgspec.Struct]
    answer: type[msgspec.Struct]
    parameters: tuple[Parameter, ...] = ()
    gone: bool = False
    streams: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What an address of this question looks like."""
        return re.compile(re.sub(r"\{(\w+)\}", lambda name: f"(?P<{name[1]}>{_PATTERNS[name[1]]})", self.path))

    @cached_property
    def known(self) -> frozenset[str]:
        """The names of its parameters."""
        return frozenset(parameter.name for parameter in self.parameters)


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON schema of what stands in a path under a name."""
    if name == "number":
        return {"type": "integer", "minimum": 0, "maximum": 999_999_999}
    return {"type": "string", "pattern": f"^{_PATTERNS[name]}$"}


_TEXT: dict[str, Any] = {"type": "string", "maxLength": LETTERS_MAX}
_DAY = {"type": "string", "format": "date"}
_TAG = {"type": "string", "pattern": f"^{_PATTERNS['language']}$"}
_ORDERS = {"type": "string", "enum": ["date", "relevance"], "default": "date"}


def _whole(least: int, most: int, **more: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most, **more}


_READER = Parameter("reader", "Language preferred for items.", _TAG)
_SIZE = Parameter("size", "Items on a page.", _whole(1, SIZE_MAX, default=SIZE))
_CURSOR = Parameter("cursor", "Where the page begins; taken from `next`.", _whole(0, 999_999_999))
_FILTER = (
    Parameter("q", "Words that the text holds.", _TEXT),
    Parameter("kind", "Slug of a kind; several are alternatives.", _TEXT, several=True),
    Parameter("office", "Slug of an office; several are alternatives.", _TEXT, several=True),
    Parameter("topic", "Slug of a topic, narrower ones included; several are alternatives.", _TEXT, several=True),
    Parameter("language", "Language in which it is public; several are alternatives.", _TEXT, several=True),
    Parameter("from", "First day of publication, in the newsroom's zone.", _DAY),
    Parameter("until", "Last day of publication.", _DAY),
)
_ORDER = Parameter("order", "By date or by relevance.", _ORDERS)
_LOG = (
    Parameter("after", "Position behind which to begin.", _whole(0, log.POSITION_MAX, default=0)),
    Parameter("limit", "How many entries at most.", _whole(1, log.LIMIT_MAX, default=log.LIMIT)),
    Parameter("wait", "Seconds to wait for an entry where there is none yet.", _whole(0, log.WAIT_MAX_S, default=0)),
)
_CHANGES = Parameter("size", "How many.", _whole(1, 200, default=50))

ROUTES = (
    Route("newsroom", "/api/v1/newsroom", vocabulary.told, types.Newsroom),
    Route("releases", "/api/v1/releases", releases.listing, types.Listing, (*_FILTER, _READER, _SIZE, _CURSOR)),
    Route("search", "/api/v1/search", releases.search, types.Found, (*_FILTER, _ORDER, _READER, _SIZE, _CURSOR)),
    Route("release", "/api/v1/releases/{number}", releases.release, types.Release),
    Route("text", "/api/v1/releases/{number}/{language}", releases.reading, types.Reading, gone=True),
    Route("changes", "/api/v1/changes", releases.changes, types.Changes, (_CHANGES,)),
    Route("offices", "/api/v1/offices", vocabulary.offices, types.Offices),
    Route("office", "/api/v1/offices/{slug}", vocabulary.office, types.Office),
    Route("topics", "/api/v1/topics", vocabulary.topics, types.Topics),
    Route("topic", "/api/v1/topics/{slug}", vocabulary.topic, types.Topic),
    Route("kinds", "/api/v1/kinds", vocabulary.kinds, types.Kinds),
    Route("log", log.PATH, log.page, types.Log, _LOG, streams=True),
)
