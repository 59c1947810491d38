"""The first page: what waits, what goes live next, what went out last; for this person's offices."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from dateline.desk.models import NewsroomSettings, ReleasePage

SHOWN = 8
"""Texts a panel shows."""


@dataclass(frozen=True)
class Choice:
    """What a panel shows: which texts in which order, and which moment of theirs."""

    heading: Any
    state: str
    moment: str
    choose: Callable[[Any], Any]


CHOICES = (
    Choice(
        _("Goes live next"),
        "scheduled",
        "scheduled_at",
        lambda seen: seen.filter(state="scheduled").order_by("scheduled_at"),
    ),
    Choice(
        _("Drafts"),
        "draft",
        "edited_at",
        lambda seen: seen.filter(Q(state="draft") | Q(state="published", has_unpublished_changes=True)).order_by(
            "-edited_at"
        ),
    ),
    Choice(
        _("Published last"),
        "published",
        "release.published_at",
        lambda seen: seen.filter(state="published").order_by("-release__published_at", "-release__number", "language"),
    ),
)


class TextsPanel(Component):
    """A short list of texts of this person's offices."""

    template_name = "desk/panels/texts.html"

    def __init__(self, choice: Choice, order: int) -> None:
        self.choice = choice
        self.order = order

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return heading, texts and the way to all of them."""
        policy = policy_registry.get_by_type(ReleasePage)
        mine = policy.explorable_instances(parent_context["request"].user).values("pk")
        texts = self.choice.choose(ReleasePage.objects.filter(pk__in=mine))
        texts = texts.defer_streamfields().select_related("release", "release__lead_office")[:SHOWN]
        moment = attrgetter(self.choice.moment)
        return {
            "heading": self.choice.heading,
            "rows": [(text, text.draft_title or text.title, moment(text)) for text in texts],
            "zone": NewsroomSettings.current().time_zone,
            "all": f"{reverse('desk_releases:index')}?state={self.choice.state}",
        }


class BeginPanel(Component):
    """The button everybody comes for."""

    template_name = "desk/panels/begin.html"
    order = 10


def panels() -> list[Any]:
    """Return the panels of the first page."""
    return [BeginPanel(), *(TextsPanel(choice, order) for order, choice in enumerate(CHOICES, 20))]
