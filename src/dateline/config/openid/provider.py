"""The protocol: allauth's code flow with PKCE, and what it leaves open."""

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

from dateline.config.openid.settings import PROVIDER


class StrictAdapter(OpenIDConnectOAuth2Adapter):
    """Trusts a provider that names itself as configured, tokens that it signed, and answers about their subject."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says about itself.

        Raises:
            OAuth2Error: it names another issuer. Source: Discovery 1.0, section 4.3.
        """
        found: dict[str, Any] = super().openid_config
        wanted = self.get_provider().app.settings["server_url"]
        if str(found.get("issuer", "")).rstrip("/") != wanted.rstrip("/"):
            message = f"the provider at {wanted} calls itself {found.get('issuer')!r}"
            raise OAuth2Error(message)
        return found

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Return who signs in.

        Raises:
            OAuth2Error: there is no signed token, or the rest is about somebody else. Source: Core 1.0, section 5.3.2.
        """
        if not kwargs["response"].get("id_token"):
            message = "the provider gave no id_token"
            raise OAuth2Error(message)
        login = super().complete_login(request, app, token, **kwargs)
        told = login.account.extra_data
        if told.get("userinfo", {}).get("sub") != told["id_token"].get("sub"):
            message = "userinfo and id_token have different subjects"
            raise OAuth2Error(message)
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """Check the signature as well: a token over TLS might do without, but not every address is TLS to its end."""
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
        """Return our address at the provider; the Host header is never trusted."""
        return f"{settings.DESK_URL}{reverse('openid_connect_callback', kwargs={'provider_id': self.provider_id})}"


class StrictProvider(OpenIDConnectProvider):
    """Begins a sign-in with a nonce, and takes nothing else from the visitor's address."""

    oauth2_adapter_class = StrictAdapter

    def redirect_from_request(self, request: HttpRequest) -> HttpResponse:
        """Lead to the provider."""
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
        """Return what names a person for ever: a subject is one of its issuer only. Source: Core 1.0, section 5.7."""
        claims = data["id_token"]
        return hashlib.sha256(f"{claims['iss']}\0{claims['sub']}".encode()).hexdigest()


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider."""
    return _answered(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take what the provider sends back."""
    return _answered(OAuth2CallbackView, request, provider_id)


def _answered(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    """Answer; whatever a provider says that is not of the protocol is a failed sign-in, no fault of ours.

    Raises:
        Http404: there is no provider.
    """
    if provider_id != PROVIDER:
        raise Http404
    try:
        answer: HttpResponse = _asked(view, request, provider_id)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except ImmediateHttpResponse as refusal:
        answer = refusal.response
    return answer


def _asked(view: Any, request: HttpRequest, provider_id: str) -> Any:
    try:
        return view.adapter_view(StrictAdapter(request, provider_id))(request)
    except (RequestException, OAuth2Error, KeyError, TypeError, ValueError) as error:
        return get_adapter().on_authentication_error(request, None, exception=error)
