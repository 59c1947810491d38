"""The page that compares two editions of a text, or an edition and the draft."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from dateline.editions.edition import Edition
from dateline.newsroom.desk.admin.edition_diff import compare
from dateline.newsroom.desk.admin.visibility import visible_texts
from dateline.newsroom.desk.errors import DeskError
from dateline.newsroom.desk.models import ReleasePage
from dateline.newsroom.desk.models.newsroom import zone_for
from dateline.newsroom.desk.ports.preview import draft_edition
from dateline.newsroom.publication.models import LogWords
from dateline.text.languages import direction

DRAFT = "draft"

CHANGE_LABELS: dict[str, str | Promise] = {
    "published": _("published"),
    "updated": _("updated"),
    "corrected": _("corrected"),
    "withdrawn": _("withdrawn"),
    "restored": _("restored"),
}


@dataclass(frozen=True)
class Choice:
    """An edition of a text, or its draft: its key in the query string, and its label."""

    key: str
    label: str


def editions_of(text: ReleasePage) -> Any:
    """Return the stored editions of a text, newest first. Erased editions are left out."""
    return LogWords.objects.filter(
        entry__subject_kind="release",
        entry__subject_id=str(text.release_id),
        entry__language=text.language,
        edition__isnull=False,
    ).order_by("-entry__position")


def is_comparable(text: ReleasePage) -> bool:
    """Tell whether a text has two editions, or an edition and a draft."""
    return text.version > 1 or bool(text.version and text.draft_stage)


class CompareView(WagtailAdminTemplateMixin, View):
    """Shows two editions side by side or merged."""

    template_name = "desk/compare.html"
    header_icon = "history"

    def dispatch(self, request: HttpRequest, *_args: Any, **options: Any) -> HttpResponseBase:
        """Let in those who see the text."""
        get_object_or_404(visible_texts(request.user), pk=options["page_id"])  # type: ignore[arg-type]
        self.text = ReleasePage.objects.select_related("release__lead_office").get(pk=options["page_id"])
        return super().dispatch(request)

    def get(self, _request: HttpRequest) -> HttpResponse:
        """Show the comparison; by default of the last two editions."""
        response: HttpResponse = self.render_to_response(self.get_context_data())
        return response

    def get_page_title(self) -> str:
        """Return the title with the headline of the text."""
        return gettext("Compare editions") + f" · {self.text.get_admin_display_title()}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs from the list of releases."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk_releases:index"), "label": gettext("Releases")},
            {"url": reverse("desk_release", args=[self.text.release_id]), "label": str(self.text)},
            {"url": "", "label": gettext("Compare editions")},
        ]

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Return the template's context."""
        choices = self._choices()
        keys = [choice.key for choice in choices]
        later = self._choice("to", keys, keys[0] if keys else "")
        earlier = self._choice("from", keys, keys[min(1, len(keys) - 1)] if keys else "")
        if later in keys and earlier in keys and keys.index(earlier) < keys.index(later):
            earlier, later = later, earlier  # the older edition is shown first, whatever the order of the choice
        return {
            **super().get_context_data(**options),
            "text": self.text,
            "direction": direction(self.text.language),
            "choices": choices,
            "earlier": earlier,
            "later": later,
            "is_side_by_side": self.request.GET.get("view") == "beside",
            "labels": {choice.key: choice.label for choice in choices},
            **self._diff(earlier, later),
        }

    def _choice(self, name: str, keys: list[str], default: str) -> str:
        requested = self.request.GET.get(name, "")
        return requested if requested in keys else default

    def _choices(self) -> list[Choice]:
        zone = ZoneInfo(zone_for(self.text.release.lead_office))
        rows = editions_of(self.text).values_list("entry__position", "entry__change", "entry__at")
        drafts = [Choice(DRAFT, gettext("Draft"))] if self.text.draft_stage or not self.text.version else []
        return drafts + [Choice(str(key), _label(change, at.astimezone(zone))) for key, change, at in rows]

    def _diff(self, earlier: str, later: str) -> dict[str, Any]:
        if not earlier or earlier == later:
            return {"parts": [], "message": gettext("There is nothing to compare yet: this text has had one edition.")}
        try:
            parts = compare(self._edition(earlier), self._edition(later))
        except DeskError as error:
            return {"parts": [], "message": str(error)}
        differing = [part for part in parts if part.differs]
        return {"parts": differing, "message": "" if differing else gettext("Both editions are the same.")}

    def _edition(self, key: str) -> Edition:
        if key == DRAFT:
            return draft_edition(self.text.get_latest_revision_as_object())
        stored = editions_of(self.text).filter(entry__position=int(key)).values_list("edition", flat=True).get()
        return msgspec.json.decode(bytes(stored), type=Edition)


def _label(change: str, at: dt.datetime) -> str:
    return f"{CHANGE_LABELS.get(change, change)}, {formats.date_format(at, 'SHORT_DATETIME_FORMAT')}"
