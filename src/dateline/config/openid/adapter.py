"""What allauth asks at a sign-in through the provider; every refusal is a sentence on the page of sign-in."""

import hmac
import logging
from typing import Any, NoReturn

from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from dateline.config.openid.settings import OpenID
from dateline.newsroom.desk.errors import SignInRefusedError
from dateline.newsroom.desk.people import openid_admission
from dateline.newsroom.desk.people.accounts import SIGNED_IN_AT
from dateline.newsroom.desk.people.openid_rules import Identity, asked_for_second_factor

_log = logging.getLogger(__name__)


class OpenIDAdapter(DefaultSocialAccountAdapter):
    """Lets in whom ``desk.openid.people`` admits; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 - allauth's signature
        """Refuse every sign-up."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the person, or lead back with a sentence."""
        told = sociallogin.account.extra_data
        signed, rules = told["id_token"], _chosen().rules
        nonce = str(sociallogin.state.get("nonce") or "")
        if not nonce or not hmac.compare_digest(nonce, str(signed.get("nonce") or "")):
            self.on_authentication_error(request, None, exception=ValueError("the token has another nonce"))
        known = sociallogin.user if sociallogin.is_existing else None
        sociallogin.account.extra_data = {}  # what the provider tells is read here and not kept
        if known is not None:
            sociallogin.account.save(update_fields=["extra_data"])
        try:
            user = openid_admission.admit(_identity(told), rules, known)
            if known is None:
                sociallogin.connect(request, user)
            openid_admission.require_role(user)
        except SignInRefusedError as error:
            _log.warning("sign-in through the provider refused: %s", error)
            _back(request, str(error))
        request.session[SIGNED_IN_AT] = rules.name
        request.asked_for_second_factor = asked_for_second_factor(signed, rules)  # type: ignore[attr-defined]

    def on_authentication_error(  # noqa: PLR0917 - allauth's signature
        self,
        request: HttpRequest,
        provider: Any,  # noqa: ARG002
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,  # noqa: ARG002
    ) -> None:
        """Lead back to the page of sign-in; what went wrong stands in the log."""
        is_choice = error == AuthError.CANCELLED
        if not is_choice:
            _log.warning("sign-in through the provider failed: %s", exception or error or request.GET.get("error", ""))
        _back(request, openid_admission.failure_message(_chosen().rules, by_choice=is_choice))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Asks for a second factor unless the provider has asked for one in this very sign-in, and that counts."""

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """Tell whether somebody has a second factor of ours that is to be asked for."""
        if types is not None and getattr(context.request, "asked_for_second_factor", False):
            return False
        return bool(super().is_mfa_enabled(user, types))


def _chosen() -> OpenID:
    assert settings.OPENID is not None  # noqa: S101 - allauth asks only where there is a provider
    return settings.OPENID


def _identity(told: dict[str, Any]) -> Identity:
    signed, besides = told["id_token"], told.get("userinfo", {})
    claims = {**besides, **signed}
    email = claims.get("email")
    whose = signed if "email" in signed else besides  # an address counts as verified where it stands
    return Identity(
        email=email.strip() if isinstance(email, str) else "",
        is_verified=whose.get("email_verified") is True or whose.get("email_verified") == "true",
        first_name=str(claims.get("given_name") or ""),
        last_name=str(claims.get("family_name") or ""),
        username=str(claims.get("preferred_username") or ""),
        claims=claims,
    )


def _back(request: HttpRequest, sentence: str) -> NoReturn:
    messages.error(request, sentence)
    raise ImmediateHttpResponse(redirect("account_login"))
