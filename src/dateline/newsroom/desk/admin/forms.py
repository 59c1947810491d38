"""The form of a text: its own words, and what its release shares with the other languages."""

import datetime as dt
import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import AdminDateInput

from dateline.newsroom.desk.actions import approval
from dateline.newsroom.desk.actions.drafts import join
from dateline.newsroom.desk.admin import file_access
from dateline.newsroom.desk.admin.key_fields import KnownField
from dateline.newsroom.desk.admin.visibility import MAX_DIGITS
from dateline.newsroom.desk.admin.widgets import CheckList
from dateline.newsroom.desk.fields import valid_zone
from dateline.newsroom.desk.models import Kind, Office, Release, ReleasePage, Topic, User

PLAIN = ("kind", "issuer", "event_from_on", "event_until_on")
"""Shared fields that stand on the release itself."""

SHARED = (*PLAIN, "offices", "topics")


class SharedForm(WagtailAdminPageForm):
    """Wagtail's form of a page with the release's fields beside the text's.

    The other languages of a release may be open in other windows. So the form remembers what it showed
    (``shared_seen``), and writes only those shared fields that the person changed.
    """

    kind = forms.ModelChoiceField(Kind.objects.all(), label=_("Kind"), help_text=_("What readers see as content type."))
    offices = KnownField(Office.objects.all(), label=_("Further offices"), required=False, widget=CheckList)
    topics = KnownField(Topic.objects.all(), label=_("Topics"), required=False, widget=CheckList)
    issuer = forms.CharField(
        label=_("Issuer"), max_length=200, required=False, help_text=_("Who speaks, if not the organisation.")
    )
    event_from_on = forms.DateField(label=_("Event from"), required=False, widget=AdminDateInput)
    event_until_on = forms.DateField(label=_("Event until"), required=False, widget=AdminDateInput)
    shared_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        instance = options.get("instance")
        if instance is not None and not instance.body and not (args or options.get("data")):
            instance.body = [("text", "")]  # to be written in at once
        super().__init__(*args, **options)
        self.release = _release_of(self.instance)
        now = shared_now(self.release)
        for name in SHARED:
            self.fields[name].initial = now[name]
        self.fields["shared_seen"].initial = json.dumps(now, default=str)
        start = getattr(self.instance, "start", None)
        if start is not None:
            self.fields["kind"].initial = start.kind_id
            self.fields["topics"].initial = [topic.pk for topic in start.topics.all()]
        if not self.instance._state.adding:  # noqa: SLF001 - Django's own way to tell
            self.fields["language"].disabled = True
            if self.instance.machine_translated and "machine_translated" in self.fields:
                # A person takes it over by a deed, not by a click here.
                self.fields["machine_translated"].disabled = True

    def defer_required_fields(self) -> None:
        """Let a draft be saved without a kind; publishing asks for it."""
        super().defer_required_fields()
        self.fields["kind"].required = False

    def restore_required_fields(self) -> None:
        """Ask for the kind again."""
        super().restore_required_fields()
        self.fields["kind"].required = True

    def clean_body(self) -> Any:
        """Leave out running text that nobody wrote, such as the one a form begins with."""
        body = self.cleaned_data["body"]
        for place in reversed(range(len(body))):
            if body[place].block_type == "text" and not body[place].value.source.strip():
                del body[place]
        return body

    def clean(self) -> dict[str, Any]:
        """Refuse an event that ends before it begins, and a language the release has already."""
        given: dict[str, Any] = super().clean()
        begins, ends = given.get("event_from_on"), given.get("event_until_on")
        if ends and (begins is None or ends < begins):
            self.add_error("event_until_on", _("An event cannot end before it begins."))
        others = ReleasePage.objects.filter(release=self.release.pk).exclude(pk=self.instance.pk)
        if others.filter(language=given.get("language")).exists():
            self.add_error("language", _("There is a text in this language already."))
        if approval.is_release_scheduled(self.release) and self._changed():
            self.add_error(None, _("A language of this release is scheduled. Unschedule it to change what all share."))
        self._refuse_foreign_files(given)
        return given

    def _refuse_foreign_files(self, given: dict[str, Any]) -> None:
        """Refuse pictures and files from shelves that the person may not choose from, unless the text had them."""
        before = file_access.files_before(self.instance)
        message = _("This picture or file lies in the library of another office. Ask them to share it.")
        for name, files in (
            ("picture", [given["picture"]] if given.get("picture") else []),
            ("body", file_access.files_of(given.get("body") or [])),
        ):
            if self.for_user is not None and file_access.foreign(self.for_user, files, before=before):
                self.add_error(name, message)

    def save_release(self, office: Office | None, *, by: User, at: dt.datetime) -> Release:
        """Write the shared fields that were changed, and return the release; a new one is led by ``office``.

        To be called in the transaction that saves the text: the release is locked until its end, and what was
        read before, such as a number that it did not have yet, is not written back.
        """
        changed = self._changed()
        is_new = self.release._state.adding  # noqa: SLF001
        release = self._locked(office)
        plain = changed & set(PLAIN)
        for name in plain:
            setattr(release, name, self.cleaned_data[name])
        if release._state.adding:  # noqa: SLF001
            release.save()
        elif plain:
            release.save(update_fields=sorted(plain))
        if changed & {"offices", "topics"}:
            given = shared_now(release) | {
                name: _keys(self.cleaned_data[name]) for name in changed & {"offices", "topics"}
            }
            join(release, _in_order(Office, given["offices"]), _in_order(Topic, given["topics"]))
        if changed and not is_new:
            approval.settle_release(release, by=by, at=at, deed="facts")
        return release

    def _locked(self, office: Office | None) -> Release:
        if self.release._state.adding:  # noqa: SLF001
            self.release.lead_office = office
        else:
            self.release = Release.objects.select_for_update().get(pk=self.release.pk)
            self.instance.release = self.release
        release: Release = self.release
        return release

    def _changed(self) -> set[str]:
        seen = _seen(self.cleaned_data.get("shared_seen") or "{}")
        given = {name: _as_json(self.cleaned_data.get(name)) for name in SHARED}
        return {name for name in SHARED if name not in seen or _unordered(seen[name]) != _unordered(given[name])}


