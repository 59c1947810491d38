"""Accounts: people who sign in, and tokens for programs of the organisation."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):  # type: ignore[django-manager-missing]  # so have pictures and attachments
    """A person, or the account of a token.

    Attributes:
        must_set_password: the password is good for one sign-in; until the person has set another one, every page of
            the desk redirects to the form that sets it.
    """

    must_set_password = models.BooleanField(_("must set their own password"), default=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")


class Scope(models.TextChoices):
    """What a token allows; none of it publishes anything."""

    READ = "read", _("read drafts")
    WRITE = "write", _("write drafts")
    SUBMIT = "submit", _("submit drafts for review")
    MEDIA = "media", _("upload pictures")


class Token(models.Model):
    """A bearer token of a program.

    Attributes:
        user: account of the token, author for some offices; nobody can sign in with it.
        digest: SHA-256 of the secret, which is not stored.
        scopes: values of ``Scope``.
        expires_at: aware, UTC.
        last_used_at: to the minute.
        revoked_at: None unless somebody has revoked it.
    """

    name = models.CharField(_("name"), max_length=60, unique=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="token")
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(_("scopes"), default=list)
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField(_("ends at"))
    last_used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ["revoked_at", "name"]

    def __str__(self) -> str:
        return self.name

    def scopes_said(self) -> list[str]:
        """Return the labels of its scopes."""
        return [str(Scope(one).label) for one in self.scopes]

    def offices_said(self) -> list[str]:
        """Return the names of its offices."""
        return [str(group.desk_role.office) for group in self.user.groups.select_related("desk_role__office")]


class Receipt(models.Model):
    """The result of a creation through the API, so that a repeated request creates nothing.

    Attributes:
        key: idempotency key of the request.
        digest: SHA-256 of the request body.
        release: id of the created release.
    """

    token = models.ForeignKey(Token, models.CASCADE, related_name="receipts")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    release = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="desk_receipt_once_per_key")]

    def __str__(self) -> str:
        return self.key
