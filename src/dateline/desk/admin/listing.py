"""The flat list of releases: every text in every language, with the filters a newsroom asks for."""

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from dateline.desk.admin.sight import visible_texts
from dateline.desk.deeds.states import STAGES
from dateline.desk.models import Kind, Office, ReleasePage, Topic

MAX_FOUND = 500
"""Texts a search of the list looks at, the best first."""

MAX_DIGITS = 12


class HeadlineColumn(PageTitleColumn):
    """The headline alone: the language has a column of its own."""

    def get_cell_context_data(self, instance: ReleasePage, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Return Wagtail's context for a text that knows where it stands."""
        instance.stands_in_list = True
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context


class StateColumn(Column):
    """The state of a text, and whether a newer draft waits."""

    cell_template_name = "desk/cells/state.html"


class LanguageColumn(Column):
    """The language tag, set apart so that the eye finds it."""

    cell_template_name = "desk/cells/language.html"


def _languages(_request: HttpRequest | None = None) -> list[tuple[str, str]]:
    found = ReleasePage.objects.order_by("language").values_list("language", flat=True).distinct()
    return [(tag, tag) for tag in found]


def _stages() -> list[tuple[str, Any]]:
    return [(stage.value, stage.label) for stage in STAGES]


class ReleaseFilterSet(WagtailFilterSet):
    """Kind, office, topic, language, state."""

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=ReleasePage.State.choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    stage = django_filters.MultipleChoiceFilter(
        method="by_stage", label=_("Draft"), choices=_stages, widget=forms.CheckboxSelectMultiple
    )
    owed = django_filters.BooleanFilter(method="by_debt", label=_("Review owed"), widget=forms.CheckboxInput)
    language = django_filters.MultipleChoiceFilter(
        label=_("Language"), choices=_languages, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    kind = django_filters.ModelMultipleChoiceFilter(
        field_name="release__kind",
        label=_("Kind"),
        queryset=Kind.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    office = django_filters.ModelMultipleChoiceFilter(
        method="by_office", label=_("Office"), queryset=Office.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    topic = django_filters.ModelMultipleChoiceFilter(
        method="by_topic",
        label=_("Topic"),
        queryset=Topic.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )

    class Meta:
        model = ReleasePage
        fields: list[str] = []

    def by_stage(self, texts: QuerySet[ReleasePage], _name: str, chosen: list[str]) -> QuerySet[ReleasePage]:
        """Keep texts whose draft is that far, before or after their first publication."""
        return texts.filter(Q(state__in=chosen) | Q(beside__in=chosen)) if chosen else texts

    def by_debt(self, texts: QuerySet[ReleasePage], _name: str, is_owed: object) -> QuerySet[ReleasePage]:
        """Keep texts whose review is owed; a box that is not ticked asks nothing."""
        return texts.filter(review_owed=True) if is_owed else texts

    def by_office(self, texts: QuerySet[ReleasePage], _name: str, chosen: list[Office]) -> QuerySet[ReleasePage]:
        """Keep texts that one of the offices leads or joins."""
        if not chosen:
            return texts
        joined = Q(release__further__office__in=chosen)
        keys = ReleasePage.objects.filter(Q(release__lead_office__in=chosen) | joined).values("pk")
        return texts.filter(pk__in=keys)

    def by_topic(self, texts: QuerySet[ReleasePage], _name: str, chosen: list[Topic]) -> QuerySet[ReleasePage]:
        """Keep texts of releases with one of the topics."""
        if not chosen:
            return texts
        return texts.filter(pk__in=ReleasePage.objects.filter(release__subjects__topic__in=chosen).values("pk"))


class ReleaseIndexView(IndexView):
    """The list; it walks the index of what was edited last, and joins only the rows it shows."""

    default_ordering = "-edited_at"
    page_title = _("Releases")
    add_item_label = _("New release")

    def get_base_queryset(self) -> Any:
        """Return the texts this person may see, with what the columns need."""
        return visible_texts(self.request.user).select_related(
            "release", "release__kind", "release__lead_office", "content_type", "locked_by"
        )

    def search_queryset(self, queryset: Any) -> Any:
        """Keep the texts whose headline or lead has the words, or whose release has the number."""
        if not self.is_searching:
            return queryset
        if self.search_query.isdecimal() and len(self.search_query) < MAX_DIGITS:
            return queryset.filter(release__number=int(self.search_query))
        # The search knows no filters of the release's own, so it comes first and the filters after it.
        found = ReleasePage.objects.autocomplete(self.search_query)[:MAX_FOUND]
        return queryset.filter(pk__in=[text.pk for text in found])

    def get_add_url(self) -> str:
        """Return the page that asks for which office."""
        return reverse("desk_add_release")


class ReleaseListing(PageListingViewSet):
    """The menu's first entry."""

    model = ReleasePage
    name = "desk_releases"
    url_prefix = "releases"
    icon = "doc-full-inverse"
    menu_label = _("Releases")
    menu_order = 100
    add_to_admin_menu = True
    index_view_class = ReleaseIndexView
    filterset_class = ReleaseFilterSet
    list_per_page = 30
    columns = [
        HeadlineColumn("title", label=_("Headline"), classname="title"),
        LanguageColumn("language", label=_("Language"), width="7%"),
        StateColumn("state", label=_("State"), width="12%"),
        Column("kind", label=_("Kind"), accessor="release.kind", width="12%"),
        Column("office", label=_("Lead office"), accessor="release.lead_office", width="16%"),
        DateColumn("published", label=_("Published"), accessor="release.published_at", width="11%"),
        DateColumn("edited_at", label=_("Edited"), sort_key="edited_at", width="11%"),
    ]
