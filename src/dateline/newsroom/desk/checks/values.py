"""What checks take and give: the galley, the finding and the row of the table; all frozen."""

import datetime as dt
import enum
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from functools import cached_property
from zoneinfo import ZoneInfo

from dateline.editions.edition import Edition
from dateline.editions.parts import Figure, Picture, Quote, Recording, Text
from dateline.newsroom.desk.wording.passages import Passage, base
from dateline.text.html import to_text


class Severity(enum.StrEnum):
    """How much a finding weighs; errors block approval until they are mended or dismissed."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Link:
    """A link in a text.

    Attributes:
        is_dead: whether it leads nowhere readers can go; None where nobody looked.
    """

    field: str
    words: str
    target: str
    is_dead: bool | None


@dataclass(frozen=True)
class Earlier:
    """A public text that may say the same: where the desk shows it, and what it says."""

    release: str
    number: int
    on: dt.date
    headline: str
    text: str


@dataclass(frozen=True)
class Galley:
    """What would be published now, and all that checks compare it with.

    Attributes:
        edition: that would be made of the latest draft.
        original: the edition of the text that this one translates, as it would be made or was; None without one.
        scheduled_at: when it goes live, aware, UTC; None where nothing is planned.
        published_at: when the release became public; None before.
        zone: of the newsroom, for days.
        links: of the text, internal ones looked up.
        earlier: candidates for saying the same, likest first.
        known: names and acronyms of the newsroom that need no explanation.
        has_embargo: whether the text is under an embargo.
    """

    edition: Edition
    original: Edition | None = None
    scheduled_at: dt.datetime | None = None
    published_at: dt.datetime | None = None
    zone: ZoneInfo = made_by(default_factory=lambda: ZoneInfo("UTC"))
    links: tuple[Link, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    known: frozenset[str] = frozenset()
    has_embargo: bool = False

    @property
    def language(self) -> str:
        """Return the base language, such as ``pt`` of ``pt-BR``."""
        return base(self.edition.language)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Return what is to be read, in the order of the page; the boilerplate is not the author's and stays out."""
        return passages(self.edition)

    @cached_property
    def original_passages(self) -> tuple[Passage, ...]:
        """Return the same of the original; none without one."""
        return passages(self.original) if self.original else ()

    def pictures(self) -> Iterable[tuple[str, Picture]]:
        """Yield field and picture, the one for lists first."""
        if self.edition.picture:
            yield "picture", self.edition.picture
        for place, block in enumerate(self.edition.body):
            if isinstance(block, Figure):
                yield f"body.{place}", block.picture
            elif isinstance(block, Recording) and block.poster:
                yield f"body.{place}", block.poster

    def recordings(self) -> Iterable[tuple[str, Recording]]:
        """Yield field and recording, as they stand in the text."""
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
class Beside:
    """Two texts to be read side by side: whose the other is, where the desk shows it, and what it says."""

    title: str
    release: str
    here: str
    there: str


@dataclass(frozen=True)
class Finding:
    """One thing found.

    Attributes:
        says: sentence of the interface with the names of ``values``; translated when it is read.
        field: of the form; parts of the body as ``body.0``.
        quote: the offending passage; empty where something is missing.
        start, end: where the quote stands in the field's plain text; both 0 without a quote.
        repair: what is to stand instead of the quote; None where only a person can tell.
        severity: where another than the check's own.
        about: what tells this finding from others of the check where there is no quote.
    """

    says: object
    field: str
    values: Mapping[str, object] = made_by(default_factory=dict)
    quote: str = ""
    start: int = 0
    end: int = 0
    repair: str | None = None
    severity: Severity | None = None
    beside: Beside | None = None
    about: str = ""

    @property
    def sentence(self) -> str:
        """Return what is said, in the language of the person."""
        return str(self.says) % self.values

    @property
    def digest(self) -> str:
        """Return the digest of the passage: as long as it is the same, a dismissal holds."""
        part = self.field.partition(".")[0]
        return hashlib.sha256(f"{part}\0{self.quote}\0{self.about}".encode()).hexdigest()


def at(passage: Passage, start: int, end: int, says: object, **facts: object) -> Finding:
    """Return a finding about a stretch of a passage; ``facts`` are other fields of a finding."""
    return Finding(
        says=says,
        field=passage.field,
        quote=passage.text[start:end],
        start=start,
        end=end,
        **facts,  # type: ignore[arg-type]
    )


Find = Callable[[Galley, dt.datetime], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    """A row of the table.

    Attributes:
        key: for ever, it stands in dismissals.
        severity: the gravest its findings have.
        title: two or three words.
        explains: what it looks for and why.
        find: takes galley and time, yields findings; pure.
        languages: those whose rules it knows; empty: any.
    """

    key: str
    severity: Severity
    title: object
    explains: object
    find: Find
    languages: frozenset[str] = frozenset()
