"""How people come to the desk: they are invited, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the editor-in-chief."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # the adapter's signature
        """Refuse every sign-up."""
        return False
