"""The audit trail, for editors-in-chief and administrators."""

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView

from dateline.newsroom.desk.actions.registry import ACTIONS, EVENTS, past_tense
from dateline.newsroom.desk.models import Act, ReleasePage, Role, User, roles

PER_PAGE = 50


class ActFilterSet(WagtailFilterSet):
    """Filters by action, person, release and day."""

    action = django_filters.MultipleChoiceFilter(
        label=_("what"), choices=lambda: [(key, past_tense(key)) for key in (*ACTIONS, *EVENTS)]
    )
    name = django_filters.CharFilter(label=_("who"))
    release = django_filters.UUIDFilter(label=_("release"))
    at = django_filters.DateFromToRangeFilter(label=_("when"))

    class Meta:
        model = Act
        fields: list[str] = []


class ReleaseColumn(Column):
    """A link to the release of a record; deleted releases show the start of their id."""

    def get_value(self, instance: Act) -> SafeString | str:
        """Return a link; an empty string for records without a release."""
        if instance.release is None:
            return ""
        address = reverse("desk_release", args=[instance.release])
        tag = format_html(' <span class="desk-language">{}</span>', instance.language) if instance.language else ""
        label = getattr(instance, "headline", "") or str(instance.release)[:8]
        return format_html('<a href="{}"><bdi>{}</bdi></a>{}', address, label, tag)


class ActionColumn(Column):
    """What was done, in the past tense."""

    def get_value(self, instance: Act) -> str:
        """Return the words of the registry."""
        return past_tense(instance.action)


class NoteColumn(Column):
    """A reason, isolated because its writing direction may differ."""

    def get_value(self, instance: Act) -> SafeString:
        """Return the reason as an isolated run of text."""
        return format_html("<bdi>{}</bdi>", instance.note)


class AuditTrailView(IndexView):
    """The list of all records, newest first; read-only."""

    model = Act
    page_title = _("Audit trail")
    header_icon = "history"
    index_url_name = "desk_trail"
    index_results_url_name = "desk_trail_results"
    default_ordering = "-at"
    paginate_by = PER_PAGE
    filterset_class = ActFilterSet
    is_searchable = False
    permission_policy = None  # checked below, by role
    columns = [
        DateColumn("at", label=_("when"), sort_key="at"),
        Column("name", label=_("who")),
        ActionColumn("action", label=_("what")),
        ReleaseColumn("release", label=_("release")),
        NoteColumn("note", label=_("reason")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Admit editors-in-chief and administrators."""
        if not may_read(request.user):  # type: ignore[arg-type]
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **options)
        return response

    def get_context_data(self, *args: Any, **options: Any) -> dict[str, Any]:
        """Return Wagtail's context; each record of the page gets the headline of its text."""
        shown: dict[str, Any] = super().get_context_data(*args, **options)
        acts = list(shown["object_list"])
        texts = ReleasePage.objects.filter(release__in={act.release for act in acts if act.release})
        rows = texts.order_by("-translated_from").values_list("release", "language", "draft_title")
        first = {release: title for release, _language, title in rows}
        own = {(release, language): title for release, language, title in rows}
        for act in acts:
            act.headline = own.get((act.release, act.language)) or first.get(act.release, "")
        shown["table"].data = acts
        return shown

    def get_base_queryset(self) -> QuerySet[Act]:
        """Return all acts."""
        return Act.objects.all()


def may_read(user: User) -> bool:
    """Tell whether a person may read the audit trail."""
    return roles.may(user, Role.CHIEF, None)
