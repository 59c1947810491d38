"""Viewsets without Wagtail's history and usage pages, which would name texts of other offices."""

from typing import Any

from django.urls import URLPattern, path
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet


class PlainDeleteView(generic.DeleteView):
    """The confirmation of a deletion, without usage."""

    def get_usage(self) -> None:
        """Return no usage."""
        return

    def get_usage_url(self) -> None:
        """Return no usage page."""
        return


class PlainViewSet(ModelViewSet):
    """List, forms and confirmation of a deletion. Permission policies are registered elsewhere."""

    copy_view_enabled = False
    delete_view_class = PlainDeleteView

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave out history and usage."""
        given: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return given | {"history_url_name": None, "usage_url_name": None}

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return list, forms and confirmation of a deletion."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
        ]

    def register_permissions(self) -> None:
        """Register none in Wagtail's group editor."""
