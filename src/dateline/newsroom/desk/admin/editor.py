"""The editor of a text: its form, and the panels that show the fields on two tabs."""

import datetime as dt
import json
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput

from dateline.newsroom.desk.actions import approval
from dateline.newsroom.desk.actions.audit_trail import returned
from dateline.newsroom.desk.actions.drafts import join
from dateline.newsroom.desk.admin.fields import CheckList, ExistingChoiceField
from dateline.newsroom.desk.admin.files import files_before, files_of, newly_added_forbidden_files
from dateline.newsroom.desk.models import Act, Kind, Office, Release, ReleasePage, Topic, User

RELEASE_COLUMNS = ("kind", "issuer", "event_from_on", "event_until_on")
"""Fields of the form that are columns of the release."""

SHARED_FIELDS = (*RELEASE_COLUMNS, "offices", "topics")
"""Fields of the form that belong to the release, so that all its languages share them."""


class TextForm(WagtailAdminPageForm):
    """The form of a text: Wagtail's form of a page, and the shared fields of the release.

    Other people may edit the other languages of the release at the same time. So ``shared_seen`` holds the shared
    fields as the form showed them, and the form writes only those that the person changed.
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
            instance.body = [("text", "")]  # a block to type into
        super().__init__(*args, **options)
        self.release = _release_of(self.instance)
        now = shared_now(self.release)
        for name in SHARED_FIELDS:
            self.fields[name].initial = now[name]
        self.fields["shared_seen"].initial = json.dumps(now, default=str)
        start = getattr(self.instance, "start", None)
        if start is not None:
            self.fields["kind"].initial = start.kind_id
            self.fields["topics"].initial = [topic.pk for topic in start.topics.all()]
        if not self.instance._state.adding:  # noqa: SLF001 - Django's own way to tell
            self.fields["language"].disabled = True
            if self.instance.machine_translated and "machine_translated" in self.fields:
                # An action of its own takes a machine translation over.
                self.fields["machine_translated"].disabled = True

    def defer_required_fields(self) -> None:
        """Make the kind optional, because a draft can do without; publishing checks it."""
        super().defer_required_fields()
        self.fields["kind"].required = False

    def restore_required_fields(self) -> None:
        """Make the kind required again."""
        super().restore_required_fields()
        self.fields["kind"].required = True

    def clean_body(self) -> Any:
        """Return the body without empty text blocks. A new form has one."""
        body = self.cleaned_data["body"]
        for place in reversed(range(len(body))):
            if body[place].block_type == "text" and not body[place].value.source.strip():
                del body[place]
        return body

    def clean(self) -> dict[str, Any]:
        """Refuse contradictory dates, a second text in a language, foreign files, changes of a scheduled release."""
        given: dict[str, Any] = super().clean()
        begins, ends = given.get("event_from_on"), given.get("event_until_on")
        if ends and (begins is None or ends < begins):
            self.add_error("event_until_on", _("An event cannot end before it begins."))
        others = ReleasePage.objects.filter(release=self.release.pk).exclude(pk=self.instance.pk)
        if others.filter(language=given.get("language")).exists():
            self.add_error("language", _("There is a text in this language already."))
        if approval.is_release_scheduled(self.release) and self._changed():
            self.add_error(
                None, _("A language of this release is scheduled. Unschedule it to change what all languages share.")
            )
        self._refuse_foreign_files(given)
        return given

    def _refuse_foreign_files(self, given: dict[str, Any]) -> None:
        """Refuse pictures and files from shelves that the person may not choose from, unless the text had them."""
        before = files_before(self.instance)
        message = _("This picture or file is in the collection of another office. Ask that office to share it.")
        if self.for_user is None:
            return
        for name, files in (
            ("picture", [given["picture"]] if given.get("picture") else []),
            ("body", files_of(given.get("body") or [])),
        ):
            if newly_added_forbidden_files(self.for_user, files, before=before):
                self.add_error(name, message)

    def save_release(self, office: Office | None, *, by: User, at: dt.datetime) -> Release:
        """Save the changed shared fields, and return the release; ``office`` leads a new one.

        Call it in the transaction that saves the text, because it locks the release. It writes only changed fields, so
        it overwrites no newer value, such as the number of the release.
        """
        changed = self._changed()
        is_new = self.release._state.adding  # noqa: SLF001
        release = self._locked(office)
        columns = changed & set(RELEASE_COLUMNS)
        for name in columns:
            setattr(release, name, self.cleaned_data[name])
        if release._state.adding:  # noqa: SLF001
            release.save()
        elif columns:
            release.save(update_fields=sorted(columns))
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
        given = {name: _as_json(self.cleaned_data.get(name)) for name in SHARED_FIELDS}
        return {name for name in SHARED_FIELDS if name not in seen or _unordered(seen[name]) != _unordered(given[name])}


def shared_now(release: Release) -> dict[str, Any]:
    """Return the shared fields of a release by name, as values for JSON."""
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


class MachinePanel(HelpPanel):
    """A note that a machine wrote the text."""

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel of one text."""

        def is_shown(self) -> bool:
            """Show it until a person takes the text over."""
            return bool(self.instance.pk and self.instance.machine_translated)


class ReturnedPanel(HelpPanel):
    """A note that tells why a reviewer sent the text back."""

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel of one text."""

        @cached_property
        def act(self) -> Act | None:
            """The row of the audit trail that sent the text back; None if nobody did."""
            return returned([self.instance]).get(self.instance.pk) if self.instance.pk else None

        def is_shown(self) -> bool:
            """Show it until the text is submitted again."""
            return self.act is not None


_TEXT_PANELS = [
    ReturnedPanel(template="desk/panels/returned.html"),
    MachinePanel(template="desk/panels/machine.html"),
    FieldPanel(
        "headline", widget=AdminAutoHeightTextInput(attrs={"rows": 1, "dir": "auto"}), classname="desk-headline"
    ),
    FieldPanel("lead", widget=AdminAutoHeightTextInput(attrs={"rows": 2, "dir": "auto"})),
    MultiFieldPanel([FieldRowPanel([FieldPanel("dateline_places"), FieldPanel("dateline_on")])], heading=_("Dateline")),
    FieldPanel("picture"),
    FieldPanel("body"),
    FieldPanel("contacts"),
    FieldPanel("notes"),
    FieldPanel("boilerplate"),
]

_METADATA_PANELS = [
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("language"), FieldPanel("translated_from")]), FieldPanel("machine_translated")],
        heading=_("This text"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("kind"),
            FieldPanel("offices"),
            FieldPanel("topics"),
            FieldRowPanel([FieldPanel("event_from_on"), FieldPanel("event_until_on")]),
            FieldPanel("issuer"),
            FieldPanel("shared_seen", classname="w-hidden"),
        ],
        heading=_("The release, in all its languages"),
        help_text=_("Readers get changes here with the next edition of each language."),
    ),
    CommentPanel(),
]

edit_handler = TabbedInterface(
    [
        ObjectList(_TEXT_PANELS, heading=_("Text")),
        ObjectList(_METADATA_PANELS, heading=_("Language, kind, offices, topics")),
    ],
    base_form_class=TextForm,
)
