"""Choices among things that there are, where somebody may have typed the key."""

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.core.exceptions import ValidationError

from dateline.newsroom.desk.admin.visibility import MAX_DIGITS


class _ExistingChoiceMixin:
    """Refuses a key of too many digits as any other that there is not."""

    def clean(self, value: Any) -> Any:
        """Refuse keys that no database has before one is asked for them."""
        for key in value or ():
            if len(str(key)) > MAX_DIGITS:
                said = self.error_messages["invalid_choice"]  # type: ignore[attr-defined]
                raise ValidationError(said, code="invalid_choice", params={"value": key})
        return super().clean(value)  # type: ignore[misc]


class ExistingChoiceField(_ExistingChoiceMixin, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Things chosen in a form."""


class _ExistingChoiceFilterField(_ExistingChoiceMixin, django_filters.fields.ModelMultipleChoiceField):
    """Things chosen in a filter."""


class ExistingChoiceFilter(django_filters.ModelMultipleChoiceFilter):
    """Narrows by things that there are."""

    field_class = _ExistingChoiceFilterField
