"""What becomes of pings: a page for one webhook, and one for all that was given up."""

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

from dateline.newsroom.distribution.admin.webhooks import keep_to_show, take_to_show
from dateline.newsroom.distribution.channels.webhooks import message
from dateline.newsroom.distribution.deliveries import queue
from dateline.newsroom.distribution.deliveries.sending import reason_of
from dateline.newsroom.distribution.errors import PingsError
from dateline.newsroom.distribution.models import Delivery, Follow, Receiver, Webhook
from dateline.newsroom.distribution.receivers import KINDS, wake
from dateline.newsroom.distribution.sealing import seal, unseal
from dateline.newsroom.distribution.signing import new_secret
from dateline.newsroom.distribution.wiring import wiring
from dateline.web.guarded_http import FetchError, fetch

SHOWN = 100
"""Deliveries a page shows."""

BOTH_FOR = dt.timedelta(days=1)
"""How long the old secret signs beside a new one."""

TEST_WITHIN_S = 5.0


class _ForAdministrators(WagtailAdminTemplateMixin, View):
    """A screen that only those see who may change webhooks."""

    header_icon = "link-external"

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Let administrators in."""
        if not request.user.has_perm("pings.change_webhook"):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **options)
        return response

    def _again(self, request: HttpRequest, given_up: Any) -> None:
        """Let what was given up be tried again: one by its key, or all."""
        if key := request.POST.get("delivery", ""):
            given_up = given_up.filter(pk=int(key) if key.isdigit() else 0)
        count = queue.replay(given_up, at=wiring().now())
        said = ngettext("%(count)d delivery is tried again.", "%(count)d deliveries are tried again.", count)
        messages.success(request, said % {"count": count})


class OverviewView(_ForAdministrators):
    """Who is told, how it goes, and all that was given up."""

    template_name = "pings/overview.html"

    def get_page_title(self) -> str:
        """Return the title."""
        return _("Pings")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the first page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, _request: HttpRequest) -> HttpResponse:
        """Show."""
        waiting, dead = (Count("deliveries", Q(deliveries__state=state)) for state in ("waiting", "dead"))
        receivers = Receiver.objects.select_related(*KINDS).annotate(waiting=waiting, dead=dead)
        given_up = Delivery.objects.filter(state=Delivery.State.DEAD)
        response: HttpResponse = self.render_to_response(
            self.get_context_data(
                receivers=receivers.order_by("-failures", "channel", "pk")[:SHOWN],
                has_actors=wiring().show_actor_key is not None,
                followed=followed(),
                given_up=given_up.select_related("receiver__webhook").order_by("-ended_at")[:SHOWN],
                given_up_count=given_up.count(),
                with_receiver=True,
            )
        )
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        """Replay."""
        self._again(request, Delivery.objects.all())
        return redirect("pings_overview")


def followed() -> list[tuple[str, int]]:
    """Return (name, how many follow it from elsewhere) of the newsroom and the offices, the most followed first."""
    archive, language = wiring().archive(), get_language() or "en"
    offices = archive.offices if archive else {}
    counted = Follow.objects.values_list("office").annotate(count=Count("pk")).order_by("-count", "office")
    names = {slug: one.name(language) for slug, one in offices.items()} | {"": _("The whole newsroom")}
    return [(names.get(slug, slug), count) for slug, count in counted]


class WebhookView(_ForAdministrators):
    """One webhook: its secret once, a test, what became of its deliveries."""

    template_name = "pings/webhook.html"

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Find the webhook."""
        self.hook = get_object_or_404(Webhook, pk=options.pop("pk"))
        return super().dispatch(request, *args, **options)

    def get_page_title(self) -> str:
        """Return the title."""
        return str(self.hook)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("webhook:index"), "label": _("Webhooks")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show."""
        mine = self.hook.deliveries
        given_up = mine.filter(state=Delivery.State.DEAD)
        try:
            secret = unseal(take_to_show(request, self.hook))
        except PingsError:
            secret = ""
        response: HttpResponse = self.render_to_response(
            self.get_context_data(
                hook=self.hook,
                secret=secret,
                waiting_count=mine.filter(state=Delivery.State.WAITING).count(),
                given_up=given_up.order_by("-ended_at")[:SHOWN],
                given_up_count=given_up.count(),
                latest=mine.exclude(state=Delivery.State.DEAD).order_by("-position")[:SHOWN],
            )
        )
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do one of the deeds."""
        match request.POST.get("deed"):
            case "test":
                self._test(request)
            case "secret":
                self._renew(request)
            case "replay":
                self._again(request, self.hook.deliveries.all())
            case "wake":
                wake(self.hook, at=wiring().now())
                messages.success(request, _("What waits is tried now."))
        return redirect("pings_webhook", self.hook.pk)

    def _test(self, request: HttpRequest) -> None:
        given = wiring()
        at = given.now()
        body = msgspec.json.encode({"type": "test", "timestamp": at, "data": {}})
        try:
            question = message(self.hook, f"msg_test_{uuid.uuid4().hex}", body, at=at)
            answer = fetch(question, allowed=given.allowed, timeout_s=TEST_WITHIN_S)
        except (FetchError, PingsError) as error:
            messages.error(request, _("The test has not arrived: %(reason)s.") % {"reason": error})
            return
        if 200 <= answer.status < 300:  # noqa: PLR2004 - the successes of HTTP
            said = _("The test has arrived: the receiver answered %(status)d within %(seconds).1f s.")
            messages.success(request, said % {"status": answer.status, "seconds": answer.took_s})
        else:
            messages.error(request, _("The test has not arrived: %(reason)s.") % {"reason": reason_of(answer)})

    def _renew(self, request: HttpRequest) -> None:
        secret = new_secret()
        self.hook.previous_secret, self.hook.secret = self.hook.secret, seal(secret)
        self.hook.previous_until = wiring().now() + BOTH_FOR
        self.hook.save(update_fields=["previous_secret", "secret", "previous_until"])
        log(self.hook, "wagtail.edit", user=request.user)
        keep_to_show(request, self.hook, secret)
