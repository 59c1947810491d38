"""States of a text: its public state, and the stage of its draft."""

from dataclasses import dataclass

from dateline.newsroom.desk.models.texts import ReleasePage

State = ReleasePage.State
NOTHING = ""
"""No public edition; or no draft."""

DRAFT, REVIEW, APPROVED, SCHEDULED = State.DRAFT, State.REVIEW, State.APPROVED, State.SCHEDULED
PUBLISHED, WITHDRAWN, REMOVED, ERASED = State.PUBLISHED, State.WITHDRAWN, State.REMOVED, State.ERASED

STAGES = (DRAFT, REVIEW, APPROVED, SCHEDULED)
"""Stages of a draft, in order."""


@dataclass(frozen=True)
class Standing:
    """The state of a text as the columns ``public_state`` and ``draft_stage`` store it.

    Attributes:
        public: what readers have: nothing, published, withdrawn, removed, erased.
        stage: how far the draft is; nothing where no draft follows the public edition.
    """

    public: str
    stage: str

    @classmethod
    def of(cls, text: ReleasePage) -> "Standing":
        """Return the state of a text."""
        return cls(text.public_state, text.draft_stage)

    def columns(self) -> dict[str, str]:
        """Return the values of the two columns."""
        return {"public_state": self.public, "draft_stage": self.stage}


def state_in_words(text: ReleasePage) -> str:
    """Return the state of a text for people: what readers have, and the stage of the draft in brackets."""
    has_both = text.public_state and text.draft_stage
    return f"{text.state_label} ({text.get_draft_stage_display()})" if has_both else text.state_label
