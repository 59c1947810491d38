"""Missing metadata: counts on the home page, and a page that lists texts and completes many of them at once."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from dateline.newsroom.desk import clock, missing_metadata
from dateline.newsroom.desk.actions.add_metadata import TextCounts, add_facts, describe_picture
from dateline.newsroom.desk.admin.fields import CheckList
from dateline.newsroom.desk.admin.visibility import is_key, visible_texts
from dateline.newsroom.desk.errors import DeskError
from dateline.newsroom.desk.models import Debt, NewsImage, Office, Release, ReleasePage, Role, Topic, User, roles
from dateline.text.languages import direction
from dateline.web.addresses import is_language_tag

MAX_COUNT = 1000
"""The home page shows larger counts as “more than”."""

CACHE_S = 60
"""Counts are cached for a minute; a person's own changes clear them."""

PER_PAGE = 50
"""Texts on a page of the list, and so the most that one form can change."""

MAX_REFUSALS = 5

MAX_PAGE_DIGITS = 5

What = Debt.What
IN_BULK = (What.OFFICE, What.TOPIC)
OF_PICTURES = (What.ALT, What.CREDIT)


def incomplete(user: User, what: str) -> Any:
    """Return the rows of visible texts that lack one kind of metadata, newest first."""
    everything = Debt.objects.filter(what=what).order_by("-text")
    seen = visible_texts(user)
    if seen.query.where:
        return everything.filter(text__in=seen.values("pk"))
    return everything


def counts(user: User) -> dict[str, int]:
    """Return the number of incomplete texts by kind of metadata: at most ``MAX_COUNT + 1``, up to a minute old."""
    counted: dict[str, int] | None = cache.get(_key(user))
    if counted is None:
        counted = {what.value: incomplete(user, what)[: MAX_COUNT + 1].count() for what in What}
        cache.set(_key(user), counted, CACHE_S)
    return counted


def _key(user: User) -> str:
    return f"desk-debt-{user.pk}"


def count_rows(user: User) -> list[dict[str, Any]]:
    """Return the counts in the form of the templates."""
    address = reverse("desk_debt")
    return [
        {
            "what": what.value,
            "label": what.label,
            "count": min(count, MAX_COUNT),
            "is_more": count > MAX_COUNT,
            "url": f"{address}?what={what.value}",
        }
        for what, count in ((what, counts(user)[what.value]) for what in What)
    ]


