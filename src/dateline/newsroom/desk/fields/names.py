"""A name in several languages, as a field of a model and of a form."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from dateline.text.languages import INTERFACE, direction

TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A BCP 47 tag in the form used here: the language in lower case, then its varieties."""


def read_others(text: str) -> dict[str, str]:
    """Return the names in lines such as ``de: Name``; empty lines are skipped.

    Raises:
        ValidationError: a line has no language tag or no name.
    """
    names = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        tag, _colon, name = line.partition(":")
        if not TAG.fullmatch(tag.strip()) or not name.strip():
            message = _("“%(line)s” is not a language tag, a colon and a name, such as “de: Name”.")
            raise ValidationError(message, code="line", params={"line": line})
        names[tag.strip()] = name.strip()
    return names


class NamesWidget(forms.MultiWidget):
    """One input for each interface language, and lines for any other."""

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
        """Return the inputs' values for the stored names."""
        names = value if isinstance(value, Mapping) else {}
        others = "\n".join(f"{tag}: {name}" for tag, name in sorted(names.items()) if tag not in INTERFACE)
        return [*(names.get(tag, "") for tag in INTERFACE), others]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the label of each input in its own language."""
        context = super().get_context(name, value, attrs)
        labels = [get_language_info(tag)["name_local"] for tag in INTERFACE] + [_("Other languages, one a line")]
        for widget, label in zip(context["widget"]["subwidgets"], labels, strict=True):
            widget["label"] = label
        return context


class NamesFormField(forms.MultiValueField):
    """The form's side of ``NamesField``."""

    def __init__(self, *, lines: bool = False, **options: Any) -> None:
        for foreign in ("encoder", "decoder", "max_length"):
            options.pop(foreign, None)
        options["widget"] = NamesWidget(lines=lines)
        fields = [forms.CharField(required=False) for _tag in (*INTERFACE, "others")]
        super().__init__(fields, require_all_fields=False, **options)

    def compress(self, values: list[str]) -> dict[str, str]:
        """Return the names that were given, by tag."""
        if not values:
            return {}
        names = {tag: value.strip() for tag, value in zip(INTERFACE, values, strict=False) if value and value.strip()}
        return {**names, **read_others(values[-1] or "")}

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether the names differ; the order of the further lines does not count."""
        try:
            return bool((initial or {}) != self.clean(data))
        except ValidationError:
            return True


class NamesField(models.JSONField):
    """Names by BCP 47 tag, such as ``{"en": "Secretariat", "fr": "Secrétariat"}``; ``lines`` asks for longer text."""

    def __init__(self, *args: Any, lines: bool = False, **options: Any) -> None:
        self.lines = lines
        options.setdefault("default", dict)
        super().__init__(*args, **options)

    def formfield(self, **options: Any) -> forms.Field | None:
        """Return the field that asks for one name a language."""
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
        """Refuse what is not names by tag."""
        super().validate(value, model_instance)
        if not isinstance(value, dict) or not all(
            isinstance(name, str) and name.strip() and TAG.fullmatch(tag) for tag, name in value.items()
        ):
            raise ValidationError(_("These are not names by language."), code="names")
