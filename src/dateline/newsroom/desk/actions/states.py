"""Where a text stands, and the deeds that lead from one standing to another; a newcomer reads it in a minute.

A standing has two sides: what readers have of the text, and how far the draft on the desk is. Before its first
publication a text has only a draft; after it, a new edition is a draft beside what readers have.
"""

from dataclasses import dataclass, field
from enum import Enum

from dateline.newsroom.desk.models.roles import Role
from dateline.newsroom.desk.models.texts import ReleasePage

State = ReleasePage.State
NOTHING = ""
"""Readers have nothing of it; or there is no draft beside."""

DRAFT, REVIEW, APPROVED, SCHEDULED = State.DRAFT, State.REVIEW, State.APPROVED, State.SCHEDULED
PUBLISHED, WITHDRAWN, REMOVED, ERASED = State.PUBLISHED, State.WITHDRAWN, State.REMOVED, State.ERASED

STAGES = (DRAFT, REVIEW, APPROVED, SCHEDULED)
"""How far a draft is."""

_KEEP = "keep"


@dataclass(frozen=True)
class Standing:
    """Where a text stands.

    Attributes:
        public: what readers have: nothing, published, withdrawn, removed, erased.
        stage: how far the draft is; nothing where there is none beside the public edition.
    """

    public: str
    stage: str

    @classmethod
    def of(cls, text: ReleasePage) -> "Standing":
        """Return where a text stands."""
        return cls(text.public_state, text.draft_stage)

    def columns(self) -> dict[str, str]:
        """Return the two columns that say it."""
        return {"public_state": self.public, "draft_stage": self.stage}


class Note(Enum):
    """Who reads what a deed must be given a reason for."""

    NONE = "nobody"
    DESK = "the desk"
    PUBLIC = "the public"


@dataclass(frozen=True)
class Transition:
    """What a deed does to the standing of a text.

    Attributes:
        role: who may do it, for the lead office or for all; None: only time.
        public: what readers may have before.
        stage: how far the draft may be before.
        to_public: what readers have afterwards; "keep": as before.
        to_stage: how far the draft is afterwards; "keep": as before.
        note: the reason that must be given, and for whom.
        four_eyes: whether it is for somebody who has not edited since the last approval.
    """

    role: Role | None
    public: frozenset[str]
    stage: frozenset[str]
    to_public: str = _KEEP
    to_stage: str = _KEEP
    note: Note = field(default=Note.NONE)
    four_eyes: bool = False

    def starts_from(self, standing: Standing) -> bool:
        """Tell whether it may begin there."""
        return standing.public in self.public and standing.stage in self.stage

    def end(self, standing: Standing) -> Standing:
        """Return where it leads from there."""
        return Standing(
            standing.public if self.to_public == _KEEP else self.to_public,
            standing.stage if self.to_stage == _KEEP else self.to_stage,
        )


_NEW, _OUT = frozenset({NOTHING}), frozenset({PUBLISHED})
_EITHER = _NEW | _OUT
_WORKED_ON = _EITHER | frozenset({WITHDRAWN})
_UNAPPROVED, _ANY = frozenset({DRAFT, REVIEW}), frozenset({NOTHING, *STAGES})
_SHOWN = frozenset({PUBLISHED, WITHDRAWN})


def _is(*stages: str) -> frozenset[str]:
    return frozenset(stages)


TRANSITIONS = {
    # who, what readers have, how far the draft is → what changes
    "submit": Transition(Role.TRANSLATOR, _WORKED_ON, _is(DRAFT), to_stage=REVIEW),
    "send back": Transition(Role.REVIEWER, _WORKED_ON, _is(REVIEW, APPROVED), to_stage=DRAFT, note=Note.DESK),
    "approve": Transition(Role.EDITOR, _WORKED_ON, _is(REVIEW), to_stage=APPROVED, four_eyes=True),
    "publish": Transition(Role.EDITOR, _NEW, _is(APPROVED), PUBLISHED, NOTHING),
    "publish at once": Transition(Role.DUTY, _NEW, _UNAPPROVED, PUBLISHED, NOTHING, note=Note.DESK),
    "schedule": Transition(Role.EDITOR, _EITHER, _is(APPROVED, SCHEDULED), to_stage=SCHEDULED),
    "unschedule": Transition(Role.EDITOR, _EITHER, _is(SCHEDULED), to_stage=APPROVED),
    "go live": Transition(None, _EITHER, _is(SCHEDULED), PUBLISHED, NOTHING),
    "update": Transition(Role.EDITOR, _OUT, _is(APPROVED), PUBLISHED, NOTHING),
    "correct": Transition(Role.EDITOR, _OUT, _is(APPROVED), PUBLISHED, NOTHING, note=Note.PUBLIC),
    "update at once": Transition(Role.EDITOR, _OUT, _UNAPPROVED, PUBLISHED, NOTHING, note=Note.DESK),
    "correct at once": Transition(Role.EDITOR, _OUT, _UNAPPROVED | _NEW, PUBLISHED, NOTHING, note=Note.PUBLIC),
    "review": Transition(Role.EDITOR, _SHOWN, _ANY, four_eyes=True),
    "withdraw": Transition(Role.CHIEF, _OUT, _ANY, WITHDRAWN, note=Note.PUBLIC),
    "restore": Transition(Role.CHIEF, _is(WITHDRAWN), _ANY, PUBLISHED, note=Note.PUBLIC),
    "remove": Transition(Role.CHIEF, _SHOWN, _ANY, REMOVED, NOTHING, note=Note.PUBLIC),
    "kill": Transition(Role.DUTY, _SHOWN, _ANY, REMOVED, NOTHING, note=Note.PUBLIC),
    "discard": Transition(Role.AUTHOR, _WORKED_ON, _is(DRAFT), to_stage=NOTHING),
    "erase": Transition(Role.ADMINISTRATOR, _SHOWN | _NEW | _is(REMOVED), _ANY, ERASED, NOTHING),
}
