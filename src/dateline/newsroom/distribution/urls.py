"""Addresses in the desk process that outside machines call."""

from django.urls import path

from dateline.newsroom.distribution.activitypub.views import InboxView
from dateline.newsroom.distribution.hub.views import HubView

urlpatterns = [
    path("account/websub", HubView.as_view(), name="pings_hub"),
    path("account/activitypub", InboxView.as_view(), name="pings_inbox"),
]
