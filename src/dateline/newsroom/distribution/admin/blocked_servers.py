"""Blocked servers in the admin."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from dateline.newsroom.distribution.activitypub.follows import block
from dateline.newsroom.distribution.models import BlockedServer

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")


class BlockedServerForm(WagtailAdminModelForm):
    """Accepts a server name as people write it."""

    def clean_host(self) -> str:
        """Return the name in lower case, in ASCII form (IDNA)."""
        name: str = self.cleaned_data["host"].strip().lower().rstrip(".")
        try:
            host = name.encode("idna").decode("ascii")
        except UnicodeError:
            host = ""
        if not _HOST.fullmatch(host):
            message = _("The name of a server must look like example.org, without https:// and without a path.")
            raise ValidationError(message, code="host")
        return host


class _BlockOnSave:
    """Saves through ``block``."""

    form: Any

    def save_instance(self) -> BlockedServer:
        """Save, and delete the follows from the server."""
        server: BlockedServer = self.form.save(commit=False)
        block(server)
        return server


class AddView(_BlockOnSave, generic.CreateView):
    """Blocks a server."""


class ChangeView(_BlockOnSave, generic.EditView):
    """Changes a blocked server."""


class BlockedServerViewSet(ModelViewSet):
    """Blocked servers."""

    model = BlockedServer
    icon = "cross"
    menu_label = _("Blocked servers")
    list_display = ["host", "reason"]
    search_fields = ["host", "reason"]
    search_backend_name = None
    copy_view_enabled = False
    add_view_class = AddView
    edit_view_class = ChangeView
    edit_handler = ObjectList(
        [FieldPanel("host"), FieldPanel("reason")],
        base_form_class=BlockedServerForm,
    )
