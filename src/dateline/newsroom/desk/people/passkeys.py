"""Passkeys as a second factor, without a limit."""

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth


class UnlimitedPasskeyForm(AuthenticateWebAuthnForm):
    """allauth's form without its limit: a passkey cannot be guessed, and wrong codes must not lock it out."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey that answered.

        Raises:
            ValidationError: it is none of this person.
        """
        credential = self.cleaned_data["credential"]
        auth.parse_authentication_response(credential)
        authenticator: Authenticator = auth.complete_authentication(self.user, credential)
        return authenticator
