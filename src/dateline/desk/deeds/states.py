"""The states of a text and the deeds that lead from one to another; a newcomer reads it in a minute.

One row a deed: from which states, to which, and the least role that may do it.
"""

from dataclasses import dataclass

from dateline.desk.models.roles import Role
from dateline.desk.models.texts import ReleasePage

DRAFT, SCHEDULED = ReleasePage.State.DRAFT, ReleasePage.State.SCHEDULED
PUBLISHED, WITHDRAWN, REMOVED = ReleasePage.State.PUBLISHED, ReleasePage.State.WITHDRAWN, ReleasePage.State.REMOVED
ERASED = ReleasePage.State.ERASED


@dataclass(frozen=True)
class Transition:
    """What a deed does to the state of a text.

    Attributes:
        role: the least role that may do it.
        start: states it may begin from.
        end: the state afterwards; None: stays as it is.
        needs_note: whether the public must be told why.
    """

    role: Role
    start: frozenset[str]
    end: str | None
    needs_note: bool = False


TRANSITIONS = {
    "publish": Transition(Role.EDITOR, frozenset({DRAFT, SCHEDULED}), PUBLISHED),
    "update": Transition(Role.EDITOR, frozenset({PUBLISHED}), PUBLISHED),
    "correct": Transition(Role.EDITOR, frozenset({PUBLISHED}), PUBLISHED, needs_note=True),
    "schedule": Transition(Role.EDITOR, frozenset({DRAFT, SCHEDULED}), SCHEDULED),
    "unschedule": Transition(Role.EDITOR, frozenset({SCHEDULED}), DRAFT),
    "withdraw": Transition(Role.CHIEF, frozenset({PUBLISHED}), WITHDRAWN, needs_note=True),
    "restore": Transition(Role.CHIEF, frozenset({WITHDRAWN}), PUBLISHED, needs_note=True),
    "remove": Transition(Role.CHIEF, frozenset({PUBLISHED, WITHDRAWN}), REMOVED, needs_note=True),
    "kill": Transition(Role.CHIEF, frozenset({PUBLISHED, WITHDRAWN}), REMOVED, needs_note=True),  # duty officer
    "discard": Transition(Role.AUTHOR, frozenset({DRAFT}), None),
    "erase": Transition(Role.ADMINISTRATOR, frozenset({DRAFT, SCHEDULED, PUBLISHED, WITHDRAWN, REMOVED}), ERASED),
}
