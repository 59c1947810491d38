"""The two upper levels of the tree: the newsroom, and one thin page an office, where rights are given."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from dateline.newsroom.desk.models.offices import Office


class TreePage(Page):
    """What both levels share: they are made by the desk itself and never shown to readers."""

    is_creatable = False
    content_panels: list[Any] = []
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    preview_modes: list[Any] = []

    class Meta:
        abstract = True

    def get_url_parts(self, *_args: Any, **_options: Any) -> None:
        """Return nothing: readers have no address for it."""
        return


class NewsroomPage(TreePage):
    """The root; releases without a lead office stand directly below it."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["desk.OfficePage", "desk.ReleasePage"]
    max_count = 1

    class Meta:
        verbose_name = _("newsroom")


class OfficePage(TreePage):
    """An office's place in the tree; its releases stand below it, and its people get their rights here."""

    office = models.OneToOneField(Office, models.PROTECT, related_name="page")

    parent_page_types = ["desk.NewsroomPage"]
    subpage_types = ["desk.ReleasePage"]

    class Meta:
        verbose_name = _("office")
