"""Offices, topics, kinds and the newsroom in the admin. Views save and delete by actions, which append to the log."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from dateline.newsroom.desk import actions, clock
from dateline.newsroom.desk.models import Kind, NewsroomSettings, Office, Topic


class SaveByActionMixin:
    """Runs an action when a view saves its form."""

    action: ClassVar[Callable[..., Any]]

    def save_instance(self) -> Any:
        """Save the form and run the action in one transaction."""
        with transaction.atomic():
            saved = super().save_instance()  # type: ignore[misc]
            type(self).action(saved, at=clock.now())
        return saved


class RetireView(generic.DeleteView):
    """Deletes an item by its action, which refuses an item in use."""

    def get_usage(self) -> None:
        """Return no usage; the action checks it."""
        return

    def get_usage_url(self) -> None:
        """Return no address, so that Wagtail does not count the usage."""
        return

    def delete_action(self) -> None:
        """Delete the item."""
        actions.retire(self.object, at=clock.now())


def _views(action: Callable[..., Any]) -> dict[str, Any]:
    """Return attributes of a viewset whose views run ``action`` when they save an item."""
    members = {"action": staticmethod(action)}
    return {
        "add_view_class": type("AddView", (SaveByActionMixin, generic.CreateView), dict(members)),
        "edit_view_class": type("EditView", (SaveByActionMixin, generic.EditView), dict(members)),
        "delete_view_class": RetireView,
        "copy_view_enabled": False,
    }


class OfficeViewSet(ModelViewSet):
    """The list and the forms of offices."""

    model = Office
    icon = "site"
    menu_label = _("Offices")
    list_display = ["label", "unit", "status", Column("slug", label=_("Slug"))]
    list_filter = ["status", "unit"]
    ordering = ["label"]
    search_fields = ["label", "slug"]
    search_backend_name = None
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("slug"),
            InlinePanel(
                "names",
                [FieldPanel("names"), FieldRowPanel([FieldPanel("from_on"), FieldPanel("until_on")])],
                heading=_("Names over time"),
                label=_("Name"),
                min_num=1,
            ),
            FieldRowPanel([FieldPanel("unit"), FieldPanel("parent")]),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("status"), FieldPanel("closed_on")]), FieldPanel("successor")],
                heading=_("Status"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("city"),
                    FieldPanel("country"),
                    FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                    FieldPanel("time_zone"),
                ],
                heading=_("Place"),
            ),
            FieldPanel("contacts"),
        ]
    )


class TopicViewSet(ModelViewSet):
    """The list and the forms of topics."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    list_display = ["label", "parent", Column("slug", label=_("Slug"))]
    ordering = ["label"]
    search_fields = ["label", "slug"]
    search_backend_name = None
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel("slug"), FieldPanel("names"), FieldPanel("parent"), FieldPanel("media_topic")]
    )


class KindViewSet(ModelViewSet):
    """The list and the forms of kinds."""

    model = Kind
    icon = "list-ul"
    menu_label = _("Kinds")
    list_display = ["label", "order", Column("slug", label=_("Slug"))]
    ordering = ["order"]
    copy_view_enabled = False
    edit_handler = ObjectList([FieldPanel("slug"), FieldPanel("names"), FieldPanel("order"), FieldPanel("together")])


for _viewset, _action in (
    (OfficeViewSet, actions.set_office),
    (TopicViewSet, actions.set_topic),
    (KindViewSet, actions.set_kind),
):
    for _name, _view in _views(_action).items():
        setattr(_viewset, _name, _view)


class VocabularyGroup(ModelViewSetGroup):
    """The menu group of offices, topics and kinds."""

    menu_label = _("Newsroom")
    menu_icon = "cogs"
    menu_order = 500
    items = (OfficeViewSet, TopicViewSet, KindViewSet)


class NewsroomView(SaveByActionMixin, generic.EditView):
    """The form of the newsroom's settings."""

    model = NewsroomSettings
    action = staticmethod(actions.set_newsroom)
    panel = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("short_name"),
            FieldPanel("title"),
            FieldPanel("tagline"),
            MultiFieldPanel([FieldPanel("accent"), FieldPanel("logo")], heading=_("Appearance")),
            FieldRowPanel([FieldPanel("time_zone"), FieldPanel("default_language")]),
            FieldPanel("home_url"),
            FieldPanel("contacts"),
        ]
    ).bind_to_model(NewsroomSettings)
    header_icon = "cogs"
    edit_url_name = "desk_newsroom"
    index_url_name = "desk_newsroom"
    success_message = _("The newsroom is saved. Readers see the changes.")

    def get_object(self, _queryset: Any = None) -> NewsroomSettings:
        """Return the only row of the settings."""
        return NewsroomSettings.objects.get(pk=1)

    def get_edit_url(self) -> str:
        """Return the address of this page."""
        return reverse("desk_newsroom")

    def get_success_buttons(self) -> list[Any]:
        """Return no buttons: the person stays on the page."""
        return []
