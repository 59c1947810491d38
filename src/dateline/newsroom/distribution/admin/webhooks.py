"""Webhooks in the admin: add, filter, switch off, delete; the secret is shown once."""

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

from dateline.newsroom.distribution.models import ChannelName, Delivery, Webhook
from dateline.newsroom.distribution.receivers import add_receiver
from dateline.newsroom.distribution.signing import new_secret, seal
from dateline.newsroom.distribution.wiring import wiring
from dateline.text.languages import INTERFACE, pick
from dateline.web.guarded_http import TargetRefusedError, check_target

SECRETS = "pings_secrets"
"""Session key of sealed secrets that wait to be shown, by webhook."""


class SlugsField(forms.MultipleChoiceField):
    """Checkboxes for a list of slugs or tags; none means all."""

    widget = CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)


class WebhookForm(WagtailAdminModelForm):
    """Offers offices, topics and kinds of the archive."""

    offices = SlugsField(label=capfirst(_("offices")))
    topics = SlugsField(label=capfirst(_("topics")))
    kinds = SlugsField(label=capfirst(_("kinds")))
    languages = SlugsField(label=capfirst(_("languages")))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, offered in choices().items():
            unknown = [(slug, slug) for slug in getattr(self.instance, name) if slug not in dict(offered)]
            self.fields[name].choices = offered + unknown

    def clean_address(self) -> str:
        """Refuse addresses that can never be used; where a host name leads is checked with each message."""
        address: str = self.cleaned_data["address"]
        try:
            check_target(address, wiring().allowed_networks)
        except TargetRefusedError as error:
            message = _(
                "The address must be public, start with http or https, and contain no password and no #. "
                "To allow your own networks, set DATELINE_PINGS_ALLOW."
            )
            raise ValidationError(message, code="target") from error
        return address


def choices() -> dict[str, list[tuple[str, str]]]:
    """Return the choices of each field as (slug, name in the user's language), sorted by name."""
    archive, language = wiring().archive(), get_language() or "en"
    languages = [(tag, get_language_info(tag)["name_local"]) for tag in INTERFACE]
    if archive is None:
        return {"offices": [], "topics": [], "kinds": [], "languages": languages}
    return {
        "offices": sorted(
            ((slug, one.name(language)) for slug, one in archive.offices.items()), key=lambda pair: pair[1]
        ),
        "topics": sorted(
            ((slug, pick(one.names, language)) for slug, one in archive.topics.items()), key=lambda pair: pair[1]
        ),
        "kinds": [(slug, pick(one.names, language)) for slug, one in archive.kinds.items()],
        "languages": languages,
    }


class StateColumn(Column):
    """State of a webhook, linked to its deliveries."""

    def get_value(self, instance: Webhook) -> SafeString:
        """Return a link."""
        dead = instance.deliveries.filter(state=Delivery.State.DEAD).count()
        label = _("given up: %(count)d") % {"count": dead} if dead else _("deliveries")
        if instance.failures:
            label = _("failing since %(moment)s") % {"moment": f"{instance.failing_since:%Y-%m-%d %H:%M} UTC"}
        return format_html('<a href="{}">{}</a>', reverse("pings_webhook", args=[instance.pk]), label)


class AddView(generic.CreateView):
    """Creates a webhook together with its secret."""

    def save_instance(self) -> Webhook:
        """Save; the webhook gets every change from now on."""
        hook: Webhook = self.form.save(commit=False)
        hook.channel = ChannelName.WEBHOOK
        secret = new_secret()
        hook.secret = seal(secret)
        add_receiver(hook)
        store_secret_to_show(self.request, hook, secret)
        return hook

    def get_success_url(self) -> str:
        """Return the page that shows the secret."""
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
                help_text=_("Choose nothing for all. A topic includes its subtopics."),
            ),
        ],
        base_form_class=WebhookForm,
    )


def store_secret_to_show(request: HttpRequest, hook: Webhook, secret: str) -> None:
    """Store a secret in the session until the page of its webhook is opened."""
    request.session[SECRETS] = {**request.session.get(SECRETS, {}), str(hook.pk): seal(secret)}


def pop_secret_to_show(request: HttpRequest, hook: Webhook) -> str:
    """Return the sealed secret that waits to be shown, and remove it from the session; empty without one."""
    stored = dict(request.session.get(SECRETS, {}))
    sealed: str = stored.pop(str(hook.pk), "")
    if sealed:
        request.session[SECRETS] = stored
    return sealed
