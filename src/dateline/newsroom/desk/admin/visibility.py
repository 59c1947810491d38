"""Which texts somebody sees."""

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
"""More digits than a key of any database has."""


def is_key(written: str) -> bool:
    """Tell whether something that was typed can be the key of a thing in a database."""
    return written.isdecimal() and len(written) <= MAX_DIGITS


def visible_texts(user: User) -> Any:
    """Return the texts of offices this person works for, leading or joining, without their bodies.

    As Wagtail's ``explorable_instances``, but as plain conditions on the path, which a list sorted by an index
    can check row by row.
    """
    texts = ReleasePage.objects.defer_streamfields()
    seen = _below_own_pages(user)
    if seen is None:
        return texts
    joined = ReleaseOffice.objects.filter(office__in=roles.offices_of(user)).values("release")
    return texts.filter(seen | Q(release__in=joined))


def seen_rows(user: User) -> QuerySet[IndexRow]:
    """Return the rows of the list for the texts this person may see."""
    offices = _offices_seen(user)
    rows = IndexRow.objects.all()
    return rows if offices is None else rows.filter(release_index.containing("offices", offices))


def choosable_pages(pages: Any, request: HttpRequest) -> Any:
    """Return what of ``pages`` a chooser may show this person: all offices, and the texts that are visible.

    Raises:
        Http404: the chooser stands at a text that this person does not see.
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
    """Wagtail's answer for several chosen pages, which asks no hook."""

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Refuse where one of the pages is not for this person."""
        keys = {key for key in request.GET.getlist("id") if is_key(key)}
        if choosable_pages(Page.objects.filter(pk__in=keys), request).count() != len(set(request.GET.getlist("id"))):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **options)
        return response


def bulk_refused(request: HttpRequest) -> NoReturn:
    """Refuse every act on many pages at once, without a title: nobody has asked yet who may see them.

    Raises:
        OnlyActionsError: always.
    """
    keys = [key for key in request.GET.getlist("id") if key.isdecimal()]
    raise OnlyActionsError(", ".join(f"#{key}" for key in keys[:3]))


def nothing_here(_request: HttpRequest) -> NoReturn:
    """Stand where a page of Wagtail is that shows everybody's drafts to everybody.

    Raises:
        Http404: always.
    """
    raise Http404


def _offices_seen(user: User) -> list[int] | None:
    """Return the keys of the offices whose texts somebody sees, those that join included; None for all texts."""
    paths = _own_paths(user)
    if paths is None:
        return None
    below = OfficePage.objects.filter(_below(paths)).values_list("office_id", flat=True)
    return sorted({*below, *roles.offices_of(user)})


def _below_own_pages(user: User) -> Q | None:
    """Return the condition on a page that the person has rights there; None where it holds for the newsroom."""
    paths = _own_paths(user)
    return None if paths is None else _below(paths)


def _own_paths(user: User) -> list[str] | None:
    """Return the paths of the pages where somebody has rights; None where that is the newsroom's."""
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
