"""A list of short texts, one a line in forms."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class LinesFormField(forms.CharField):
    """A text area whose lines are the list."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """Return the list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Return the lines that say something."""
        if isinstance(value, list):
            return value
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def validate(self, value: Any) -> None:
        """Ask for at least one line where the field is required."""
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Check each line."""
        for line in value:
            super().run_validators(line)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether the lines differ."""
        return bool((initial or []) != self.to_python(data))


class LinesField(models.JSONField):
    """A JSON list of short texts."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", list)
        super().__init__(*args, **options)

    def formfield(self, **options: Any) -> forms.Field | None:
        """Return the text area, one line an item."""
        options.pop("form_class", None)
        options["widget"] = forms.Textarea(attrs={"rows": 2, "dir": "auto"})
        return LinesFormField(
            **{
                "required": not self.blank,
                "label": capfirst(self.verbose_name),
                "help_text": self.help_text,
                "max_length": 120,
                **options,
            }
        )

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse what is not a list of texts."""
        super().validate(value, model_instance)
        if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
            raise ValidationError(_("This is not a list of texts."), code="lines")
