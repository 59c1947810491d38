"""The home page: overdue texts, owed reviews, the person's tasks, scheduled texts and recent publications."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import HomeView

from dateline.newsroom.desk import clock, release_index
from dateline.newsroom.desk.actions.audit_trail import returned
from dateline.newsroom.desk.actions.due import overdue_texts
from dateline.newsroom.desk.actions.permissions import is_open, is_own_work
from dateline.newsroom.desk.actions.registry import ACTIONS
from dateline.newsroom.desk.admin.missing_metadata import MissingMetadataPanel
from dateline.newsroom.desk.admin.visibility import visible_rows, visible_texts
from dateline.newsroom.desk.models import Act, IndexRow, NewsroomSettings, Release, ReleasePage, User
from dateline.newsroom.desk.ports.overdue import overdue_reasons
from dateline.text.languages import pick

RECENT = 200
"""Texts or releases to scan where no index answers the question."""

MAX_RELEASES = 8
"""A panel shows at most this many releases."""

MAX_TEXTS = 5 * MAX_RELEASES
"""Texts to read, so that releases in several languages fill a panel."""

WAITING = ("review", "approved")
"""Stages in which somebody other than the author must act."""


@dataclass(frozen=True)
class TextList:
    """The contents of a panel.

    Attributes:
        heading: the title of the panel.
        query: the query string of the release list that shows all texts of the panel.
        moment: the attribute of a text with the time to show.
        select: returns the texts to show, given the visible texts, the person and the current time.
        alarms: whether the panel is highlighted.
        notes: returns an explanation of some of the texts, by the key of the text; None for no explanations.
    """

    heading: Any
    query: str
    moment: str
    select: Callable[[Any, User, dt.datetime], list[ReleasePage]]
    alarms: bool = False
    notes: Callable[[list[ReleasePage]], Mapping[int, str]] | None = None


def _overdue(seen: Any, _user: User, now: dt.datetime) -> list[ReleasePage]:
    return list(overdue_texts(seen, now)[:MAX_TEXTS])


def _overdue_notes(texts: list[ReleasePage]) -> dict[int, str]:
    return overdue_reasons(texts, at=clock.now())


def _next(seen: Any, _user: User, _now: dt.datetime) -> list[ReleasePage]:
    return list(seen.filter(scheduled_at__isnull=False).order_by("scheduled_at")[:MAX_TEXTS])


def _owed(seen: Any, user: User, _now: dt.datetime) -> list[ReleasePage]:
    return _of(seen, visible_rows(user).filter(review_owed=True).order_by("edited_at"), MAX_TEXTS)


def _returned(seen: Any, user: User, _now: dt.datetime) -> list[ReleasePage]:
    """Return the person's submitted texts that were sent back."""
    submitted = Act.objects.filter(person=user, action="submit").order_by("-pk").values_list("release", "language")
    mine = set(submitted[:RECENT])
    texts = [
        text
        for text in seen.filter(release__in={release for release, _language in mine})
        if (text.release_id, text.language) in mine
    ]
    back = returned(texts)
    return [text for text in texts if text.pk in back][:MAX_TEXTS]


def _returned_notes(texts: list[ReleasePage]) -> dict[int, str]:
    return {key: act.note for key, act in returned(texts).items()}


def _for_me(seen: Any, user: User, _now: dt.datetime) -> list[ReleasePage]:
    """Return the texts that the person can approve or publish."""
    waiting = _of(seen, release_index.at_stage(visible_rows(user), WAITING).order_by("edited_at"), RECENT)
    return [text for text in waiting if _can_go_on(user, text)][:MAX_TEXTS]


def _can_go_on(user: User, text: ReleasePage) -> bool:
    keys = ("approve",) if text.draft_stage == ReleasePage.State.REVIEW else ("publish", "update")
    rows = [ACTIONS[key] for key in keys]
    return any(is_open(user, row, text) and not is_own_work(user, row, text) for row in rows)


def _drafts(seen: Any, user: User, _now: dt.datetime) -> list[ReleasePage]:
    return _of(seen, release_index.at_stage(visible_rows(user), ["draft"]).order_by("-edited_at"), MAX_TEXTS)


