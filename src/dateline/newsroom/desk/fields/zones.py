"""Names of time zones."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dateline.text.zones import zone_names


def valid_zone(name: str) -> None:
    """Refuse what is not a zone of the IANA database, such as ``Europe/Vienna``."""
    if name not in zone_names():
        raise ValidationError(_("“%(name)s” is not a time zone such as “Europe/Vienna”."), params={"name": name})
