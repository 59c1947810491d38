"""The list of releases: every text in every language, with filters."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from dateline.newsroom.desk import clock, release_index
from dateline.newsroom.desk.actions.states import STAGES
from dateline.newsroom.desk.admin.fields import ExistingChoiceFilter
from dateline.newsroom.desk.admin.visibility import visible_rows
from dateline.newsroom.desk.models import IndexRow, Kind, NewsroomSettings, Office, ReleasePage, Topic

MAX_ROWS = 3_000
"""The list pages through this many texts; filters reach the others, which are not counted."""

FIRST_DAY, LAST_DAY = dt.date(1, 1, 3), dt.date(9999, 12, 29)
"""Limits that leave room for the next day and for other time zones in Python's calendar."""


class HeadlineColumn(PageTitleColumn):
    """The headline, and below it the number of the release. The language has its own column."""

    cell_template_name = "desk/cells/headline.html"

    def get_cell_context_data(self, instance: ReleasePage, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Mark the text as part of a list, and return Wagtail's context."""
        instance.stands_in_list = True
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context


class StateColumn(Column):
    """The state of a text, and the stage of a newer draft."""

    cell_template_name = "desk/cells/state.html"


class LanguageColumn(Column):
    """The language tag, highlighted."""

    cell_template_name = "desk/cells/language.html"


class MomentColumn(Column):
    """A time in the newsroom's zone."""

    cell_template_name = "desk/cells/moment.html"


def _languages() -> list[tuple[str, str]]:
    """Return the languages in use. Each takes one step along the index instead of a scan of the table."""
    languages, last = [], ""
    tags = IndexRow.objects.order_by("language").values_list("language", flat=True)
    while tag := tags.filter(language__gt=last).first():
        languages.append((tag, tag))
        last = tag
    return languages


def _stages() -> list[tuple[str, Any]]:
    return [(stage.value, stage.label) for stage in STAGES]


class CheckboxFilter(django_filters.BooleanFilter):
    """A filter that is inactive while its box is not ticked; the list then does not name it."""

    field_class = forms.BooleanField


class ReleaseFilterSet(WagtailFilterSet):
    """Filters: state, stage, owed review, embargo, language, kind, office, topic, day of publication."""

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=ReleasePage.State.choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    stage = django_filters.MultipleChoiceFilter(
        method="by_stage", label=_("Draft"), choices=_stages, widget=forms.CheckboxSelectMultiple
    )
    owed = CheckboxFilter(method="by_owed_review", label=_("Review owed"), widget=forms.CheckboxInput)
    embargo = CheckboxFilter(method="by_embargo", label=_("Under embargo"), widget=forms.CheckboxInput)
    language = django_filters.MultipleChoiceFilter(
        label=_("Language"), choices=_languages, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    kind = ExistingChoiceFilter(
        method="by_kind", label=_("Kind"), queryset=Kind.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    office = ExistingChoiceFilter(
        method="by_office", label=_("Office"), queryset=Office.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    topic = ExistingChoiceFilter(
        method="by_topic", label=_("Topic"), queryset=Topic.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    published = django_filters.DateFromToRangeFilter(
        method="by_day", label=_("Published"), widget=DateRangePickerWidget
    )

    class Meta:
        model = IndexRow
        fields: list[str] = []

    def by_stage(self, rows: QuerySet[IndexRow], _name: str, chosen: list[str]) -> QuerySet[IndexRow]:
        """Keep texts whose draft has one of the stages, before or after their first publication."""
        return release_index.at_stage(rows, chosen) if chosen else rows

    def by_owed_review(self, rows: QuerySet[IndexRow], _name: str, is_owed: object) -> QuerySet[IndexRow]:
        """Keep texts whose review is owed, if the box is ticked."""
        return rows.filter(review_owed=True) if is_owed else rows

    def by_embargo(self, rows: QuerySet[IndexRow], _name: str, is_held: object) -> QuerySet[IndexRow]:
        """Keep texts of releases under embargo, if the box is ticked."""
        held = ReleasePage.objects.filter(release__embargo_until__gt=clock.now())
        return rows.filter(text__in=held.values("pk")) if is_held else rows

    def by_kind(self, rows: QuerySet[IndexRow], _name: str, chosen: list[Kind]) -> QuerySet[IndexRow]:
        """Keep texts of releases of one of the kinds."""
        return rows.filter(kind__in=[kind.pk for kind in chosen]) if chosen else rows

    def by_office(self, rows: QuerySet[IndexRow], _name: str, chosen: list[Office]) -> QuerySet[IndexRow]:
        """Keep texts of releases that one of the offices leads or joins."""
        return rows.filter(release_index.containing("offices", [office.pk for office in chosen])) if chosen else rows

    def by_topic(self, rows: QuerySet[IndexRow], _name: str, chosen: list[Topic]) -> QuerySet[IndexRow]:
        """Keep texts of releases with one of the topics."""
        return rows.filter(release_index.containing("topics", [topic.pk for topic in chosen])) if chosen else rows

    def by_day(self, rows: QuerySet[IndexRow], _name: str, chosen: slice | None) -> QuerySet[IndexRow]:
        """Keep texts first published within a range of days in the newsroom's zone, ends included."""
        zone = ZoneInfo(NewsroomSettings.current().time_zone)
        if chosen and chosen.start:
            first = max(chosen.start.date(), FIRST_DAY)
            rows = rows.filter(published_at__gte=dt.datetime.combine(first, dt.time(), zone))
        if chosen and chosen.stop:
            after = min(chosen.stop.date(), LAST_DAY) + dt.timedelta(days=1)
            rows = rows.filter(published_at__lt=dt.datetime.combine(after, dt.time(), zone))
        return rows


class TextPaginator(WagtailPaginator):
    """Pages through the first ``MAX_ROWS`` rows, which one query reads; texts are read for the current page only."""

    model = IndexRow

    def __init__(self, rows: QuerySet[IndexRow], *args: Any, **options: Any) -> None:
        keys = list(rows.values_list("pk", flat=True)[: MAX_ROWS + 1])
        self.has_more = len(keys) > MAX_ROWS
        super().__init__(keys[:MAX_ROWS], *args, **options)

    @cached_property
    def items_count_label(self) -> str:
        """The count with its noun, as Wagtail shows it."""
        return f"{self.count_label} {self.verbose_name_plural}"

    @property
    def count_label(self) -> str:
        """The count, with a plus if there are more rows."""
        return f"{intcomma(self.count)}+" if self.has_more else intcomma(self.count)

    def _get_page(self, keys: list[int], *args: Any, **options: Any) -> Page[Any]:
        texts = ReleasePage.objects.defer_streamfields().select_related(
            "release", "release__kind", "release__lead_office", "content_type", "locked_by"
        )
        by_key = texts.in_bulk(keys)
        zone = NewsroomSettings.current().time_zone
        for text in by_key.values():
            text.shown_in = zone
        page: Page[Any] = super()._get_page([by_key[key] for key in keys if key in by_key], *args, **options)
        return page


class ReleaseIndexView(IndexView):
    """The list. It queries the narrow table of the release index, and reads only the texts it shows."""

    default_ordering = "-edited_at"
    page_title = _("Releases")
    add_item_label = _("New release")
    paginator_class = TextPaginator

    def setup(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        """Tell Wagtail that no page has view restrictions; its own check would read the page tree for each list."""
        super().setup(request, *args, **options)
        request.all_page_view_restriction_paths = []  # type: ignore[attr-defined]

    def get_base_queryset(self) -> Any:
        """Return the rows that the person may see."""
        return visible_rows(self.request.user)

    def order_queryset(self, queryset: Any) -> Any:
        """Sort by the last edit, search results too."""
        sign = "" if self.ordering == "edited_at" else "-"
        return queryset.order_by(f"{sign}edited_at", f"{sign}text")

    def search_queryset(self, queryset: Any) -> Any:
        """Keep texts with the words in headline or lead, or with the number of the release."""
        return release_index.search(queryset, self.search_query) if self.is_searching else queryset

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Return Wagtail's context with our label of the count."""
        context: dict[str, Any] = super().get_context_data(**options)
        if context.get("paginator"):
            context["items_count"] = context["paginator"].count_label
        context["verbose_name"], context["verbose_name_plural"] = _("text"), _("texts")
        return context

    def get_add_url(self) -> str:
        """Return the address of the page that begins a release."""
        return reverse("desk_add_release")


class ReleaseListing(PageListingViewSet):
    """The list of releases, first in the menu."""

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
        StateColumn("state", label=_("State"), width="13%"),
        MomentColumn("published", label=_("Published"), accessor="release.published_at", width="12%"),
        MomentColumn("edited_at", label=_("Edited"), sort_key="edited_at", width="12%"),
    ]
