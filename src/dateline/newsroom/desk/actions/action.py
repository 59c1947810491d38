"""Types of an action: the columns of the registry, and what its functions take and return."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

from django.utils.functional import Promise

from dateline.editions.canonical import new_salt
from dateline.editions.entry import Change, Subject, Words
from dateline.editions.newsroom import Notice
from dateline.newsroom.desk.actions.states import Standing
from dateline.newsroom.desk.editions.build import Frame, frame
from dateline.newsroom.desk.models import Release, ReleasePage, Role, Scope, User

KEEP = "keep"
"""The action does not change this part of the state."""

Fact = str | int | bool | dt.datetime | None


class Note(Enum):
    """Who reads the reason that an action needs."""

    NONE = "nobody"
    DESK = "the desk"
    PUBLIC = "the public"


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """The person, the time and the values of the form.

    Attributes:
        by: the person; None for the desk itself, which needs no role and no second person.
        at: the moment, aware, UTC.
        note: the explanation for the public.
        notices: explanations by language that replace ``note``; key ``""`` is the default.
        reason: the explanation for the desk.
        change: name of the change in the log when a public text gets a new edition: ``updated`` or ``corrected``.
        live_at: when the texts go live, aware, UTC.
        target: number of the release to which the pages of removed texts redirect.
        only_due: refuse texts that are not scheduled for ``at`` or earlier.
    """

    by: User | None
    at: dt.datetime
    note: str = ""
    notices: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    change: str = "updated"
    live_at: dt.datetime | None = None
    target: int | None = None
    only_due: bool = False

    @property
    def public_at(self) -> dt.datetime:
        """The moment at which readers get the texts."""
        return self.live_at or self.at

    def note_for(self, language: str) -> str:
        """Return the explanation for the readers of a language."""
        return self.notices.get(language) or self.notices.get("") or self.note

    def notice_for(self, language: str) -> Notice | None:
        """Return the notice that an entry carries; None where there is no explanation."""
        text = self.note_for(language).strip()
        return Notice(salt=new_salt(), text=text, language=language) if text else None


@dataclass(frozen=True)
class NewEntry:
    """An entry that an action appends to the log, at the end of its transaction."""

    subject: Subject
    change: Change
    words: Words | None = None
    notice: Notice | None = None


@dataclass(frozen=True)
class Outcome:
    """What an action does to one text.

    Attributes:
        facts: fields of the text that change together with its state.
        entries: appended to the log, in this order.
        is_deleted: the text is gone; the function wrote the audit trail itself.
    """

    facts: Mapping[str, Fact] = field(default_factory=dict)
    entries: tuple[NewEntry, ...] = ()
    is_deleted: bool = False


@dataclass
class Context:
    """The locked release and the inputs, which all texts of one transaction share."""

    release: Release
    inputs: Inputs

    @cached_property
    def frame(self) -> Frame:
        """The values that all editions of the release share."""
        return frame(self.release)


def _applies(_text: ReleasePage) -> bool:
    return True


def _change_nothing(_text: ReleasePage, _action: "Action", _context: Context) -> Outcome:
    return Outcome()


@dataclass(frozen=True)
class Rule:
    """Who may do an action, from which states, and which state it leads to.

    Attributes:
        role: for the texts of an office; None if only the clock may do it.
        public: allowed public states before.
        stage: allowed stages of the draft before.
        to_public: public state afterwards.
        to_stage: stage of the draft afterwards.
        note: whether a reason is required, and who reads it.
        four_eyes: whether the person must not have edited the text since the last approval.
    """

    role: Role | None
    public: frozenset[str]
    stage: frozenset[str]
    _: KW_ONLY
    to_public: str = KEEP
    to_stage: str = KEEP
    note: Note = Note.NONE
    four_eyes: bool = False

    def starts_from(self, standing: Standing) -> bool:
        """Tell whether the action may begin in a state."""
        return standing.public in self.public and standing.stage in self.stage

    def end(self, standing: Standing) -> Standing:
        """Return the state the action leads to."""
        return Standing(
            standing.public if self.to_public == KEEP else self.to_public,
            standing.stage if self.to_stage == KEEP else self.to_stage,
        )


@dataclass(frozen=True)
class Form:
    """The form of an action on the page of a release.

    Attributes:
        label: of the button; empty if the template has a button beside the text.
        help: what will happen.
        done: the sentence that confirms it, with ``%(count)d`` for the number of texts.
        fields: fields of `Inputs` that the form has, besides the languages.
        tone: ``first`` (shown open), ``quiet``, ``danger`` (asks for confirmation).
    """

    label: str | Promise
    help: str | Promise
    done: Any
    _: KW_ONLY
    fields: frozenset[str] = frozenset()
    tone: str = "quiet"


@dataclass(frozen=True, kw_only=True)
class Action:
    """One row of the registry: something a person, a program or the clock can do to a text.

    Attributes:
        key: name in the audit trail; never changes.
        past: label in the audit trail, in the past tense.
        rule: who may do it, from which states, and which state it leads to.
        form: on the page of a release; None if the page does not offer the action.
        button: key of the action whose form and button it shares; empty if it has its own.
        change: name of the change in the log; it also distinguishes actions that share a form.
        scope: the scope a token of the API needs; None: the API does not offer it.
        applies: whether it makes sense for a text, beyond its state.
        ends_schedule: whether a scheduled draft falls back to approved.
        owes_review: whether somebody else has to review the text afterwards.
        prepare: effects before the transaction, such as making files, because they take time.
        preconditions: checks that may refuse the texts, under the lock.
        do: function that decides what happens to one text, under the lock.
        after: effects after the transaction, such as mail.
    """

    key: str
    past: str | Promise
    rule: Rule
    form: Form | None = None
    button: str = ""
    change: str = ""
    scope: Scope | None = None
    applies: Callable[[ReleasePage], bool] = _applies
    ends_schedule: bool = False
    owes_review: bool = False
    prepare: Callable[[Sequence[ReleasePage]], object] | None = None
    preconditions: tuple[Callable[[Sequence[ReleasePage], Inputs], object], ...] = ()
    do: "Callable[[ReleasePage, Action, Context], Outcome]" = _change_nothing
    after: Callable[[Sequence[ReleasePage], Inputs], object] | None = None

    @property
    def slug(self) -> str:
        """The key in addresses and HTML ids."""
        return self.key.replace(" ", "-")

    def starts_from(self, text: ReleasePage) -> bool:
        """Tell whether it may begin in the state of a text."""
        return self.rule.starts_from(Standing.of(text))

    def reason(self, inputs: Inputs, language: str) -> str:
        """Return the explanation that the audit trail stores."""
        return inputs.reason if self.rule.note is Note.DESK else inputs.note_for(language)


def subject(text: ReleasePage) -> Subject:
    """Return the subject of an entry about a text."""
    return Subject(kind="release", id=str(text.release_id), language=text.language)
