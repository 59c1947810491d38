"""What the list of releases walks along: one narrow row a text, derived from the text and its release."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.models.texts import ReleasePage


class ListedText(models.Model):
    """A text as the list filters and sorts it; written by ``listed.keeping`` alone, made anew at any time.

    The first index holds every column that a filter asks for, so that even a filter that hardly anything passes is
    answered by walking the index once; the tables of pages are read for the rows that are shown.

    Attributes:
        edited_at: when its latest draft was saved, aware, UTC; of texts that never had one, their publication.
        state, stage, review_owed: as of the text.
        number, published_at, kind: as of the release; ``kind`` its key.
        offices: keys of the lead office and the further ones, topics alike: ``,3,14,``; empty where there is none.
            As many as fit: an index of PostgreSQL takes 2,700 bytes a row.
        words: folded words and stems of headline and lead of the latest draft, with a blank between.
    """

    text = models.OneToOneField(ReleasePage, models.CASCADE, primary_key=True, related_name="listed")
    release_key = models.UUIDField()
    edited_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    number = models.PositiveBigIntegerField(null=True)
    language = models.CharField(max_length=35)
    state = models.CharField(max_length=10)
    stage = models.CharField(max_length=10, blank=True)
    review_owed = models.BooleanField()
    kind = models.BigIntegerField(null=True)
    offices = models.CharField(max_length=1000, blank=True)
    topics = models.CharField(max_length=1000, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        indexes = [
            models.Index(
                fields=[
                    "-edited_at",
                    "-text",
                    "state",
                    "stage",
                    "review_owed",
                    "language",
                    "kind",
                    "offices",
                    "topics",
                    "published_at",
                ],
                name="desk_listed_walk",
            ),
            models.Index(fields=["number"], name="desk_listed_number"),
            models.Index(fields=["language"], name="desk_listed_language"),
            models.Index(fields=["published_at", "release_key", "text", "state", "offices"], name="desk_listed_days"),
            models.Index(fields=["stage", "-edited_at"], name="desk_listed_stage", condition=~models.Q(stage="")),
            models.Index(fields=["edited_at"], name="desk_listed_owed", condition=models.Q(review_owed=True)),
        ]

    def __str__(self) -> str:
        return f"{self.release_key} {self.language}"