class MissingMetadataPanel(Component):
    """The counts on the home page."""

    template_name = "desk/panels/missing_metadata.html"
    order = 90

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the counts above zero."""
        return {"rows": [row for row in count_rows(parent_context["request"].user) if row["count"]]}


class MetadataForm(forms.Form):
    """The metadata to add to the chosen releases."""

    office = forms.ModelChoiceField(Office.objects.filter(status="open"), label=_("Lead office"))
    topics = forms.ModelMultipleChoiceField(Topic.objects.all(), label=_("Topics"), widget=CheckList)
    reason = forms.CharField(label=_("Reason, for your colleagues"), max_length=500, initial=_("Missing metadata"))

    def __init__(self, what: str, user: User, data: Any = None) -> None:
        super().__init__(data)
        for name, is_needed in (("office", what == What.OFFICE), ("topics", what == What.TOPIC)):
            if not is_needed:
                del self.fields[name]
        if "office" in self.fields:
            led = [office.pk for office in Office.objects.all() if roles.may(user, Role.AUTHOR, office)]
            self.fields["office"].queryset = Office.objects.filter(status="open", pk__in=led)  # type: ignore[attr-defined]


class MissingMetadataView(WagtailAdminTemplateMixin, View):
    """Lists texts that lack one kind of metadata, with a form that adds it to the chosen ones."""

    template_name = "desk/missing_metadata.html"
    page_title = _("Missing metadata")
    header_icon = "tag"

    def dispatch(self, request: HttpRequest, *_args: Any, **_options: Any) -> HttpResponseBase:
        """Read the kind of metadata from the query; by default the first one that is missing anywhere."""
        self.user: User = request.user  # type: ignore[assignment]
        requested = request.GET.get("what", "")
        self.what = (
            requested if requested in What.values else next((w for w, n in counts(self.user).items() if n), What.TOPIC)
        )
        return super().dispatch(request)

    def get(self, _request: HttpRequest) -> HttpResponse:
        """Show the list."""
        response: HttpResponse = self.render_to_response(self.get_context_data())
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        """Complete the chosen releases one by one, and report the results."""
        if self.what in IN_BULK:
            form = MetadataForm(self.what, self.user, request.POST)
            if not form.is_valid():
                messages.error(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
                return redirect(self._here())
            self._report(self._add_metadata(request, form.cleaned_data))
        elif self.what in OF_PICTURES:
            self._report(self._describe_pictures(request))
        else:
            raise PermissionDenied
        cache.delete(_key(self.user))
        return redirect(self._here())

    def _add_metadata(self, request: HttpRequest, given: dict[str, Any]) -> TextCounts:
        chosen = [key for key in request.POST.getlist("text") if is_key(key)][:PER_PAGE]
        keys = visible_texts(self.user).filter(pk__in=chosen).values_list("release", flat=True)
        facts = {"topics": given.get("topics") or (), "office": given.get("office"), "reason": given["reason"]}
        mended = TextCounts()
        for release in Release.objects.filter(pk__in=list(keys)).select_related("lead_office"):
            self._try(mended, partial(add_facts, release, **facts))
        return mended

    def _describe_pictures(self, request: HttpRequest) -> TextCounts:
        mended, reason = TextCounts(), request.POST.get("reason", "")
        for name in request.POST:
            sort, key, language = [*name.split("-", 2), "", ""][:3]
            words = str(request.POST[name])
            if sort != self.what or not words.strip() or not (is_key(key) and is_language_tag(language)):
                continue
            picture = NewsImage.objects.filter(pk=key).first()
            if picture is not None:
                self._try(mended, partial(describe_picture, picture, {sort: words}, language=language, reason=reason))
        return mended

    def _try(self, mended: TextCounts, action: Callable[..., TextCounts]) -> None:
        try:
            mended.add(action(by=self.user, at=clock.now()))
        except DeskError as error:
            mended.refused.append(str(error))

    def _report(self, mended: TextCounts) -> None:
        for sentence in _summary(mended):
            messages.success(self.request, sentence)
        for sentence in list(dict.fromkeys(mended.refused))[:MAX_REFUSALS]:
            messages.error(self.request, sentence)
        if mended == TextCounts():
            messages.warning(self.request, gettext("Nothing was chosen."))

    def _here(self) -> str:
        return f"{reverse('desk_debt')}?what={self.what}&page={self._page()}"

    def _page(self) -> int:
        requested = self.request.GET.get("page", "")
        return max(1, int(requested)) if requested.isdecimal() and len(requested) <= MAX_PAGE_DIGITS else 1

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Return a page of the list and the form."""
        page = self._page()
        keys = list(
            incomplete(self.user, self.what).values_list("text", flat=True)[(page - 1) * PER_PAGE : page * PER_PAGE + 1]
        )
        texts = ReleasePage.objects.select_related("release", "release__lead_office", "picture").in_bulk(
            keys[:PER_PAGE]
        )
        return {
            **super().get_context_data(**options),
            "what": self.what,
            "label": What(self.what).label,
            "tabs": count_rows(self.user),
            "rows": [self._row(texts[key]) for key in keys[:PER_PAGE] if key in texts],
            "form": MetadataForm(self.what, self.user) if self.what in (*IN_BULK, *OF_PICTURES) else None,
            "in_bulk": self.what in IN_BULK,
            "of_pictures": self.what in OF_PICTURES,
            "before": page - 1,
            "after": page + 1 if len(keys) > PER_PAGE else 0,
        }

    def _row(self, text: ReleasePage) -> dict[str, Any]:
        return {
            "text": text,
            "title": text.draft_title or text.title,
            "direction": direction(text.language),
            "pictures": self._pictures(text) if self.what in OF_PICTURES else [],
        }

    def _pictures(self, text: ReleasePage) -> list[NewsImage]:
        shown = missing_metadata.pictures_with_alt(text if text.version else text.get_latest_revision_as_object())
        lacking = [image for image, alt in shown if not (alt if self.what == What.ALT else image.credit).strip()]
        return list(dict.fromkeys(lacking))


def _summary(mended: TextCounts) -> list[str]:
    """Return the results as sentences."""
    public = ngettext(
        "%(count)d text is fixed and public. Its review is owed.",
        "%(count)d texts are fixed and public. Their reviews are owed.",
        mended.public,
    )
    review = ngettext(
        "%(count)d text is fixed and in review.", "%(count)d texts are fixed and in review.", mended.review
    )
    later = ngettext(
        "%(count)d text has a newer draft. The change goes live with that draft.",
        "%(count)d texts have newer drafts. The change goes live with those drafts.",
        mended.later,
    )
    results = ((mended.public, public), (mended.review, review), (mended.later, later))
    return [sentence % {"count": count} for count, sentence in results if count]
