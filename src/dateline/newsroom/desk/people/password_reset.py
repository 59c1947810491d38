"""The form for a forgotten password: it answers alike, and takes as long, whether or not the address has an account.

The worker looks the address up and sends the link, so that the form's answer shows nothing.
"""

from typing import Any

from allauth.account.forms import ResetPasswordForm, default_token_generator
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from dateline.newsroom.desk.models.accounts import User

MAX_LINKS = 3
"""Links to one person within ``WINDOW_S``. Further requests send nothing; the links already sent stay valid."""

WINDOW_S = 60 * 60


class QuietResetForm(ResetPasswordForm):
    """allauth's form without its look-up of the address."""

    def clean_email(self) -> str:
        """Return the address."""
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **options: Any) -> str:  # noqa: ARG002 - allauth's signature
        """Leave the rest to the worker, and return the address."""
        email = self.cleaned_data["email"]
        send_reset_links.enqueue(email)
        return str(email)


@task()
def send_reset_links(email: str) -> None:
    """Send a link to each active person with an address; nothing where nobody has it."""
    for user in filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True):
        if user.email and _is_below_limit(user):
            _send_link(user)


def _is_below_limit(user: User) -> bool:
    key = f"password-reset:{user.pk}"
    cache.add(key, 0, WINDOW_S)
    try:
        return bool(cache.incr(key) <= MAX_LINKS)
    except ValueError:  # the hour ended between the two calls
        return True


def _send_link(user: User) -> None:
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    profile = getattr(user, "wagtail_userprofile", None)
    with override(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE):
        subject = _("A new password for the desk")
        reason = _("Somebody asked for a new password for your account %(name)s. Set it here:")
        otherwise = _("If it was not you, ignore this message. Your password stays as it is.")
        body = "\n\n".join((reason % {"name": user.get_username()}, settings.DESK_URL + path, otherwise))
        EmailMessage(subject, body, to=[user.email]).send()
