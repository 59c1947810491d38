"""The form of a text: its own words, and what its release shares with the other languages."""

import datetime as dt
import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import AdminDateInput

from dateline.newsroom.desk.actions import approval
from dateline.newsroom.desk.actions.drafts import join
from dateline.newsroom.desk.admin import file_access
from dateline.newsroom.desk.admin.key_fields import ExistingChoiceField
from dateline.newsroom.desk.admin.widgets import CheckList
from dateline.newsroom.desk.models import Kind, Office, Release, ReleasePage, Topic, User

PLAIN = ("kind", "issuer", "event_from_on", "event_until_on")
"""Shared fields that are columns of the release."""

SHARED = (*PLAIN, "offices", "topics")


class SharedForm(WagtailAdminPageForm):
    """Wagtail's form of a page with the release's fields beside the text's.

    The other languages of a release may be open in other windows. So the form remembers what it showed
    (``shared_seen``), and writes only those shared fields that the person changed.
    """

    kind = forms.ModelChoiceField(Kind.objects.all(), label=_("Kind"), help_text=_("What readers see as content type."))
    offices = ExistingChoiceField(Office.objects.all(), label=_("Further offices"), required=False, widget=CheckList)
    topics = ExistingChoiceField(Topic.objects.all(), label=_("Topics"), required=False, widget=CheckList)
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
                # Taking over is an action of its own, not a click here.
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
        """Return the body without empty text blocks, such as the one in a new form."""
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
        if self.for_user is None:
            return
        for name, files in (
            ("picture", [given["picture"]] if given.get("picture") else []),
            ("body", file_access.files_of(given.get("body") or [])),
        ):
            if file_access.newly_added_forbidden_files(self.for_user, files, before=before):
                self.add_error(name, message)

    def save_release(self, office: Office | None, *, by: User, at: dt.datetime) -> Release:
        """Save the changed shared fields, and return the release; ``office`` leads a new one.

        Call it in the transaction that saves the text. The release stays locked until its end, and only changed
        fields are written, so that newer values, such as its number, are not overwritten.
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
            approval.apply_release_change(release, by=by, at=at, action="facts")
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
    """Return the shared fields of a release as values for JSON."""
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
    """Return the shared fields that a form showed; empty if malformed, so that all fields count as changed."""
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
