"""Erasures: who asked for one and why, and who confirmed it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.models.releases import Release
from dateline.newsroom.desk.models.users import User


class Erasure(models.Model):
    """A wish to erase a release, for a legal reason; done when a second person confirms it. Kept for ever.

    Attributes:
        reason: for the record, never shown to the public; it must not repeat what is erased.
        done_at: when it was confirmed and done; None before.
    """

    release = models.ForeignKey(Release, models.PROTECT, related_name="erasures", verbose_name=_("release"))
    reason = models.TextField(_("legal reason"), max_length=2000)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("asked_by")),
                name="desk_erasure_four_eyes",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True, done_at__isnull=True)
                | models.Q(confirmed_by__isnull=False, done_at__isnull=False),
                name="desk_erasure_done_when_confirmed",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="desk_erasure_has_a_reason"),
            models.UniqueConstraint(
                fields=["release"], condition=models.Q(done_at__isnull=True), name="desk_erasure_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release}"
