"""Overview of receivers and dead deliveries, and the page of one webhook."""

import datetime as dt
import uuid
from typing import Any

import msgspec
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from dateline.newsroom.distribution.admin.webhooks import pop_secret_to_show, store_secret_to_show
from dateline.newsroom.distribution.channels.webhook import signed_request
from dateline.newsroom.distribution.deliveries import queue
from dateline.newsroom.distribution.deliveries.sender import failure_reason
from dateline.newsroom.distribution.errors import DistributionError
from dateline.newsroom.distribution.models import Delivery, Follow, Receiver, Webhook
from dateline.newsroom.distribution.receivers import SUBTYPES, retry_now
from dateline.newsroom.distribution.signing import new_secret, seal, unseal
from dateline.newsroom.distribution.wiring import wiring
from dateline.web.guarded_http import FetchError, fetch

MAX_ROWS = 100
"""Most rows that a table shows."""

SECRET_OVERLAP = dt.timedelta(days=1)
"""How long messages are also signed with the previous secret."""

TEST_TIMEOUT_S = 5.0


class _AdministratorView(WagtailAdminTemplateMixin, View):
    """A screen for people who may change webhooks."""

    hook: Webhook

    header_icon = "link-external"

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Refuse people without the permission; then load the webhook that the path names."""
        if not request.user.has_perm("pings.change_webhook"):
            raise PermissionDenied
        if "pk" in options:
            self.hook = get_object_or_404(Webhook, pk=options.pop("pk"))
        response: HttpResponseBase = super().dispatch(request, *args, **options)
        return response

    def _replay(self, request: HttpRequest, deliveries: Any) -> None:
        """Queue dead deliveries again: the one that the form names, or all."""
        if key := request.POST.get("delivery", ""):
            deliveries = deliveries.filter(pk=int(key) if key.isdigit() else 0)
        count = queue.replay(deliveries, at=wiring().now())
        text = ngettext("%(count)d delivery is tried again.", "%(count)d deliveries are tried again.", count)
        messages.success(request, text % {"count": count})


class OverviewView(_AdministratorView):
    """All receivers with their state, and all dead deliveries."""

    template_name = "distribution/overview.html"

    def get_page_title(self) -> str:
        """Return the title."""
        return _("Pings")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, _request: HttpRequest) -> HttpResponse:
        """Show the page."""
        waiting, dead = (Count("deliveries", Q(deliveries__state=state)) for state in ("waiting", "dead"))
        receivers = Receiver.objects.select_related(*SUBTYPES).annotate(waiting=waiting, dead=dead)
        dead_letters = Delivery.objects.filter(state=Delivery.State.DEAD)
        response: HttpResponse = self.render_to_response(
            self.get_context_data(
                receivers=receivers.order_by("-failures", "channel", "pk")[:MAX_ROWS],
                has_actors=wiring().publish_actor_key is not None,
                followed=follower_counts(),
                dead_letters=dead_letters.select_related("receiver__webhook").order_by("-ended_at")[:MAX_ROWS],
                dead_letter_count=dead_letters.count(),
                with_receiver=True,
            )
        )
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        """Replay dead deliveries."""
        self._replay(request, Delivery.objects.all())
        return redirect("pings_overview")


def follower_counts() -> list[tuple[str, int]]:
    """Return (name, number of ActivityPub followers) of the newsroom and each office that has some, largest first."""
    archive, language = wiring().archive(), get_language() or "en"
    offices = archive.offices if archive else {}
    counts = Follow.objects.values_list("office").annotate(count=Count("pk")).order_by("-count", "office")
    names = {slug: one.name(language) for slug, one in offices.items()} | {"": _("The whole newsroom")}
    return [(names.get(slug, slug), count) for slug, count in counts]


class WebhookView(_AdministratorView):
    """One webhook: its deliveries, a button for a test message, and its secret, which is shown once."""

    template_name = "distribution/webhook.html"

    def get_page_title(self) -> str:
        """Return the title."""
        return str(self.hook)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("webhook:index"), "label": _("Webhooks")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page."""
        deliveries = self.hook.deliveries
        dead_letters = deliveries.filter(state=Delivery.State.DEAD)
        try:
            secret = unseal(pop_secret_to_show(request, self.hook))
        except DistributionError:
            secret = ""
        response: HttpResponse = self.render_to_response(
            self.get_context_data(
                hook=self.hook,
                secret=secret,
                waiting_count=deliveries.filter(state=Delivery.State.WAITING).count(),
                dead_letters=dead_letters.order_by("-ended_at")[:MAX_ROWS],
                dead_letter_count=dead_letters.count(),
                latest=deliveries.exclude(state=Delivery.State.DEAD).order_by("-position")[:MAX_ROWS],
            )
        )
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do the action that the form names."""
        match request.POST.get("action"):
            case "test":
                self._test(request)
            case "secret":
                self._renew(request)
            case "replay":
                self._replay(request, self.hook.deliveries.all())
            case "retry":
                retry_now(self.hook, at=wiring().now())
                messages.success(request, _("Waiting deliveries are sent now."))
        return redirect("pings_webhook", self.hook.pk)

    def _test(self, request: HttpRequest) -> None:
        current = wiring()
        at = current.now()
        body = msgspec.json.encode({"type": "test", "timestamp": at, "data": {}})
        try:
            signed = signed_request(self.hook, f"msg_test_{uuid.uuid4().hex}", body, at=at)
            response = fetch(signed, allowed=current.allowed_networks, timeout_s=TEST_TIMEOUT_S)
        except (FetchError, DistributionError) as error:
            messages.error(request, _("The test has not arrived: %(reason)s.") % {"reason": error})
            return
        if 200 <= response.status < 300:  # noqa: PLR2004 - the 2xx statuses
            text = _("The test has arrived: the receiver answered %(status)d within %(seconds).1f s.")
            messages.success(request, text % {"status": response.status, "seconds": response.took_s})
        else:
            messages.error(request, _("The test has not arrived: %(reason)s.") % {"reason": failure_reason(response)})

    def _renew(self, request: HttpRequest) -> None:
        secret = new_secret()
        self.hook.previous_secret, self.hook.secret = self.hook.secret, seal(secret)
        self.hook.previous_until = wiring().now() + SECRET_OVERLAP
        self.hook.save(update_fields=["previous_secret", "secret", "previous_until"])
        log(self.hook, "wagtail.edit", user=request.user)
        store_secret_to_show(request, self.hook, secret)
