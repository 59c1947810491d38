"""The first page: what is late or owed, what waits for this person, what goes live next, what went out last."""

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
from dateline.newsroom.desk.actions.permissions import is_open, is_own_work
from dateline.newsroom.desk.actions.registry import ACTIONS
from dateline.newsroom.desk.actions.trail import returned
from dateline.newsroom.desk.admin.debt import DebtPanel
from dateline.newsroom.desk.admin.visibility import seen_rows, visible_texts
from dateline.newsroom.desk.models import Act, IndexRow, NewsroomSettings, Release, ReleasePage, User
from dateline.text.languages import pick

RECENT = 200
"""Texts or releases looked through where no index knows the answer."""

SHOWN = 8
"""Releases a panel shows."""

TEXTS = 5 * SHOWN
"""Texts looked for, so that releases in several languages fill a panel."""

OVERDUE_AFTER_S = 5
"""What is due goes live within a second; later something is wrong."""

WAITING = ("review", "approved")
"""Stages in which a draft waits for somebody else than its author."""


@dataclass(frozen=True)
class Choice:
    """What a panel shows.

    Attributes:
        heading: of the panel.
        query: of the list of releases, for all of them.
        moment: which moment of a text is shown.
        choose: from the texts somebody sees, for that person at this moment, the ones to show.
        alarms: whether it is to be seen at once.
        explains: whether it says why a text was sent back.
    """

    heading: Any
    query: str
    moment: str
    choose: Callable[[Any, User, dt.datetime], list[ReleasePage]]
    alarms: bool = False
    explains: bool = False


def _overdue(seen: Any, _user: User, now: dt.datetime) -> list[ReleasePage]:
    late = now - dt.timedelta(seconds=OVERDUE_AFTER_S)
    return list(seen.filter(scheduled_at__lt=late).order_by("scheduled_at")[:TEXTS])


def _next(seen: Any, _user: User, _now: dt.datetime) -> list[ReleasePage]:
    return list(seen.filter(scheduled_at__isnull=False).order_by("scheduled_at")[:TEXTS])


def _owed(seen: Any, user: User, _now: dt.datetime) -> list[ReleasePage]:
    return _of(seen, seen_rows(user).filter(review_owed=True).order_by("edited_at"), TEXTS)


def _returned(seen: Any, user: User, _now: dt.datetime) -> list[ReleasePage]:
    """Return what somebody submitted and has back."""
    submitted = Act.objects.filter(person=user, action="submit").order_by("-pk").values_list("release", "language")
    mine = set(submitted[:RECENT])
    texts = [
        text
        for text in seen.filter(release__in={release for release, _language in mine})
        if (text.release_id, text.language) in mine
    ]
    back = returned(texts)
    return [text for text in texts if text.pk in back][:TEXTS]


def _for_me(seen: Any, user: User, _now: dt.datetime) -> list[ReleasePage]:
    """Return what somebody can take a step further: approve what others wrote, publish what is approved."""
    waiting = _of(seen, release_index.at_stage(seen_rows(user), WAITING).order_by("edited_at"), RECENT)
    return [text for text in waiting if _can_go_on(user, text)][:TEXTS]


def _can_go_on(user: User, text: ReleasePage) -> bool:
    keys = ("approve",) if text.draft_stage == ReleasePage.State.REVIEW else ("publish", "update")
    rows = [ACTIONS[key] for key in keys]
    return any(is_open(user, row, text) and not is_own_work(user, row, text) for row in rows)


def _drafts(seen: Any, user: User, _now: dt.datetime) -> list[ReleasePage]:
    return _of(seen, release_index.at_stage(seen_rows(user), ["draft"]).order_by("-edited_at"), TEXTS)


def _of(seen: Any, rows: QuerySet[IndexRow], limit: int) -> list[ReleasePage]:
    """Return the texts of the first rows of the list, which finds a few among very many at once."""
    keys = list(rows.values_list("pk", flat=True)[:limit])
    found = seen.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _published(seen: Any, _user: User, _now: dt.datetime) -> list[ReleasePage]:
    newest = Release.objects.filter(number__isnull=False).order_by("-published_at", "-number")
    keys = list(newest.values_list("pk", flat=True)[:RECENT])
    texts = seen.filter(release__in=keys, public_state="published")
    return list(texts.order_by("-release__published_at", "-release__number", "language")[:TEXTS])


CHOICES = (
    Choice(_("Overdue"), "stage=scheduled", "scheduled_at", _overdue, alarms=True),
    Choice(_("Review owed"), "owed=true", "edited_at", _owed, alarms=True),
    Choice(_("Sent back to me"), "stage=draft", "edited_at", _returned, explains=True),
    Choice(_("Waits for me"), "stage=review&stage=approved", "edited_at", _for_me),
    Choice(_("Goes live next"), "stage=scheduled", "scheduled_at", _next),
    Choice(_("Drafts"), "stage=draft", "edited_at", _drafts),
    Choice(_("Published last"), "state=published", "release.published_at", _published),
)


@dataclass(frozen=True)
class Line:
    """What a panel says of a release: the text that stands for it, a moment, its languages, why it was sent back."""

    text: ReleasePage
    title: str
    moment: dt.datetime
    languages: list[str]
    notes: list[str]


def _lines(chosen: list[ReleasePage], moment: Callable[[Any], dt.datetime], notes: Mapping[int, Act]) -> list[Line]:
    """Return one line a release, in order; the text in the language of the desk stands for it, else the original."""
    releases: dict[Any, list[ReleasePage]] = {}
    for text in chosen:
        releases.setdefault(text.release_id, []).append(text)
    lines = []
    for texts in list(releases.values())[:SHOWN]:
        first = min(texts, key=lambda text: (text.language != get_language(), bool(text.translated_from)))
        said = list(dict.fromkeys(notes[text.pk].note for text in texts if text.pk in notes))
        languages = sorted(text.language for text in texts)
        lines.append(Line(first, first.draft_title or first.title, moment(texts[0]), languages, said))
    return lines


class TextsPanel(Component):
    """A short list of releases of this person's offices."""

    template_name = "desk/panels/texts.html"

    def __init__(self, choice: Choice, order: int) -> None:
        self.choice = choice
        self.order = order

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return heading, releases and the way to all their texts."""
        seen = visible_texts(parent_context["request"].user).select_related("release", "release__lead_office")
        moment = attrgetter(self.choice.moment)
        chosen = self.choice.choose(seen, parent_context["request"].user, clock.now())
        return {
            "heading": self.choice.heading,
            "alarms": self.choice.alarms,
            "lines": _lines(chosen, moment, returned(chosen) if self.choice.explains else {}),
            "zone": NewsroomSettings.current().time_zone,
            "all": f"{reverse('desk_releases:index')}?{self.choice.query}",
        }


class BeginPanel(Component):
    """The button everybody comes for."""

    template_name = "desk/panels/begin.html"
    order = 10


def panels() -> list[Any]:
    """Return the panels of the first page."""
    return [BeginPanel(), *(TextsPanel(choice, order) for order, choice in enumerate(CHOICES, 20)), DebtPanel()]


class FirstPageView(HomeView):
    """Wagtail's first page, under the newsroom's own name in the language of the desk."""

    def get_site_details(self) -> dict[str, Any]:
        """Return Wagtail's facts of the site with that name."""
        newsroom = NewsroomSettings.current()
        name = pick(newsroom.short_name or newsroom.name, get_language() or "")
        return {**super().get_site_details(), "site_name": name or gettext("Newsroom")}
