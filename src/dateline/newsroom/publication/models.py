"""Tables of the log: head, entries, words, followers and named files."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from dateline.newsroom.publication.errors import AppendOnlyError

DIGEST = 64
"""Hexadecimal digits of a SHA-256."""


class LogHead(models.Model):
    """The end of the log: the one row that every writer locks.

    Attributes:
        position: position of the last entry; 0 without entries.
        digest: digest of the last entry; empty without entries.
    """

    position = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=DIGEST, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="loghead_is_one_row"),
            models.CheckConstraint(
                condition=Q(position=0, digest="") | Q(position__gt=0) & ~Q(digest=""), name="loghead_digest_of_last"
            ),
        ]

    def __str__(self) -> str:
        return f"head at {self.position}"


class NumberCounter(models.Model):
    """The one row that gives releases their numbers. It is locked before the head of the log, and for longer.

    Attributes:
        next: the number the next release gets at its first publication, unless another release brought it along.
    """

    next = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="numbercounter_is_one_row")]

    def __str__(self) -> str:
        return f"next number {self.next}"


class LogEntry(models.Model):
    """One change. ``stored`` has its canonical bytes; the other columns repeat them for queries."""

    position = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    subject_kind = models.CharField(max_length=16)
    subject_id = models.CharField(max_length=1000)
    language = models.CharField(max_length=35, blank=True, default="")
    change = models.CharField(max_length=16)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=DIGEST)
    stored = models.BinaryField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(position__gte=1), name="logentry_position_from_1"),
            models.UniqueConstraint(fields=["digest"], name="logentry_digest_once"),
            models.CheckConstraint(
                condition=Q(subject_kind="release") & ~Q(language="") | ~Q(subject_kind="release") & Q(language=""),
                name="logentry_language_of_releases_only",
            ),
            models.CheckConstraint(
                condition=Q(subject_kind="release", number__gt=0) | ~Q(subject_kind="release") & Q(number=0),
                name="logentry_number_of_releases_only",
            ),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "language"], name="logentry_by_subject")]

    def __str__(self) -> str:
        return f"{self.position} {self.change} {self.subject_kind} {self.subject_id} {self.language}".rstrip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; an existing entry is never saved again."""
        if not self._state.adding:
            raise AppendOnlyError(self.position)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(self.position)


class LogWords(models.Model):
    """The words of an entry, as canonical bytes. They never change but may be deleted."""

    entry = models.OneToOneField(LogEntry, on_delete=models.PROTECT, primary_key=True, related_name="words")
    edition = models.BinaryField(null=True)
    notice = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(edition__isnull=False) | Q(notice__isnull=False), name="logwords_say_something"
            )
        ]

    def __str__(self) -> str:
        return f"words of {self.entry_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; existing words are never saved again."""
        if not self._state.adding:
            raise AppendOnlyError(self.entry_id)
        super().save(*args, **{**kwargs, "force_insert": True})


class Follower(models.Model):
    """A follower of the log and its position.

    Attributes:
        error: why it stopped; empty while it runs.
        failed_at: when it first stopped at this position; None while it runs.
    """

    name = models.CharField(max_length=64, primary_key=True)
    position = models.PositiveBigIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    failed_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(error="", failed_at__isnull=True) | ~Q(error="") & Q(failed_at__isnull=False),
                name="follower_error_has_moment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"


class NamedFile(models.Model):
    """A public file that a subject names now; written in the transaction of the entry."""

    subject_kind = models.CharField(max_length=16)
    subject_id = models.CharField(max_length=1000)
    language = models.CharField(max_length=35, blank=True, default="")
    file = models.CharField(max_length=100, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "language", "file"], name="namedfile_once_per_subject"
            )
        ]

    def __str__(self) -> str:
        return self.file


class UnnamedFile(models.Model):
    """A public file that a subject named until ``position``; it is deleted unless others name it."""

    position = models.PositiveBigIntegerField(db_index=True)
    file = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.file
