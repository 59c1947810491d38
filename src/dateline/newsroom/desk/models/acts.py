"""The audit trail: what people did at the desk. It survives texts and accounts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

SAID = {
    "submit": _("submitted for review"),
    "send back": _("sent back"),
    "approve": _("approved"),
    "void": _("changed what was approved; in review again"),
    "publish": _("published"),
    "publish at once": _("published at once"),
    "schedule": _("scheduled"),
    "unschedule": _("unscheduled"),
    "go live": _("went live"),
    "new edition": _("began a new edition"),
    "update": _("updated"),
    "update at once": _("updated at once"),
    "correct": _("corrected"),
    "correct at once": _("corrected at once"),
    "review": _("confirmed the owed review"),
    "withdraw": _("withdrew"),
    "restore": _("brought back"),
    "remove": _("removed"),
    "kill": _("took away at once"),
    "erase": _("erased"),
    "discard": _("threw a draft away"),
    "lead": _("changed the lead office"),
    "embargo": _("put under embargo"),
    "lift embargo": _("lifted the embargo"),
    "facts": _("changed what all languages share"),
    "machine": _("asked a machine to translate"),
    "take over": _("took over the machine’s translation"),
    "write": _("wrote at a draft through the API"),
    "upload": _("uploaded a picture through the API"),
    "issue token": _("issued a token"),
    "revoke token": _("revoked a token"),
    "follow": _("brought the translation up to date"),
}
"""What people read of a deed; one that is not here is shown by its own word."""


class Act(models.Model):
    """One action of a person or of the desk itself.

    Attributes:
        at: aware, UTC.
        person: None for the desk itself and for deleted accounts.
        name: the user name at that time.
        deed: a key of ``deeds.states.TRANSITIONS``, or another word such as ``edit``, ``void``, ``lead``, ``sign in``.
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
    deed = models.CharField(_("what"), max_length=30)
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
        return f"{self.at:%Y-%m-%d %H:%M} {self.name} {self.deed}"

    @property
    def said(self) -> str:
        """The action in words, in the active language."""
        return str(SAID.get(self.deed, self.deed))
