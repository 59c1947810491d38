"""Addresses that machines of others use, in the desk process."""

from django.urls import path

from dateline.pings.hub.views import HubView

urlpatterns = [path("account/websub", HubView.as_view(), name="pings_hub")]
