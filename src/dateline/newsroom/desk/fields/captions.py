"""Captions as a field of a model: kept as WebVTT, given as a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.library import captions

MAX_BYTES = 2_000_000
"""Of an uploaded file; a day of talking is less."""


class CaptionsInput(forms.ClearableFileInput):
    """Asks for a file, and tells whether there are captions already."""

    template_name = "desk/widgets/captions.html"

    def is_initial(self, value: Any) -> bool:
        """Tell whether there are captions; they are words, not a file with an address."""
        return bool(value)


class CaptionsFormField(forms.FileField):
    """The form's side of ``CaptionsField``: takes a file and gives WebVTT."""

    widget = CaptionsInput

    def clean(self, data: Any, initial: Any = None) -> str:
        """Return the captions: of the new file, or as they were; empty where they are to go.

        Raises:
            ValidationError: the file holds no captions, or far too many.
        """
        if data is False:
            return ""
        given = super().clean(data, initial)
        if not hasattr(given, "read"):
            return given or ""
        message = _("These are no captions. Save them again as WebVTT (.vtt) or SubRip (.srt), in UTF-8.")
        if given.size > MAX_BYTES:
            raise ValidationError(message, code="captions")
        try:
            return captions.read(given.read())
        except captions.NotCaptionsError as error:
            raise ValidationError(message, code="captions") from error


class CaptionsField(models.TextField):  # type: ignore[type-arg]  # not generic when it runs
    """WebVTT, empty where there is none."""

    def formfield(self, **options: Any) -> forms.Field | None:
        """Return the field that asks for a file."""
        for foreign in ("form_class", "choices_form_class", "widget", "max_length"):
            options.pop(foreign, None)
        label = capfirst(self.verbose_name)
        return CaptionsFormField(**{"required": False, "label": label, "help_text": self.help_text, **options})