def shared_now(release: Release) -> dict[str, Any]:
    """Return what the languages of a release share, as JSON can say it."""
    if release._state.adding:  # noqa: SLF001
        return {"kind": None, "issuer": "", "event_from_on": None, "event_until_on": None, "offices": [], "topics": []}
    return {
        "kind": release.kind_id,
        "issuer": release.issuer,
        "event_from_on": _as_json(release.event_from_on),
        "event_until_on": _as_json(release.event_until_on),
        "offices": [row.office_id for row in release.further.all()],
        "topics": [row.topic_id for row in release.subjects.all()],
    }


def _seen(written: str) -> dict[str, Any]:
    """Return what a form showed; nothing, as if all were changed, where it says something else."""
    try:
        seen = json.loads(written)
    except ValueError:
        return {}
    return seen if isinstance(seen, dict) else {}


def _release_of(text: ReleasePage) -> Release:
    if text.release_id is None:
        text.release = Release()
    release: Release = text.release
    return release


def _as_json(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.pk if hasattr(value, "pk") else _keys(value)


def _keys(chosen: Any) -> list[int]:
    return [thing.pk for thing in chosen]


def _unordered(value: Any) -> Any:
    return sorted(value, key=str) if isinstance(value, list) else value


def _in_order(model: type[Office] | type[Topic], keys: list[int]) -> list[Any]:
    found = model.objects.in_bulk(keys)
    return [found[key] for key in keys if key in found]


class WallClockField(forms.DateTimeField):
    """A time as a clock on the wall shows it: naive, its zone stands in a field of its own."""

    def to_python(self, value: Any) -> Any:
        """Return it naive; Django would read it in the zone of the person."""
        with timezone.override(dt.UTC):  # which has no gaps, so that nothing is refused here
            given = super().to_python(value)
        if given and not dt.MINYEAR < given.year < dt.MAXYEAR:  # in another zone it would be in no calendar
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return given.replace(tzinfo=None) if given else None


class DeedForm(forms.Form):
    """What the page of a release asks before a deed: which languages, and what the public is told."""

    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(
        label=_("Explanation for the public"), required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    change = forms.ChoiceField(
        label=_("Texts that are public already become"),
        choices=[("updated", _("updated")), ("corrected", _("corrected"))],
        widget=forms.RadioSelect,
        required=False,
        initial="updated",
    )
    reason = forms.CharField(
        label=_("Reason, for your colleagues"), required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    target = forms.IntegerField(
        label=_("Number of the release that readers are led to"), required=False, max_value=10**MAX_DIGITS
    )
    live_at = WallClockField(label=_("Goes live at"), required=False)
    zone = forms.CharField(label=_("Time zone"), required=False, validators=[valid_zone])

    def __init__(self, data: Any = None, *, texts: list[ReleasePage]) -> None:
        super().__init__(data)
        languages = self.fields["languages"]
        assert isinstance(languages, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        languages.choices = [(text.language, text.language) for text in texts]


class LeadForm(forms.Form):
    """Which office leads a release."""

    office = forms.ModelChoiceField(Office.objects.all(), required=False, label=_("Lead office"))


class TranslationForm(forms.Form):
    """In which language a translation is begun."""

    language = forms.CharField(max_length=35, label=_("Language"))

    def clean_language(self) -> str:
        """Refuse what is no language tag."""
        value: str = self.cleaned_data["language"].strip()
        ReleasePage._meta.get_field("language").run_validators(value)  # noqa: SLF001
        return value


class KillForm(forms.Form):
    """What the public is told when a release is taken away at once: one notice, and others for some languages."""

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
        """The fields for notices of one language."""
        return [self[f"notice-{language}"] for language in self._texts]

    def notices(self) -> dict[str, str]:
        """Return the notices by language, the common one under an empty tag."""
        own = {language: self.cleaned_data[f"notice-{language}"].strip() for language in self._texts}
        return {"": self.cleaned_data["notice"].strip(), **{tag: said for tag, said in own.items() if said}}


class EraseForm(forms.Form):
    """Why a release is to be erased."""

    reason = forms.CharField(
        label=_("Legal reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
