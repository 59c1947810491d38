"""Which texts and pages a person may see."""

from typing import Any, NoReturn

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from dateline.newsroom.desk import release_index
from dateline.newsroom.desk.errors import OnlyActionsError
from dateline.newsroom.desk.models import IndexRow, NewsroomPage, OfficePage, ReleaseOffice, ReleasePage, User, roles

MAX_DIGITS = 18
"""Primary keys in the database have at most this many digits."""


def is_key(value: str) -> bool:
    """Tell whether a string can be a primary key."""
    return value.isdecimal() and len(value) <= MAX_DIGITS


def visible_texts(user: User) -> Any:
    """Return the texts of releases that the person's offices lead or join, without their bodies.

    It returns the same as Wagtail's ``explorable_instances``, but with plain conditions on the path. A query that
    is sorted by an index can check these row by row.
    """
    texts = ReleasePage.objects.defer_streamfields()
    seen = _below_own_pages(user)
    if seen is None:
        return texts
    joined = ReleaseOffice.objects.filter(office__in=roles.offices_of(user)).values("release")
    return texts.filter(seen | Q(release__in=joined))


def visible_rows(user: User) -> QuerySet[IndexRow]:
    """Return the rows of the release index that the person may see."""
    offices = _visible_offices(user)
    rows = IndexRow.objects.all()
    return rows if offices is None else rows.filter(release_index.containing("offices", offices))


def choosable_pages(pages: Any, request: HttpRequest) -> Any:
    """Return the ``pages`` that a chooser may show the person: all offices, and visible texts.

    Raises:
        Http404: the chooser was opened at a text that the person may not see.
    """
    seen = _below_own_pages(request.user)  # type: ignore[arg-type]
    if seen is None:
        return pages
    match = request.resolver_match
    place = match.kwargs.get("parent_page_id") if match else None
    a_text = ContentType.objects.get_for_model(ReleasePage)
    if place and Page.objects.filter(pk=place, content_type=a_text).exclude(seen).exists():
        raise Http404
    return pages.filter(seen | ~Q(content_type=a_text))


class ChosenPagesView(ChosenMultipleView):
    """Wagtail's response for several chosen pages, which does not call the chooser's hook."""

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Refuse pages that the person may not see."""
        keys = {key for key in request.GET.getlist("id") if is_key(key)}
        if choosable_pages(Page.objects.filter(pk__in=keys), request).count() != len(set(request.GET.getlist("id"))):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **options)
        return response


def refuse_bulk_action(request: HttpRequest) -> NoReturn:
    """Refuse a bulk action on pages; the message has keys, because the person may not be allowed to see the titles.

    Raises:
        OnlyActionsError: always.
    """
    keys = [key for key in request.GET.getlist("id") if key.isdecimal()]
    raise OnlyActionsError(", ".join(f"#{key}" for key in keys[:3]))


def always_404(_request: HttpRequest) -> NoReturn:
    """Answer 404 in place of a view of Wagtail that shows all drafts to everybody.

    Raises:
        Http404: always.
    """
    raise Http404


def _visible_offices(user: User) -> list[int] | None:
    """Return the keys of offices whose texts, led or joined, the person may see; None for all texts."""
    paths = _own_paths(user)
    if paths is None:
        return None
    below = OfficePage.objects.filter(_below(paths)).values_list("office_id", flat=True)
    return sorted({*below, *roles.offices_of(user)})


def _below_own_pages(user: User) -> Q | None:
    """Return the condition for pages where the person has permissions; None for the whole newsroom."""
    paths = _own_paths(user)
    return None if paths is None else _below(paths)


def _own_paths(user: User) -> list[str] | None:
    """Return the paths of pages where the person has permissions; None for the whole newsroom."""
    if user.is_superuser:
        return None
    policy = policy_registry.get_by_type(ReleasePage)
    paths = {permission.page.path for permission in policy.get_cached_permissions_for_user(user)}
    root = NewsroomPage.objects.values_list("path", flat=True).first()
    return None if root is not None and any(root.startswith(path) for path in paths) else sorted(paths)


def _below(paths: list[str]) -> Q:
    seen = Q(pk__in=[])
    for path in paths:
        seen |= Q(path__startswith=path)
    return seen
