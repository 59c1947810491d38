"""Recordings: video and sound, as a file or at an allowed provider, with their transcripts."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index
from wagtail.tasks import delete_file_from_storage_task
from wagtail.utils.file import hash_filelike

from dateline.newsroom.desk.fields import CaptionsField, valid_tag
from dateline.newsroom.desk.library import recordings
from dateline.newsroom.desk.models.body import provider_of
from dateline.newsroom.desk.models.files import FAULT_MESSAGES, CreditedMedia, NewsImage

_FAULT_MESSAGES: dict[str, Any] = {
    "kind": _("Only MP4, WebM, MP3, M4A and Ogg can be played everywhere. Save it again as one of these."),
    "mislabelled": _("This file is not what its name says. Save it again in the right format."),
    "codec": _("Not every browser plays this file. Save it again as MP4 with H.264 and AAC, or as MP3."),
    "empty": _("There is neither sound nor a moving picture in this file."),
    "truncated": FAULT_MESSAGES["truncated"],
    "two-in-one": FAULT_MESSAGES["two-in-one"],
    "located": _("This file contains the place where it was recorded. Save it again without the location."),
}
"""Messages for the faults that ``library.recordings`` finds."""

CAPTIONS_SOURCE = "captions "
"""Prefix of ``PublicFile.source`` for captions; the recording's key follows."""


class Recording(CreditedMedia, index.Indexed, ClusterableModel):
    """A video or sound recording; private until an edition names it.

    The fields ``sort`` to ``file_hash`` are read from the file at its upload.

    Attributes:
        url: address at an allowed provider, instead of a file.
        duration_s: whole seconds; 0 if unknown.
        file_hash: SHA-1 of the file; empty without a file.
    """

    class Sort(models.TextChoices):
        VIDEO = "video", _("video")
        AUDIO = "audio", _("sound")

    title = models.CharField(_("title"), max_length=255)
    file = models.FileField(_("file"), upload_to="recordings", blank=True, help_text=_("MP4, WebM, MP3, M4A or Ogg."))
    url = models.URLField(
        _("address"), blank=True, max_length=500, help_text=_("Instead of a file: the address at an allowed provider.")
    )
    sort = models.CharField(
        _("video or sound"),
        max_length=10,
        choices=Sort,
        blank=True,
        help_text=_("If there is a file, it is read from the file."),
    )
    type = models.CharField(max_length=40, blank=True, editable=False)
    ending = models.CharField(max_length=8, blank=True, editable=False)
    size_bytes = models.PositiveBigIntegerField(default=0, editable=False)
    duration_s = models.PositiveIntegerField(default=0, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    file_hash = models.CharField(max_length=40, blank=True, editable=False, db_index=True)
    poster = models.ForeignKey(
        NewsImage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("poster"),
        help_text=_("The picture shown until it is played."),
    )
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    search_fields = [
        *CreditedMedia.search_fields,
        index.SearchField("title", boost=10),
        index.AutocompleteField("title"),
        index.FilterField("uploaded_by_user"),
    ]

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file="", url__gt="") | models.Q(url="", file__gt=""),
                name="desk_recording_is_a_file_or_elsewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def length(self) -> str:
        """Minutes and seconds such as ``4:05``; empty if unknown."""
        minutes, seconds = divmod(self.duration_s, 60)
        return f"{minutes}:{seconds:02}" if self.duration_s else ""

    @property
    def sources(self) -> tuple[str, ...]:
        """Values of ``PublicFile.source`` for the files made from it: its hash and that of its captions."""
        return tuple(source for source in (self.file_hash, f"{CAPTIONS_SOURCE}{self.pk}") if source)

    def get_file_hash(self) -> str:
        """Return the SHA-1 of the file, empty without a file; Wagtail calls this method."""
        return self.file_hash

    def clean(self) -> None:
        """Refuse a recording without or with both file and address, other providers, and files that do not play.

        Read the metadata of a new file.
        """
        super().clean()
        if bool(self.file) == bool(self.url):
            raise ValidationError(_("Give either a file or an address."), code="either")
        if self.url:
            self._clean_url()
        elif not getattr(self.file, "_committed", True):  # Django's own way to tell a new file
            self._examine()

    def _clean_url(self) -> None:
        if provider_of(self.url) is None:
            raise ValidationError({"url": _("This provider is not on the list of allowed ones.")}, code="provider")
        if not self.sort:
            raise ValidationError({"sort": _("Say whether it is video or sound.")}, code="sort")
        self.type = self.ending = self.file_hash = ""
        self.size_bytes = self.duration_s = self.width = self.height = 0

    def _examine(self) -> None:
        if self.file.size > settings.RECORDING_MAX_BYTES:
            message = _("This file is too large: at most %(limit)s.")
            raise ValidationError({"file": message % {"limit": filesizeformat(settings.RECORDING_MAX_BYTES)}})
        opened = self.file.file  # left open: closing an uploaded file throws it away
        found = recordings.examine(str(self.file.name).rpartition(".")[2], opened)
        if isinstance(found, str):
            raise ValidationError({"file": _FAULT_MESSAGES[found]}, code=found)
        self.file_hash = hash_filelike(opened)
        opened.seek(0)
        self.size_bytes = self.file.size
        self.sort, self.type, self.ending = found.sort, found.type, found.ending
        self.duration_s, self.width, self.height = found.duration_s, found.width, found.height


@receiver(post_delete, sender=Recording, dispatch_uid="desk.recordings.delete_file")
def delete_file(instance: Recording, **_rest: Any) -> None:
    """Let the worker delete the file of a deleted recording, as Wagtail does for pictures."""
    if instance.file:
        storage: Any = instance.file.storage
        place, name = storage.deconstruct(), instance.file.name
        transaction.on_commit(lambda: delete_file_from_storage_task.enqueue(place, name))


class Transcript(models.Model):
    """The transcript of a recording in one language, and its captions."""

    recording = ParentalKey(Recording, on_delete=models.CASCADE, related_name="transcripts")
    language = models.CharField(
        _("language"),
        max_length=35,
        validators=[valid_tag],
        help_text=_("Language tag of its content, such as “en” or “pt-BR”."),
    )
    text = models.TextField(
        _("transcript"),
        help_text=_("Everything that is said, and any other sounds or images that matter."),
    )
    captions = CaptionsField(
        _("captions"), blank=True, help_text=_("A file with times: WebVTT (.vtt) or SubRip (.srt).")
    )

    class Meta:
        verbose_name = _("transcript")
        verbose_name_plural = _("transcripts")
        constraints = [
            models.UniqueConstraint(fields=["recording", "language"], name="desk_transcript_once_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.recording} ({self.language})"
