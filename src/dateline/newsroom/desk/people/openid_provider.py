"""OpenID Connect: allauth's code flow with PKCE, and checks that the protocol requires and allauth leaves out.

These are the nonce, the issuer in the discovery document, and the signature of the ID token. Source: OpenID
Connect Core 1.0, Discovery 1.0. ``openid_admission`` decides who is admitted.
"""

import hashlib
import secrets
from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from requests import RequestException

from dateline.newsroom.desk.people.openid_rules import PROVIDER


class StrictAdapter(OpenIDConnectOAuth2Adapter):
    """Accepts the configured issuer only, tokens that it signed, and user data about their subject."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The discovery document of the provider.

        Raises:
            OAuth2Error: it names another issuer. Source: Discovery 1.0, section 4.3.
        """
        found: dict[str, Any] = super().openid_config
        expected = self.get_provider().app.settings["server_url"]
        if str(found.get("issuer", "")).rstrip("/") != expected.rstrip("/"):
            message = f"the provider at {expected} calls itself {found.get('issuer')!r}"
            raise OAuth2Error(message)
        return found

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Return the sign-in with the claims of the provider.

        Raises:
            OAuth2Error: there is no signed token, or the user data has another subject.
                Source: Core 1.0, section 5.3.2.
        """
        if not kwargs["response"].get("id_token"):
            message = "the provider gave no id_token"
            raise OAuth2Error(message)
        login = super().complete_login(request, app, token, **kwargs)
        data = login.account.extra_data
        if data.get("userinfo", {}).get("sub") != data["id_token"].get("sub"):
            message = "userinfo and id_token have different subjects"
            raise OAuth2Error(message)
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """Verify the signature too. The protocol does not require it over TLS, but TLS may end at a proxy."""
        config = self.openid_config
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=config["jwks_uri"],
            issuer=config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return claims

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:  # noqa: ARG002 - allauth's signature
        """Return our callback address; the Host header is never trusted."""
        return f"{settings.DESK_URL}{reverse('openid_connect_callback', kwargs={'provider_id': self.provider_id})}"


class StrictProvider(OpenIDConnectProvider):
    """Starts a sign-in with a nonce; ignores all parameters of the request but ``next``."""

    oauth2_adapter_class = StrictAdapter

    def redirect_from_request(self, request: HttpRequest) -> HttpResponse:
        """Redirect to the provider."""
        nonce = secrets.token_urlsafe(24)
        response: HttpResponse = self.redirect(
            request,
            process=AuthProcess.LOGIN,
            next_url=get_next_redirect_url(request),
            auth_params={"nonce": nonce},
            nonce=nonce,
        )
        return response

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Return a permanent id of a person: issuer and subject together. Source: Core 1.0, section 5.7."""
        claims = data["id_token"]
        return hashlib.sha256(f"{claims['iss']}\0{claims['sub']}".encode()).hexdigest()


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Redirect to the provider."""
    return _respond(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Handle the response of the provider."""
    return _respond(OAuth2CallbackView, request, provider_id)


def _respond(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    """Return the response of a view; anything that violates the protocol is a failed sign-in.

    Raises:
        Http404: there is no provider.
    """
    if provider_id != PROVIDER:
        raise Http404
    try:
        response: HttpResponse = _call(view, request, provider_id)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except ImmediateHttpResponse as refusal:
        response = refusal.response
    return response


def _call(view: Any, request: HttpRequest, provider_id: str) -> Any:
    try:
        return view.adapter_view(StrictAdapter(request, provider_id))(request)
    except (RequestException, OAuth2Error, KeyError, TypeError, ValueError) as error:
        return get_adapter().on_authentication_error(request, None, exception=error)
