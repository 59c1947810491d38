"""Actions that the desk offers to a person now, and the texts of a release that each can take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dateline.newsroom.desk.actions.action import Action, Form
from dateline.newsroom.desk.actions.perform import sharing_button
from dateline.newsroom.desk.actions.permissions import is_open, is_own_work, may_do
from dateline.newsroom.desk.actions.registry import ACTIONS
from dateline.newsroom.desk.actions.states import DRAFT, Standing
from dateline.newsroom.desk.models import ReleasePage, User


@dataclass(frozen=True)
class AvailableAction:
    """An action that a person may do now, with its texts.

    Attributes:
        action: the row of the registry.
        form: its form.
        texts: the texts that the person can select.
        own: the texts that the person has edited, so that somebody else must do the action.
    """

    action: Action
    form: Form
    texts: list[ReleasePage]
    own: list[ReleasePage]

    @property
    def is_open(self) -> bool:
        """Whether the page shows the form unfolded."""
        return self.form.tone == "first" and bool(self.texts)

    @property
    def confirms(self) -> bool:
        """Whether the page asks for confirmation."""
        return self.form.tone == "danger"

    @property
    def fields(self) -> frozenset[str]:
        """The fields of the form; without those about a new edition if all texts are before their first."""
        is_new_edition = any(text.version for text in self.texts)
        if "change" in self.form.fields and not is_new_edition:
            return self.form.fields - {"change", "note"}
        return self.form.fields

    def choices(self) -> list[tuple[ReleasePage, bool]]:
        """Return each text and whether it is selected at first; to publish at once, only texts with a draft are."""
        return [(text, self.action.key != "publish at once" or bool(text.draft_stage)) for text in self.texts]


def available_actions(user: User, texts: Sequence[ReleasePage]) -> list[AvailableAction]:
    """Return the actions that a person may do now to texts of one release, in the order of the registry."""
    rows = (_available(row, row.form, user, texts) for row in ACTIONS.values() if row.form and row.form.label)
    return [available for available in rows if available.texts or available.own]


def _available(action: Action, form: Form, user: User, texts: Sequence[ReleasePage]) -> AvailableAction:
    rows = sharing_button(action)
    possible = [text for text in texts if any(is_open(user, row, text) for row in rows)]
    own = [text for text in possible if any(is_own_work(user, row, text) for row in rows)]
    return AvailableAction(action, form, [text for text in possible if text not in own], own)


def may_submit(user: User, page: Any) -> bool:
    """Tell whether a person may submit a page once it is saved; saving a text without a draft begins one."""
    if not isinstance(page, ReleasePage):
        return False
    action, saved = ACTIONS["submit"], Standing(page.public_state, page.draft_stage or DRAFT)
    return action.rule.starts_from(saved) and may_do(user, action, page)


def may_approve(user: User, page: Any) -> bool:
    """Tell whether a person may approve a page now; a page that is no text cannot be approved."""
    action = ACTIONS["approve"]
    return isinstance(page, ReleasePage) and is_open(user, action, page) and not is_own_work(user, action, page)
