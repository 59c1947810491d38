"""Tags that give the desk's templates the keyboard shortcuts and the labels of the audit trail."""

from django import template

from dateline.newsroom.desk.actions import registry
from dateline.newsroom.desk.admin.keyboard_shortcuts import GROUPS, ShortcutGroup

register = template.Library()


@register.simple_tag
def desk_keys() -> tuple[ShortcutGroup, ...]:
    """Return the groups of shortcuts in the order of the dialog."""
    return GROUPS


@register.filter
def past_tense(key: str) -> str:
    """Return what the audit trail says of an action."""
    return registry.past_tense(key)
