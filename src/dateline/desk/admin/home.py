"""The first page: what waits, what goes live next, what went out last; for this person's offices."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from dateline.desk.admin.sight import visible_texts
from dateline.desk.models import NewsroomSettings, Release, ReleasePage

RECENT = 200
"""Texts or releases looked through where no index knows the answer."""

SHOWN = 8
"""Texts a panel shows."""


@dataclass(frozen=True)
class Choice:
    """What a panel shows: which texts in which order, and which moment of theirs."""

    heading: Any
    state: str
    moment: str
    choose: Callable[[Any], list[ReleasePage]]


def _next(seen: Any) -> list[ReleasePage]:
    return list(seen.filter(state="scheduled").order_by("scheduled_at")[:SHOWN])


def _drafts(seen: Any) -> list[ReleasePage]:
    """Return drafts and, among the texts edited last, those with a draft beside the public edition."""
    new = seen.filter(state="draft").order_by("-edited_at")[:SHOWN]
    recent = list(seen.order_by("-edited_at", "-pk").values_list("pk", flat=True)[:RECENT])
    beside = seen.filter(pk__in=recent, state="published", has_unpublished_changes=True)[:SHOWN]
    found = sorted([*new, *beside], key=lambda text: (text.edited_at is None, text.edited_at), reverse=True)
    return found[:SHOWN]


def _published(seen: Any) -> list[ReleasePage]:
    newest = Release.objects.filter(number__isnull=False).order_by("-published_at", "-number")
    keys = list(newest.values_list("pk", flat=True)[:RECENT])
    texts = seen.filter(release__in=keys, state="published")
    return list(texts.order_by("-release__published_at", "-release__number", "language")[:SHOWN])


CHOICES = (
    Choice(_("Goes live next"), "scheduled", "scheduled_at", _next),
    Choice(_("Drafts"), "draft", "edited_at", _drafts),
    Choice(_("Published last"), "published", "release.published_at", _published),
)


class TextsPanel(Component):
    """A short list of texts of this person's offices."""

    template_name = "desk/panels/texts.html"

    def __init__(self, choice: Choice, order: int) -> None:
        self.choice = choice
        self.order = order

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return heading, texts and the way to all of them."""
        seen = visible_texts(parent_context["request"].user).select_related("release", "release__lead_office")
        moment = attrgetter(self.choice.moment)
        return {
            "heading": self.choice.heading,
            "rows": [(text, text.draft_title or text.title, moment(text)) for text in self.choice.choose(seen)],
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
