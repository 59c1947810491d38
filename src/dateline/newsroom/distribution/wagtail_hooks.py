"""Admin screens of this package, registered with Wagtail."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from dateline.newsroom.distribution.admin.blocked_servers import BlockedServerViewSet
from dateline.newsroom.distribution.admin.views import OverviewView, WebhookView
from dateline.newsroom.distribution.admin.webhooks import WebhookViewSet


@hooks.register("register_admin_viewset")
def viewsets() -> list[Any]:
    """Register webhooks and blocked servers."""
    return [WebhookViewSet(), BlockedServerViewSet()]


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Register the overview and the page of a webhook."""
    return [
        path("pings/", OverviewView.as_view(), name="pings_overview"),
        path("pings/<int:pk>/", WebhookView.as_view(), name="pings_webhook"),
    ]


@hooks.register("register_settings_menu_item")
def overview_menu_item() -> MenuItem:
    """Add the overview to the settings menu, for people who may change webhooks."""

    class OverviewItem(MenuItem):
        def is_shown(self, request: HttpRequest) -> bool:
            return request.user.has_perm("pings.change_webhook")

    return OverviewItem(_("Pings"), reverse("pings_overview"), icon_name="link-external", order=40)
