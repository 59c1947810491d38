"""Forms of the actions on the pages of a release."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.admin.fields import WallClockField
from dateline.newsroom.desk.admin.visibility import MAX_DIGITS
from dateline.newsroom.desk.clock import instant
from dateline.newsroom.desk.fields import valid_zone
from dateline.newsroom.desk.models import Office, ReleasePage


class ActionForm(forms.Form):
    """The form of an action: languages and fields of ``actions.action.Inputs``."""

    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(
        label=_("Explanation for the public"), required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    change = forms.ChoiceField(
        label=_("Mark published texts as"),
        choices=[("updated", _("updated")), ("corrected", _("corrected"))],
        widget=forms.RadioSelect,
        required=False,
        initial="updated",
    )
    reason = forms.CharField(
        label=_("Reason, for your colleagues"), required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    target = forms.IntegerField(
        label=_("Number of the release to send readers to"), required=False, max_value=10**MAX_DIGITS
    )
    live_at = WallClockField(label=_("Goes live at"), required=False)
    zone = forms.CharField(label=_("Time zone"), required=False, validators=[valid_zone])

    def __init__(self, data: Any = None, *, texts: list[ReleasePage]) -> None:
        super().__init__(data)
        languages = self.fields["languages"]
        assert isinstance(languages, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        languages.choices = [(text.language, text.language) for text in texts]

    def inputs(self, fields: Collection[str], *, zone: str) -> dict[str, Any]:
        """Return the values of some fields by name, without empty ones.

        Args:
            fields: the fields that the action reads.
            zone: the time zone of ``live_at`` where the form names none.
        """
        given = {name: self.cleaned_data[name] for name in fields if self.cleaned_data[name] not in {None, ""}}
        if "live_at" in given:
            given["live_at"] = instant(given["live_at"], self.cleaned_data["zone"] or zone)
        return given


class LeadForm(forms.Form):
    """The form for the lead office."""

    office = forms.ModelChoiceField(Office.objects.all(), required=False, label=_("Lead office"))


class TranslationForm(forms.Form):
    """The form for the language of a new translation."""

    language = forms.CharField(max_length=35, label=_("Language"))

    def clean_language(self) -> str:
        """Refuse malformed language tags."""
        value: str = self.cleaned_data["language"].strip()
        ReleasePage._meta.get_field("language").run_validators(value)  # noqa: SLF001
        return value


class KillForm(forms.Form):
    """The form of an emergency removal: a notice for all languages, and optional notices for single languages."""

    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    notice = forms.CharField(
        label=_("Notice for the public"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autofocus": True}),
    )

    def __init__(self, data: Any = None, *, texts: list[str]) -> None:
        super().__init__(data, initial={"languages": texts})
        languages = self.fields["languages"]
        assert isinstance(languages, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        languages.choices = [(language, language) for language in texts]
        self._texts = texts if len(texts) > 1 else []
        for language in self._texts:
            self.fields[f"notice-{language}"] = forms.CharField(
                label=language,
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "lang": language}),
            )

    @property
    def own(self) -> list[forms.BoundField]:
        """The fields for the notices of single languages."""
        return [self[f"notice-{language}"] for language in self._texts]

    def notices(self) -> dict[str, str]:
        """Return the notices by language; key ``""`` is the default."""
        own = {language: self.cleaned_data[f"notice-{language}"].strip() for language in self._texts}
        return {"": self.cleaned_data["notice"].strip(), **{tag: notice for tag, notice in own.items() if notice}}


class EraseForm(forms.Form):
    """The form for the reason of an erasure."""

    reason = forms.CharField(
        label=_("Legal reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
