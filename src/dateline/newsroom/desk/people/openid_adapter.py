"""Hooks of allauth for a sign-in through OpenID Connect; each refusal is a sentence on the sign-in page."""

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

from dateline.newsroom.desk.errors import SignInRefusedError
from dateline.newsroom.desk.people import openid_admission
from dateline.newsroom.desk.people.accounts import SIGNED_IN_AT
from dateline.newsroom.desk.people.openid_rules import Identity, Rules, asked_for_second_factor

_log = logging.getLogger(__name__)


class OpenIDAdapter(DefaultSocialAccountAdapter):
    """Admits the people that ``openid_admission`` finds; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 - allauth's signature
        """Refuse every sign-up."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the person, or redirect to the sign-in page with a sentence."""
        data = sociallogin.account.extra_data
        signed, rules = data["id_token"], _rules()
        nonce = str(sociallogin.state.get("nonce") or "")
        if not nonce or not hmac.compare_digest(nonce, str(signed.get("nonce") or "")):
            self.on_authentication_error(request, None, exception=ValueError("the token has another nonce"))
        known = sociallogin.user if sociallogin.is_existing else None
        sociallogin.account.extra_data = {}  # read here, not stored
        if known is not None:
            sociallogin.account.save(update_fields=["extra_data"])
        try:
            user = openid_admission.admit(_identity(data), rules, known)
            if known is None:
                sociallogin.connect(request, user)
            openid_admission.require_role(user)
        except SignInRefusedError as error:
            _log.warning("sign-in through the provider refused: %s", error)
            _refuse(request, str(error))
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
        """Redirect to the sign-in page; the reason is logged."""
        is_choice = error == AuthError.CANCELLED
        if not is_choice:
            _log.warning("sign-in through the provider failed: %s", exception or error or request.GET.get("error", ""))
        _refuse(request, openid_admission.failure_message(_rules(), by_choice=is_choice))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Requires a second factor, unless the provider required one in this very sign-in and the rules accept that."""

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """Return whether the person has a second factor here that is required now."""
        if types is not None and getattr(context.request, "asked_for_second_factor", False):
            return False
        return bool(super().is_mfa_enabled(user, types))


def _rules() -> Rules:
    assert settings.OPENID is not None  # noqa: S101 - allauth calls its hooks only where there is a provider
    rules: Rules = settings.OPENID.rules
    return rules


def _identity(data: dict[str, Any]) -> Identity:
    signed, besides = data["id_token"], data.get("userinfo", {})
    claims = {**besides, **signed}
    email = claims.get("email")
    whose = signed if "email" in signed else besides  # the address is verified where it is read
    return Identity(
        email=email.strip() if isinstance(email, str) else "",
        is_verified=whose.get("email_verified") is True or whose.get("email_verified") == "true",
        first_name=str(claims.get("given_name") or ""),
        last_name=str(claims.get("family_name") or ""),
        username=str(claims.get("preferred_username") or ""),
        claims=claims,
    )


def _refuse(request: HttpRequest, sentence: str) -> NoReturn:
    messages.error(request, sentence)
    raise ImmediateHttpResponse(redirect("account_login"))
