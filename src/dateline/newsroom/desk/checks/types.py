"""Types of the desk check: galley, finding and the registry's row; all frozen."""

import datetime as dt
import enum
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cached_property
from zoneinfo import ZoneInfo

from dateline.editions.edition import Edition
from dateline.editions.parts import Figure, Picture, Quote, Recording, Text
from dateline.newsroom.desk.language.passages import Passage
from dateline.text.html import to_text
from dateline.text.words import base_language


class Severity(enum.StrEnum):
    """Severity of a finding; errors block approval until they are repaired or dismissed."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Link:
    """A link in a text.

    Attributes:
        is_dead: whether readers find no page there; None for a link that was not tried.
    """

    field: str
    words: str
    target: str
    is_dead: bool | None


@dataclass(frozen=True)
class SimilarText:
    """A public text that may be a duplicate; ``release`` is the key of its page at the desk."""

    release: str
    number: int
    on: dt.date
    headline: str
    text: str


@dataclass(frozen=True)
class Galley:
    """The edition that would be published now, and all that the checks compare it with.

    Attributes:
        edition: edition of the latest draft.
        original: edition of the latest draft of the text that this one translates; None without one.
        scheduled_at: when it goes live, aware, UTC; None if it is not scheduled.
        published_at: when the release became public; None before.
        zone: time zone of the newsroom, which decides on days.
        links: links of the text; internal ones have been looked up.
        similar_texts: candidates for duplicates, the most similar first.
        known_names: names and acronyms of the newsroom that need no explanation.
        has_embargo: whether the text is under an embargo.
    """

    edition: Edition
    original: Edition | None = None
    scheduled_at: dt.datetime | None = None
    published_at: dt.datetime | None = None
    zone: ZoneInfo = dataclass_field(default_factory=lambda: ZoneInfo("UTC"))
    links: tuple[Link, ...] = ()
    similar_texts: tuple[SimilarText, ...] = ()
    known_names: frozenset[str] = frozenset()
    has_embargo: bool = False

    @property
    def language(self) -> str:
        """Return the base language, such as ``pt`` of ``pt-BR``."""
        return base_language(self.edition.language)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Return the passages to check, in the order of the page, without the boilerplate."""
        return passages(self.edition)

    @cached_property
    def original_passages(self) -> tuple[Passage, ...]:
        """Return the passages of the original; empty without one."""
        return passages(self.original) if self.original else ()

    def pictures(self) -> Iterable[tuple[str, Picture]]:
        """Yield field and picture, the picture for lists first."""
        if self.edition.picture:
            yield "picture", self.edition.picture
        for place, block in enumerate(self.edition.body):
            if isinstance(block, Figure):
                yield f"body.{place}", block.picture
            elif isinstance(block, Recording) and block.poster:
                yield f"body.{place}", block.poster

    def recordings(self) -> Iterable[tuple[str, Recording]]:
        """Yield field and recording, in the order of the text."""
        for place, block in enumerate(self.edition.body):
            if isinstance(block, Recording):
                yield f"body.{place}", block


def passages(edition: Edition) -> tuple[Passage, ...]:
    """Return the passages of an edition that have words."""
    found = [Passage("headline", edition.headline), Passage("lead", edition.lead)]
    for place, block in enumerate(edition.body):
        if isinstance(block, Text):
            found.append(Passage(f"body.{place}", to_text(block.html)))
        elif isinstance(block, Quote):
            found.append(Passage(f"body.{place}", block.text))
    found.append(Passage("notes", to_text(edition.notes)))
    return tuple(passage for passage in found if passage.text.strip())


@dataclass(frozen=True)
class Comparison:
    """Two texts shown side by side: title and release of the other one, and the words of both."""

    title: str
    release: str
    here: str
    there: str


@dataclass(frozen=True)
class Finding:
    """One problem that a check reports.

    Attributes:
        message: lazily translated sentence with placeholders for ``values``.
        field: field of the form; parts of the body are ``body.0``, ``body.1`` and so on.
        quote: the offending passage; empty if something is missing.
        start, end: place of the quote in the field's plain text; both 0 without a quote.
        repair: replacement for the quote; None if only a person can decide.
        severity: severity of this finding; None to use that of the check.
        comparison: two texts to show with the finding.
        about: distinguishes this finding from other findings of the same check without a quote.
    """

    message: object
    field: str
    values: Mapping[str, object] = dataclass_field(default_factory=dict)
    quote: str = ""
    start: int = 0
    end: int = 0
    repair: str | None = None
    severity: Severity | None = None
    comparison: Comparison | None = None
    about: str = ""

    @property
    def sentence(self) -> str:
        """Return the message in the active language."""
        return str(self.message) % self.values

    @property
    def digest(self) -> str:
        """Return the digest of the passage; a dismissal holds as long as it stays the same."""
        part = self.field.partition(".")[0]
        return hashlib.sha256(f"{part}\0{self.quote}\0{self.about}".encode()).hexdigest()


def finding_in(passage: Passage, start: int, end: int, message: object, **facts: object) -> Finding:
    """Return a finding about part of a passage; ``facts`` are other fields of the finding."""
    return Finding(
        message=message,
        field=passage.field,
        quote=passage.text[start:end],
        start=start,
        end=end,
        **facts,  # type: ignore[arg-type]
    )


Find = Callable[[Galley, dt.datetime], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    """A row of the registry.

    Attributes:
        key: never changes, because dismissals contain it.
        severity: the highest of its findings.
        title: two or three words.
        explains: what the check looks for and why.
        find: pure function from galley and time to findings.
        languages: base languages whose rules the check knows; empty for any.
    """

    key: str
    severity: Severity
    title: object
    explains: object
    find: Find
    languages: frozenset[str] = frozenset()
