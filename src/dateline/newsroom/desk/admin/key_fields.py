"""Choice fields that refuse malformed primary keys from the query string."""

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.core.exceptions import ValidationError

from dateline.newsroom.desk.admin.visibility import MAX_DIGITS


class _ExistingChoiceMixin:
    """Refuses a key with too many digits like any other unknown key."""

    def clean(self, value: Any) -> Any:
        """Refuse keys that the database cannot have, before querying it."""
        for key in value or ():
            if len(str(key)) > MAX_DIGITS:
                said = self.error_messages["invalid_choice"]  # type: ignore[attr-defined]
                raise ValidationError(said, code="invalid_choice", params={"value": key})
        return super().clean(value)  # type: ignore[misc]


class ExistingChoiceField(_ExistingChoiceMixin, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Choice of several existing items in a form."""


class _ExistingChoiceFilterField(_ExistingChoiceMixin, django_filters.fields.ModelMultipleChoiceField):
    """Choice of several existing items in a filter."""


class ExistingChoiceFilter(django_filters.ModelMultipleChoiceFilter):
    """Filter by existing items."""

    field_class = _ExistingChoiceFilterField
