"""Metadata debt: what lists, filters and readers who do not see would need of a text and do not get."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.models.texts import ReleasePage


class Debt(models.Model):
    """One thing a text lacks: in what readers have of it or, before its first publication, in its draft.

    Derived by ``desk.debts`` from the log and from saved drafts; can be thrown away and made anew.
    """

    class What(models.TextChoices):
        OFFICE = "office", _("Without office")
        TOPIC = "topic", _("Without topic")
        LEAD = "lead", _("Without lead")
        ALT = "alt", _("Pictures without alternative text")
        CREDIT = "credit", _("Pictures without credit")

    text = models.ForeignKey(ReleasePage, models.CASCADE, related_name="debts")
    what = models.CharField(max_length=10, choices=What)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "what"], name="desk_debt_once")]
        indexes = [models.Index(fields=["what", "-text"], name="desk_debt_newest")]

    def __str__(self) -> str:
        return f"{self.text_id} {self.what}"
