"""The audit trail: what people did at the desk. It survives texts and accounts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.Model):
    """One action of a person or of the desk itself.

    Attributes:
        at: aware, UTC.
        person: None for the desk itself and for deleted accounts.
        name: the user name at that time.
        action: a key of ``actions.registry.ACTIONS`` or ``EVENTS``.
        release: id of the release; None if it is not about one.
        language: language of the text; empty for all languages.
        before, after: where the text stood, as ``public/stage``.
        note: the reason given.
        digest: digest of the exact text that was approved; empty for other actions.
    """

    at = models.DateTimeField(_("when"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="acts", verbose_name=_("who")
    )
    name = models.CharField(_("who"), max_length=150, blank=True)
    action = models.CharField(_("what"), max_length=30)
    release = models.UUIDField(null=True, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    note = models.TextField(_("reason"), blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("audit trail")
        indexes = [
            models.Index(fields=["-at", "-id"], name="desk_act_newest"),
            models.Index(fields=["release", "language", "-at"], name="desk_act_release"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name} {self.action}"
