"""Form fields, a filter and an input that Django and Wagtail do not have."""

import datetime as dt
from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from dateline.newsroom.desk.admin.visibility import MAX_DIGITS


class WallClockField(forms.DateTimeField):
    """A local time. Its time zone is a field of its own."""

    def to_python(self, value: Any) -> Any:
        """Return a naive time; Django would read it in the zone of the person."""
        with timezone.override(dt.UTC):  # in UTC every local time exists, so Django refuses none
            given = super().to_python(value)
        # a conversion to another zone could leave the range of Python's calendar
        if given and not dt.MINYEAR < given.year < dt.MAXYEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return given.replace(tzinfo=None) if given else None


class _ExistingChoiceMixin:
    """Refuses a key with too many digits like any other unknown key."""

    def clean(self, value: Any) -> Any:
        """Refuse keys that the database cannot have, before querying it."""
        for key in value or ():
            if len(str(key)) > MAX_DIGITS:
                message = self.error_messages["invalid_choice"]  # type: ignore[attr-defined]
                raise ValidationError(message, code="invalid_choice", params={"value": key})
        return super().clean(value)  # type: ignore[misc]


class ExistingChoiceField(_ExistingChoiceMixin, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Choice of several existing items in a form."""


class _ExistingChoiceFilterField(_ExistingChoiceMixin, django_filters.fields.ModelMultipleChoiceField):
    """Choice of several existing items in a filter."""


class ExistingChoiceFilter(django_filters.ModelMultipleChoiceFilter):
    """Filter by existing items."""

    field_class = _ExistingChoiceFilterField


class CheckList(forms.CheckboxSelectMultiple):
    """Check boxes with an input that filters them; for vocabularies of up to a few hundred items."""

    template_name = "desk/widgets/checklist.html"

    class Media:
        css = {"all": ["desk/desk.css"]}
        js = ["desk/desk.js"]
