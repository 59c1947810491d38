"""How people come to the desk: they are invited, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the editor-in-chief."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # the adapter's signature
        """Refuse every sign-up."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002  # the adapter's signature
        """Lead to the desk's first page, not to another form for a password."""
        return reverse("wagtailadmin_home")