def _of(seen: Any, rows: QuerySet[IndexRow], limit: int) -> list[ReleasePage]:
    """Return the texts of the first rows of the release index."""
    keys = list(rows.values_list("pk", flat=True)[:limit])
    found = seen.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _published(seen: Any, _user: User, _now: dt.datetime) -> list[ReleasePage]:
    newest = Release.objects.filter(number__isnull=False).order_by("-published_at", "-number")
    keys = list(newest.values_list("pk", flat=True)[:RECENT])
    texts = seen.filter(release__in=keys, public_state="published")
    return list(texts.order_by("-release__published_at", "-release__number", "language")[:MAX_TEXTS])


TEXT_LISTS = (
    TextList(_("Overdue"), "stage=scheduled", "scheduled_at", _overdue, alarms=True, notes=_overdue_notes),
    TextList(_("Review owed"), "owed=true", "edited_at", _owed, alarms=True),
    TextList(_("Sent back to me"), "stage=draft", "edited_at", _returned, notes=_returned_notes),
    TextList(_("Waiting for me"), "stage=review&stage=approved", "edited_at", _for_me),
    TextList(_("Next to go live"), "stage=scheduled", "scheduled_at", _next),
    TextList(_("Drafts"), "stage=draft", "edited_at", _drafts),
    TextList(_("Recently published"), "state=published", "release.published_at", _published),
)


@dataclass(frozen=True)
class Line:
    """A release in a panel: one of its texts, the title, a time, its languages, and the explanations of its texts."""

    text: ReleasePage
    title: str
    moment: dt.datetime
    languages: list[str]
    notes: list[str]


def _lines(chosen: list[ReleasePage], moment: Callable[[Any], dt.datetime], notes: Mapping[int, str]) -> list[Line]:
    """Return a line for each release, in order, with the text in the person's language or else the original."""
    releases: dict[Any, list[ReleasePage]] = {}
    for text in chosen:
        releases.setdefault(text.release_id, []).append(text)
    lines = []
    for texts in list(releases.values())[:MAX_RELEASES]:
        first = min(texts, key=lambda text: (text.language != get_language(), bool(text.translated_from)))
        shown_notes = list(dict.fromkeys(notes[text.pk] for text in texts if text.pk in notes))
        languages = sorted(text.language for text in texts)
        lines.append(Line(first, first.draft_title or first.title, moment(texts[0]), languages, shown_notes))
    return lines


class TextsPanel(Component):
    """A short list of releases of the person's offices."""

    template_name = "desk/panels/texts.html"

    def __init__(self, text_list: TextList, order: int) -> None:
        self.text_list = text_list
        self.order = order

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the heading, the lines and the address of the full list."""
        seen = visible_texts(parent_context["request"].user).select_related("release", "release__lead_office")
        moment = attrgetter(self.text_list.moment)
        chosen = self.text_list.select(seen, parent_context["request"].user, clock.now())
        return {
            "heading": self.text_list.heading,
            "alarms": self.text_list.alarms,
            "lines": _lines(chosen, moment, self.text_list.notes(chosen) if self.text_list.notes else {}),
            "zone": NewsroomSettings.current().time_zone,
            "all": f"{reverse('desk_releases:index')}?{self.text_list.query}",
        }


class BeginPanel(Component):
    """The button that begins a release."""

    template_name = "desk/panels/begin.html"
    order = 10


def panels() -> list[Any]:
    """Return the panels of the home page."""
    return [
        BeginPanel(),
        *(TextsPanel(text_list, order) for order, text_list in enumerate(TEXT_LISTS, 20)),
        MissingMetadataPanel(),
    ]


class DeskHomeView(HomeView):
    """Wagtail's home page with the newsroom's name in the person's language."""

    def get_site_details(self) -> dict[str, Any]:
        """Return Wagtail's site details with that name."""
        newsroom = NewsroomSettings.current()
        name = pick(newsroom.short_name or newsroom.name, get_language() or "")
        return {**super().get_site_details(), "site_name": name or gettext("Newsroom")}
