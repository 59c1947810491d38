"""Model fields with their form fields (lines of text, names by language, captions), and validators."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.library import captions
from dateline.text.dates import zone_names
from dateline.text.languages import INTERFACE, direction
from dateline.web.addresses import LANGUAGE_TAG, is_language_tag

valid_tag = RegexValidator(f"^{LANGUAGE_TAG.pattern}$", _("This is not a language tag such as “en” or “pt-BR”."))
"""Refuses values that are not language tags."""


def valid_zone(name: str) -> None:
    """Refuse names that are not in the IANA database, such as ``Europe/Vienna`` is."""
    if name not in zone_names():
        raise ValidationError(_("“%(name)s” is not a time zone such as “Europe/Vienna”."), params={"name": name})


class LinesFormField(forms.CharField):
    """A text area with one item per line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """Return the items as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Return the lines that are not empty."""
        if isinstance(value, list):
            return value
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def validate(self, value: Any) -> None:
        """Refuse an empty list if the field is required."""
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Run the validators on each line."""
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
        """Return the text area with one line per item."""
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
        """Refuse values that are not lists of texts."""
        super().validate(value, model_instance)
        if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
            raise ValidationError(_("This is not a list of texts."), code="lines")


def read_others(text: str) -> dict[str, str]:
    """Return the names in lines such as ``de: Name``, without empty lines.

    Raises:
        ValidationError: a line has no language tag or no name.
    """
    names = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        tag, _colon, name = line.partition(":")
        if not is_language_tag(tag.strip()) or not name.strip():
            message = _("“%(line)s” is not a language tag, a colon and a name, such as “de: Name”.")
            raise ValidationError(message, code="line", params={"line": line})
        names[tag.strip()] = name.strip()
    return names


class NamesWidget(forms.MultiWidget):
    """One input per interface language, and a text area for other languages."""

    template_name = "desk/widgets/names.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, lines: bool = False) -> None:
        self.lines = lines
        kind = forms.Textarea if lines else forms.TextInput
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            tag: kind(attrs={"lang": tag, "dir": direction(tag), **({"rows": 2} if lines else {})}) for tag in INTERFACE
        }
        widgets["others"] = forms.Textarea(attrs={"rows": 1, "placeholder": "de: …", "dir": "auto"})
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[str]:
        """Return the values of the inputs for stored names."""
        names = value if isinstance(value, Mapping) else {}
        others = "\n".join(f"{tag}: {name}" for tag, name in sorted(names.items()) if tag not in INTERFACE)
        return [*(names.get(tag, "") for tag in INTERFACE), others]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Label each input in its own language."""
        context = super().get_context(name, value, attrs)
        labels = [get_language_info(tag)["name_local"] for tag in INTERFACE] + [_("Other languages, one per line")]
        for widget, label in zip(context["widget"]["subwidgets"], labels, strict=True):
            widget["label"] = label
        return context


class NamesFormField(forms.MultiValueField):
    """The form field of ``NamesField``."""

    def __init__(self, *, lines: bool = False, **options: Any) -> None:
        for foreign in ("encoder", "decoder", "max_length"):
            options.pop(foreign, None)
        options["widget"] = NamesWidget(lines=lines)
        fields = [forms.CharField(required=False) for _tag in (*INTERFACE, "others")]
        super().__init__(fields, require_all_fields=False, **options)

    def compress(self, values: list[str]) -> dict[str, str]:
        """Return the names by language tag, without empty ones."""
        if not values:
            return {}
        names = {tag: value.strip() for tag, value in zip(INTERFACE, values, strict=False) if value and value.strip()}
        return {**names, **read_others(values[-1] or "")}

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether the names differ, whatever the order of the further lines."""
        try:
            return bool((initial or {}) != self.clean(data))
        except ValidationError:
            return True


class NamesField(models.JSONField):
    """Names by BCP 47 tag, such as ``{"en": "Secretariat", "fr": "Secrétariat"}``; ``lines`` gives text areas."""

    def __init__(self, *args: Any, lines: bool = False, **options: Any) -> None:
        self.lines = lines
        options.setdefault("default", dict)
        super().__init__(*args, **options)

    def formfield(self, **options: Any) -> forms.Field | None:
        """Return the form field with one name per language."""
        for foreign in ("form_class", "choices_form_class", "widget"):
            options.pop(foreign, None)
        return NamesFormField(
            **{
                "required": not self.blank,
                "label": capfirst(self.verbose_name),
                "help_text": self.help_text,
                "lines": self.lines,
                **options,
            }
        )

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse values that are not names by language tag."""
        super().validate(value, model_instance)
        if not isinstance(value, dict) or not all(
            isinstance(name, str) and name.strip() and is_language_tag(tag) for tag, name in value.items()
        ):
            raise ValidationError(_("These are not names by language."), code="names")


MAX_CAPTIONS_BYTES = 2_000_000
"""Size limit of an uploaded file; captions for a whole day of speech are smaller."""


class CaptionsInput(forms.ClearableFileInput):
    """A file input that shows whether there are captions."""

    template_name = "desk/widgets/captions.html"

    def is_initial(self, value: Any) -> bool:
        """Tell whether there are captions; the value is text, not a file with an address."""
        return bool(value)


class CaptionsFormField(forms.FileField):
    """The form field of ``CaptionsField``: takes a file and returns WebVTT."""

    widget = CaptionsInput

    def clean(self, data: Any, initial: Any = None) -> str:
        """Return the captions of the new file, or the present ones; empty if they are cleared.

        Raises:
            ValidationError: the file has no captions or is too large.
        """
        if data is False:
            return ""
        given = super().clean(data, initial)
        if not hasattr(given, "read"):
            return given or ""
        message = _("This file contains no captions. Save it again as WebVTT (.vtt) or SubRip (.srt), in UTF-8.")
        if given.size > MAX_CAPTIONS_BYTES:
            raise ValidationError(message, code="captions")
        try:
            return captions.read(given.read())
        except captions.NotCaptionsError as error:
            raise ValidationError(message, code="captions") from error


class CaptionsField(models.TextField):  # type: ignore[type-arg]  # not generic when it runs
    """Captions as WebVTT; empty without captions."""

    def formfield(self, **options: Any) -> forms.Field | None:
        """Return the form field that takes a file."""
        for foreign in ("form_class", "choices_form_class", "widget", "max_length"):
            options.pop(foreign, None)
        label = capfirst(self.verbose_name)
        return CaptionsFormField(**{"required": False, "label": label, "help_text": self.help_text, **options})
