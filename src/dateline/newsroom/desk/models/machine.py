"""Machine translations: who asked for one, and what came of it."""

from django.db import models

from dateline.newsroom.desk.models.texts import ReleasePage
from dateline.newsroom.desk.models.users import User


class MachineTranslation(models.Model):
    """A wish that a machine translate a draft; one a text, the last one.

    Attributes:
        by: who asked; None where the account is gone.
        asked_at: aware, UTC.
        done_at: when the words came; None while it is waited for, and where it failed.
        failed: the sentence that says why nothing came; empty otherwise.
    """

    text = models.OneToOneField(ReleasePage, models.CASCADE, related_name="machine")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    failed = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.text_id} {self.asked_at:%Y-%m-%d %H:%M}"
