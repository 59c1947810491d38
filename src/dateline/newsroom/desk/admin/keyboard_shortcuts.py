"""Keyboard shortcuts. The dialog behind “?” lists them, and ``desk/keys.js`` reads them from the dialog.

Wagtail binds shortcuts to Latin letters, which Russian and Arabic keyboards do not send. So the desk has its own
listener, which also matches the position of a key. It uses Wagtail's dialog and the switch in the account (WCAG
2.1.4).
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Shortcut:
    """One shortcut.

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
        """The keys in the order in which they are pressed, as people read them."""
        pressed = self.keys.replace("mod", "Ctrl").split()
        return ["+".join(part if len(part) == 1 else part.capitalize() for part in one.split("+")) for one in pressed]


@dataclass(frozen=True)
class ShortcutGroup:
    """The shortcuts of one part of the desk."""

    key: str
    title: str | Promise
    keys: tuple[Shortcut, ...]


_ROWS = "#main :is(.listing .title-wrapper a, .desk-panel li > a, .desk-debt tbody th a, .desk-calendar li a)"

GROUPS = (
    ShortcutGroup(
        "desk",
        _("Everywhere in the desk"),
        (
            Shortcut("n", _("New release"), "go", reverse_lazy("desk_add_release")),
            Shortcut("g h", _("To the first page"), "go", reverse_lazy("wagtailadmin_home")),
            Shortcut("g r", _("To the list of releases"), "go", reverse_lazy("desk_releases:index")),
            Shortcut("g c", _("To the calendar"), "go", reverse_lazy("desk_calendar")),
        ),
    ),
    ShortcutGroup(
        "desk-lists",
        _("First page and lists"),
        (
            Shortcut("j", _("Next release"), "row", f"1 {_ROWS}"),
            Shortcut("k", _("Previous release"), "row", f"-1 {_ROWS}"),
            Shortcut("o", _("Open the release"), "click", "#main a:focus"),
        ),
    ),
    ShortcutGroup(
        "desk-release",
        _("Page of a release"),
        (
            Shortcut("e", _("Edit the first text"), "click", "#main .desk-table a[href$='/edit/']"),
            Shortcut("v", _("Preview the first text"), "click", "#main .desk-table a[href*='/view_draft/']"),
            Shortcut("c", _("Desk check"), "click", "#main .desk-table a[href$='/checks/']"),
            Shortcut("s", _("Go to “Submit for review”"), "action", "submit"),
            Shortcut("a", _("Go to “Approve”"), "action", "approve"),
            Shortcut("p", _("Go to “Publish”"), "action", "publish"),
        ),
    ),
    ShortcutGroup(
        "desk-editor",
        _("While you write"),
        (
            Shortcut("mod+enter", _("Save and submit for review"), "click", "[name=action-desk-submit]"),
            Shortcut("ctrl+alt+a", _("Approve, on the page of the release"), "click", "[href$='#action-approve']"),
            Shortcut("ctrl+alt+d", _("Open or close the desk check"), "click", "[data-side-panel-toggle=desk-check]"),
            Shortcut("F8", _("Next finding of the desk check"), "finding", "1"),
            Shortcut("shift+F8", _("Previous finding of the desk check"), "finding", "-1"),
        ),
    ),
)
