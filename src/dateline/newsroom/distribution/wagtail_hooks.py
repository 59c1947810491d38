"""Where Wagtail asks what pings add to the desk."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from dateline.newsroom.distribution.admin.blocking import BlockedServerViewSet
from dateline.newsroom.distribution.admin.views import OverviewView, WebhookView
from dateline.newsroom.distribution.admin.webhooks import WebhookViewSet


@hooks.register("register_admin_viewset")
def viewsets() -> list[Any]:
    """Add the webhooks and the servers shut out."""
    return [WebhookViewSet(), BlockedServerViewSet()]


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """Add what becomes of deliveries."""
    return [
        path("pings/", OverviewView.as_view(), name="pings_overview"),
        path("pings/<int:pk>/", WebhookView.as_view(), name="pings_webhook"),
    ]


@hooks.register("register_settings_menu_item")
def overview_menu_item() -> MenuItem:
    """Add the overview to the menu."""

    class OverviewItem(MenuItem):
        def is_shown(self, request: HttpRequest) -> bool:
            return request.user.has_perm("pings.change_webhook")

    return OverviewItem(_("Pings"), reverse("pings_overview"), icon_name="link-external", order=40)
