"""Webhooks in the admin: named, narrowed, switched off and on; the secret is shown once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from dateline.newsroom.distribution.models import Channel, Delivery, Webhook
from dateline.newsroom.distribution.receivers import add
from dateline.newsroom.distribution.sealing import seal
from dateline.newsroom.distribution.signing import new_secret
from dateline.newsroom.distribution.wiring import wiring
from dateline.text.languages import INTERFACE, pick
from dateline.web.guarded_http import TargetRefusedError, check_target

SECRETS = "pings_secrets"
"""Key in the session of secrets that wait to be shown, sealed, by webhook."""


class Choices(forms.MultipleChoiceField):
    """Some of many, or none for all; kept as a list."""

    widget = CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)


class WebhookForm(WagtailAdminModelForm):
    """Offers what the archive knows."""

    offices = Choices(label=capfirst(_("offices")))
    topics = Choices(label=capfirst(_("topics")))
    kinds = Choices(label=capfirst(_("kinds")))
    languages = Choices(label=capfirst(_("languages")))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, known in choices().items():
            own = [(slug, slug) for slug in getattr(self.instance, name) if slug not in dict(known)]
            self.fields[name].choices = known + own

    def clean_address(self) -> str:
        """Refuse what could never be asked; where a name leads is seen with each message."""
        address: str = self.cleaned_data["address"]
        try:
            check_target(address, wiring().allowed)
        except TargetRefusedError as error:
            message = _(
                "The address has to be a public one with http or https, without a password and without a part after #. "
                "Networks of your own are opened with DATELINE_PINGS_ALLOW."
            )
            raise ValidationError(message, code="target") from error
        return address


def choices() -> dict[str, list[tuple[str, str]]]:
    """Return by field what can be chosen, by name in the reader's language."""
    archive, language = wiring().archive(), get_language() or "en"
    spoken = [(tag, get_language_info(tag)["name_local"]) for tag in INTERFACE]
    if archive is None:
        return {"offices": [], "topics": [], "kinds": [], "languages": spoken}
    return {
        "offices": sorted(
            ((slug, one.name(language)) for slug, one in archive.offices.items()), key=lambda pair: pair[1]
        ),
        "topics": sorted(
            ((slug, pick(one.names, language)) for slug, one in archive.topics.items()), key=lambda pair: pair[1]
        ),
        "kinds": [(slug, pick(one.names, language)) for slug, one in archive.kinds.items()],
        "languages": spoken,
    }


class StateColumn(Column):
    """How it goes, and the way to its deliveries."""

    def get_value(self, instance: Webhook) -> SafeString:
        """Return a link."""
        dead = instance.deliveries.filter(state=Delivery.State.DEAD).count()
        said = _("given up: %(count)d") % {"count": dead} if dead else _("deliveries")
        if instance.failures:
            said = _("fails since %(moment)s") % {"moment": f"{instance.failing_since:%Y-%m-%d %H:%M} UTC"}
        return format_html('<a href="{}">{}</a>', reverse("pings_webhook", args=[instance.pk]), said)


class AddView(generic.CreateView):
    """Makes the secret with the webhook."""

    def save_instance(self) -> Webhook:
        """Save, to be told from now on."""
        hook: Webhook = self.form.save(commit=False)
        hook.channel = Channel.WEBHOOK
        secret = new_secret()
        hook.secret = seal(secret)
        add(hook)
        keep_to_show(self.request, hook, secret)
        return hook

    def get_success_url(self) -> str:
        """Lead to where the secret is shown."""
        return reverse("pings_webhook", args=[self.object.pk])


class WebhookViewSet(ModelViewSet):
    """Webhooks."""

    model = Webhook
    icon = "link-external"
    menu_label = _("Webhooks")
    menu_order = 30
    add_to_settings_menu = True
    list_display = [
        "name",
        "address",
        BooleanColumn("is_active", label=_("Switched on")),
        StateColumn("state", label=_("State")),
    ]
    search_fields = ["name", "address"]
    search_backend_name = None
    copy_view_enabled = False
    add_view_class = AddView
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("address"),
            FieldPanel("is_active"),
            MultiFieldPanel(
                [FieldPanel("offices"), FieldPanel("topics"), FieldPanel("kinds"), FieldPanel("languages")],
                heading=_("Only these"),
                help_text=_("Nothing chosen means all. A topic stands for those below it too."),
            ),
        ],
        base_form_class=WebhookForm,
    )


def keep_to_show(request: HttpRequest, hook: Webhook, secret: str) -> None:
    """Keep a secret until its page is opened, once."""
    request.session[SECRETS] = {**request.session.get(SECRETS, {}), str(hook.pk): seal(secret)}


def take_to_show(request: HttpRequest, hook: Webhook) -> str:
    """Return the sealed secret that waits to be shown, and forget it; empty where none does."""
    kept = dict(request.session.get(SECRETS, {}))
    sealed: str = kept.pop(str(hook.pk), "")
    if sealed:
        request.session[SECRETS] = kept
    return sealed
