"""URLs of the desk process."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from dateline.newsroom.desk.people.openid_provider import callback, login
from dateline.newsroom.desk.people.openid_rules import PROVIDER
from dateline.runtime.preview import asset

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/openid/", login, {"provider_id": PROVIDER}, name="openid_connect_login"),
    path("account/openid/callback/", callback, {"provider_id": PROVIDER}, name="openid_connect_callback"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("preview-static/<str:name>", asset),
    path("", include("dateline.newsroom.desk.urls")),
    path("", include("dateline.newsroom.distribution.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(wagtailadmin_urls)),
]
