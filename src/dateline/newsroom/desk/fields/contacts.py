"""Press contacts, as they stand on a text and on an office."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ContactBlock(blocks.StructBlock):
    """Whom journalists may call or write to."""

    name = blocks.CharBlock(required=False, max_length=200, label=_("Name"))
    role = blocks.CharBlock(required=False, max_length=200, label=_("Role"))
    email = blocks.EmailBlock(required=False, label=_("E-mail"))
    phone = blocks.CharBlock(required=False, max_length=60, label=_("Telephone"))

    class Meta:
        icon = "user"
        label = _("Contact")
        label_format = "{name}"
