"""Keys for what is done all day; the dialog behind “?” lists them, and ``desk/keys.js`` reads them from there.

Wagtail binds keys to letters as they are typed, which a Russian or Arabic keyboard never sends. So the desk listens
itself, to the key's place as well, and shares with Wagtail the dialog and the switch in the account (WCAG 2.1.4).
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Key:
    """One key.

    Attributes:
        keys: as ``desk/keys.js`` reads them: modifiers and a key, two keys one after the other with a blank between;
            ``mod`` is Ctrl, on a Mac Cmd.
        does: for people.
        act: ``click`` or ``focus`` (the first visible match of ``at``), ``row`` (the next or previous match),
            ``action`` (open the form of an action and go to its button), ``finding``, ``go`` (an address).
        at: a selector, a direction, the slug of an action, or an address.
    """

    keys: str
    does: str | Promise
    act: str
    at: Any

    @property
    def shown(self) -> list[str]:
        """The keys to be pressed, one by one, for people."""
        pressed = self.keys.replace("mod", "Ctrl").split()
        return ["+".join(part if len(part) == 1 else part.capitalize() for part in one.split("+")) for one in pressed]


@dataclass(frozen=True)
class Group:
    """Keys of one place."""

    key: str
    title: str | Promise
    keys: tuple[Key, ...]


_ROWS = "#main :is(.listing .title-wrapper a, .desk-panel li > a, .desk-debt tbody th a, .desk-calendar li a)"

GROUPS = (
    Group(
        "desk",
        _("Everywhere in the desk"),
        (
            Key("n", _("New release"), "go", reverse_lazy("desk_add_release")),
            Key("g h", _("To the first page"), "go", reverse_lazy("wagtailadmin_home")),
            Key("g r", _("To the list of releases"), "go", reverse_lazy("desk_releases:index")),
            Key("g c", _("To the calendar"), "go", reverse_lazy("desk_calendar")),
        ),
    ),
    Group(
        "desk-lists",
        _("First page and lists"),
        (
            Key("j", _("Next release"), "row", f"1 {_ROWS}"),
            Key("k", _("Previous release"), "row", f"-1 {_ROWS}"),
            Key("o", _("Open it"), "click", "#main a:focus"),
        ),
    ),
    Group(
        "desk-release",
        _("Page of a release"),
        (
            Key("e", _("Edit the first text"), "click", "#main .desk-table a[href$='/edit/']"),
            Key("v", _("Preview the first text"), "click", "#main .desk-table a[href*='/view_draft/']"),
            Key("c", _("Desk check"), "click", "#main .desk-table a[href$='/checks/']"),
            Key("s", _("Go to “Submit for review”"), "action", "submit"),
            Key("a", _("Go to “Approve”"), "action", "approve"),
            Key("p", _("Go to “Publish”"), "action", "publish"),
        ),
    ),
    Group(
        "desk-editor",
        _("While you write"),
        (
            Key("mod+enter", _("Save and submit for review"), "click", "[name=action-desk-submit]"),
            Key("ctrl+alt+a", _("Approve, on the page of the release"), "click", "[href$='#action-approve']"),
            Key("ctrl+alt+d", _("Open or close the desk check"), "click", "[data-side-panel-toggle=desk-check]"),
            Key("F8", _("Next finding of the desk check"), "finding", "1"),
            Key("shift+F8", _("Previous finding of the desk check"), "finding", "-1"),
        ),
    ),
)
