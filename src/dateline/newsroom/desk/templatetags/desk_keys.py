"""The desk's keys for the dialog that lists them."""

from django import template

from dateline.newsroom.desk.admin.keys import GROUPS, Group

register = template.Library()


@register.simple_tag
def desk_keys() -> tuple[Group, ...]:
    """Return the groups of keys in the order in which they are listed."""
    return GROUPS
